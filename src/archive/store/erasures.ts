/**
 * Taking out of the segments what the ledger says was erased: the ledger's word comes first, and this follows it, now or at the next
 * opening. So a run that is killed between leaves nothing that stays half erased.
 */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolderOf } from '../../files/whole-file.js';
import { erasedLine } from './erased-line.js';
import { draftsFolder, segmentDate, unknownDate } from './form.js';
import type { LedgerRecord } from './ledger.js';
import type { SegmentEntry } from './manifest.js';
import { readContent, SegmentWriter } from './segment.js';

/** Leaves whose content was erased, and under which case. */
export type Erasures = ReadonlyMap<number, string>;

/** What the records say was erased. */
export function erasuresIn(records: readonly LedgerRecord[]): Erasures {
  const erasures = new Map<number, string>();
  for (const record of records)
    if (record.kind === 'erasure') for (const leaf of record.leaves) erasures.set(leaf, record.case);
  return erasures;
}

/**
 * Writes those segments anew that still hold erased content, and gives their number. Whoever calls holds the archive's lock.
 *
 * @param replaceManifest puts the entries of all segments in the manifest's place
 * @throws ProofFailedError `segment-damaged`
 */
export async function removeErased(
  folder: string,
  entries: readonly SegmentEntry[],
  erasures: Erasures,
  replaceManifest: (entries: readonly SegmentEntry[]) => Promise<void>,
): Promise<number> {
  if (erasures.size === 0) return 0;
  const erasedPerSegment = countBySegment(entries, erasures);
  const isStale = (entry: SegmentEntry) => (erasedPerSegment.get(entry) ?? 0) !== (entry.erased ?? 0);
  const rewritten = new Map<SegmentEntry, SegmentEntry>();
  for (const entry of entries.filter(isStale)) {
    const anew = await rewrite(folder, entry, erasures);
    if (anew !== undefined) rewritten.set(entry, anew);
  }
  if (rewritten.size > 0) await replaceManifest(entries.map((entry) => rewritten.get(entry) ?? entry));
  return rewritten.size;
}

function countBySegment(
  entries: readonly SegmentEntry[],
  erasures: Erasures,
): ReadonlyMap<SegmentEntry, number> {
  const counts = new Map<SegmentEntry, number>();
  for (const leaf of erasures.keys()) {
    const entry = entries.find(({ first, last }) => leaf >= first && leaf <= last);
    if (entry !== undefined) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  }
  return counts;
}

/**
 * In one stroke: a reader finds the old one or the new one. Undefined where the rows are of no known day and it was done before:
 * there no manifest counts what is erased.
 */
async function rewrite(
  folder: string,
  { path, first, last }: SegmentEntry,
  erasures: Erasures,
): Promise<SegmentEntry | undefined> {
  const content = await readContent(folder, path);
  const stored = content.toString('utf8').split('\n').slice(0, -1);
  const lines = stored.map((line, index) => {
    const caseText = erasures.get(first + index);
    return caseText === undefined ? line : erasedLine(first + index, caseText);
  });
  if (segmentDate(path) === unknownDate && lines.every((line, index) => line === stored[index]))
    return undefined;
  const draft = join(folder, draftsFolder, `erased-${first}`);
  await rm(draft, { force: true });
  const writer = await SegmentWriter.create(draft, segmentDate(path));
  for (const [index, line] of lines.entries()) await writer.addStored(line, first + index);
  const counts = await writer.finish();
  const place = join(folder, path);
  await rename(draft, place);
  await syncFolderOf(place);
  return { path, first, last, ...counts };
}
