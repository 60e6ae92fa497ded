/** Numbers the events of a location, one after another; apart from the writer, so that a whole simulation asks the database once. */

import type { Place } from './account-settings.js';
import type { Database } from './database.js';

/** Room for the events of one location: its number is in the upper bits, and both fit the eight digits of an event's id. */
const seqsPerLocation = 2 ** 28;

/** Good for one transaction: another process may write before the next. */
export interface EventCounter {
  /** The place of the next event in the log, which happened at this instant. */
  next(atMs: number): number;
  /** The place given last; the last in the log before any was given. */
  last(): number;
  /** Places given for events that happened at `fromMs` or later. */
  counted(): number;
}

/** Looks once for the last event of the location, and counts on from there. */
export function openLog(
  database: Database,
  { number }: Pick<Place, 'number'>,
  fromMs = Number.NEGATIVE_INFINITY,
): EventCounter {
  let seq = lastSeq(database, number);
  let count = 0;
  return {
    next: (atMs) => {
      seq += 1;
      if (atMs >= fromMs) count += 1;
      return seq;
    },
    last: () => seq,
    counted: () => count,
  };
}

function lastSeq(database: Database, number: number): number {
  const before = number * seqsPerLocation;
  const row = database
    .statement('SELECT seq FROM event WHERE seq > ? AND seq < ? ORDER BY seq DESC LIMIT 1')
    .row(before, before + seqsPerLocation);
  return Number(row?.[0] ?? before);
}
