/** Which segments can answer a question, by the manifest alone, in the order in which they are to be read. */
import type { Window } from '../../audit/coverage.js';
import type { EventOrder } from '../../audit/event.js';
import { unknownDate } from '../store/form.js';
import type { SegmentEntry } from '../store/manifest.js';
import type { WantedValues } from './wanted.js';

/** A segment whose events' times are known. */
export interface TimedSegment {
  readonly entry: SegmentEntry;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The segments with events of the window, oldest or newest beginning first. */
export function segmentsOf(
  manifest: readonly SegmentEntry[],
  { sinceMs, untilMs }: Window,
  order: EventOrder,
): readonly TimedSegment[] {
  const timed = manifest.flatMap((entry) => {
    if (entry.firstAt === null || entry.lastAt === null) return [];
    const segment = { entry, firstMs: Date.parse(entry.firstAt), lastMs: Date.parse(entry.lastAt) };
    return segment.lastMs >= sinceMs && segment.firstMs < untilMs ? [segment] : [];
  });
  return order === 'oldest-first'
    ? timed.sort((a, b) => a.firstMs - b.firstMs || a.entry.first - b.entry.first)
    : timed.sort((a, b) => b.lastMs - a.lastMs || b.entry.first - a.entry.first);
}

/** Whether the segment is one of those that hold rows without a usable id or time. */
export function isUndated({ path }: Pick<SegmentEntry, 'path'>): boolean {
  return path.includes(`/date=${unknownDate}/`);
}

/** Whether the segment's counts leave room for a match. */
export function mayHold({ entry }: TimedSegment, wanted: readonly WantedValues[]): boolean {
  return wanted.every((values) => values.countIn(entry) !== 0);
}
