/** Everything that an archive holds of one record: its own events, those of what belongs to it, and where else it is named. */
import { readEventLine } from '../../account/event-line.js';
import type { AuditEvent } from '../../audit/event.js';
import { erasedLeaf } from '../store/erased-line.js';
import type { SegmentEntry } from '../store/manifest.js';
import { readContent } from '../store/segment.js';

export interface FoundEvent {
  readonly leaf: number;
  readonly event: AuditEvent;
  /** Whether it is of the record itself, and not of one that belongs to it. */
  readonly isOwn: boolean;
}

export interface FoundRecord {
  /** In the order of their leaves. */
  readonly events: readonly FoundEvent[];
  /** Lines of other records, and rows that are no events, in which the id stands. */
  readonly mentions: number;
}

/** Characters may be written as `\u0041`, and then no search for bytes finds them. */
const byteEscape = '\\u00';
/** What JSON writes in these bytes or with that escape; of any other id every line has to be parsed. */
const plainId = /^[ !#-.0-[\]-~]+$/;

/**
 * Reads every segment; one at a time is in memory.
 *
 * @throws ProofFailedError `segment-damaged`: what cannot be read cannot be called free of the record
 */
export async function findRecord(
  folder: string,
  segments: readonly SegmentEntry[],
  recordId: string,
): Promise<FoundRecord> {
  const events: FoundEvent[] = [];
  let mentions = 0;
  for (const { path, first } of segments) {
    const content = await readContent(folder, path);
    if (!mayName(content, recordId)) continue;
    for (const [index, line] of content.toString('utf8').split('\n').entries()) {
      const found = lookAt(line, first + index, recordId);
      if (found === 'mention') mentions += 1;
      else if (found !== undefined) events.push(found);
    }
  }
  return { events, mentions };
}

function lookAt(line: string, leaf: number, recordId: string): FoundEvent | 'mention' | undefined {
  if (!mayName(line, recordId)) return undefined;
  if (erasedLeaf(line) === leaf) return undefined;
  const event = readEventLine(line);
  if ('problem' in event) return line.includes(recordId) ? 'mention' : undefined;
  if (event.recordId === recordId) return { leaf, event, isOwn: true };
  if (event.contactId === recordId) return { leaf, event, isOwn: false };
  return JSON.stringify(JSON.parse(line)).includes(JSON.stringify(recordId).slice(1, -1))
    ? 'mention'
    : undefined;
}

function mayName(text: Buffer | string, recordId: string): boolean {
  return !plainId.test(recordId) || text.includes(recordId) || text.includes(byteEscape);
}
