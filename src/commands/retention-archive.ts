/** What an archive adds to an account's retention: what of the past only it still holds, and whether it has what leaves next. */
import type { ArchivedLog } from '../archive/reading/archived-log.js';
import type { Window } from '../audit/coverage.js';
import { without } from '../audit/windows.js';
import { everythingIn } from '../reading/reading.js';

const dayMs = 86_400_000;

export interface ArchivedPast {
  /** Events from before the floor. */
  readonly behindFloor: number;
  /** Whether that is their number: of an event that changed every version counts, and a part may not be readable. */
  readonly isExact: boolean;
  /** When the oldest event of the archive happened; undefined where it holds none. */
  readonly oldestMs: number | undefined;
  /** Whether it holds all that leaves the log next. */
  readonly hasLeaving: boolean;
}

/**
 * Counts by the manifest, whose segments hold a day (UTC) each, and reads no more than the day of the floor.
 *
 * @param leaving what leaves the account's log next: it begins at the floor
 * @throws what ended the reading
 */
export async function archivedPast(log: ArchivedLog, leaving: Window): Promise<ArchivedPast> {
  const floorMs = leaving.sinceMs;
  const floorDayMs = Math.floor(floorMs / dayMs) * dayMs;
  const timed = log.manifest.flatMap(({ firstAt, lastAt, events, erased = 0 }) =>
    firstAt === null || lastAt === null
      ? []
      : [{ firstMs: Date.parse(firstAt), lastMs: Date.parse(lastAt), events: events - erased }],
  );
  const before = timed.filter(({ lastMs }) => lastMs < floorDayMs);
  const onFloorDay = await countIn({ sinceMs: floorDayMs, untilMs: floorMs }, log);
  return {
    behindFloor: before.reduce((sum, { events }) => sum + events, onFloorDay.count),
    isExact: onFloorDay.isReadable && log.book.versions.size === 0,
    oldestMs: timed.length === 0 ? undefined : Math.min(...timed.map(({ firstMs }) => firstMs)),
    hasLeaving: without(leaving, log.book.covered).length === 0,
  };
}

async function countIn(
  window: Window,
  log: ArchivedLog,
): Promise<{ readonly count: number; readonly isReadable: boolean }> {
  if (window.sinceMs === window.untilMs) return { count: 0, isReadable: true };
  const reading = log.read(everythingIn(window));
  let count = 0;
  for await (const batch of reading.batches()) count += batch.length;
  const failure = reading.failure();
  if (failure !== undefined) throw failure;
  return { count, isReadable: !reading.coverage().reasons.some(({ kind }) => kind === 'unreadable-span') };
}
