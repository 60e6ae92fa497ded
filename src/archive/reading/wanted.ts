/** What of a question can be decided without parsing an event: by a segment's counts, and by bytes that a matching line must hold. */
import type { AuditEvent } from '../../audit/event.js';
import type { ReadingRequest } from '../../reading/reading.js';
import type { SegmentEntry } from '../store/manifest.js';
import { countKey } from '../store/tally.js';

/** One filter: an event must bear one of the values. */
export interface WantedValues {
  /** Bytes of which a matching line holds at least one; undefined where it may be written without any. */
  readonly needles: readonly Buffer[] | undefined;
  bears(event: AuditEvent): boolean;
  /** How many events of a segment bear one of them, by its manifest; undefined where that counts no such thing. */
  countIn(entry: SegmentEntry): number | undefined;
}

/** More values are quicker to parse for than to look for one after the other. */
const mostNeedles = 12;

/** Where a filter's values stand: in the event, and in the manifest's counts. */
interface Place {
  readonly of: (event: AuditEvent) => string | undefined;
  readonly counts?: (entry: SegmentEntry) => Readonly<Record<string, number>>;
}

const places = {
  userId: { of: ({ sourceId }: AuditEvent) => sourceId, counts: ({ users }: SegmentEntry) => users },
  type: { of: ({ type }: AuditEvent) => type, counts: ({ types }: SegmentEntry) => types },
  documentType: { of: ({ module }: AuditEvent) => module, counts: ({ modules }: SegmentEntry) => modules },
  // Where the wire says UNKNOWN_SOURCE an event may bear another one.
  source: { of: ({ source }: AuditEvent) => source },
  recordId: { of: ({ recordId }: AuditEvent) => recordId },
} as const satisfies Readonly<Record<string, Place>>;

/** The filters that a line's bytes can be asked for; each of them must hold. */
export function wantedOf({
  push,
  recordId,
  idPrefix,
}: Pick<ReadingRequest, 'push' | 'recordId' | 'idPrefix'>): readonly WantedValues[] {
  const { query: _, ...asked } = { ...push, ...(recordId !== undefined && { recordId: [recordId] }) };
  const lists = Object.entries(asked).map(([name, values]) =>
    wantedValues(values, places[name as keyof typeof places]),
  );
  return idPrefix === undefined ? lists : [...lists, wantedPrefix(idPrefix)];
}

function wantedValues(values: readonly string[], { of, counts }: Place): WantedValues {
  const wanted = new Set(values);
  const isSearchable = values.length <= mostNeedles && values.every(isWrittenOneWay);
  return {
    needles: isSearchable ? values.map((value) => Buffer.from(value)) : undefined,
    bears: (event) => wanted.has(of(event) ?? ''),
    countIn: (entry) => {
      const counted = counts?.(entry);
      return counted && values.reduce((sum, value) => sum + (counted[countKey(value)] ?? 0), 0);
    },
  };
}

function wantedPrefix(prefix: string): WantedValues {
  return {
    needles: isPlain(prefix) ? [Buffer.from(prefix)] : undefined,
    bears: ({ id }) => id.startsWith(prefix),
    countIn: () => undefined,
  };
}

/** A number or a truth value may have been sent bare, and a number in several forms. */
function isWrittenOneWay(value: string): boolean {
  return isPlain(value) && Number.isNaN(Number(value)) && value !== 'true' && value !== 'false';
}

/** ASCII that JSON writes as it is; it may write `\uXXXX` for anything, which the reader has to look for. */
function isPlain(value: string): boolean {
  return /^[ !#-.0-[\]-~]+$/.test(value);
}
