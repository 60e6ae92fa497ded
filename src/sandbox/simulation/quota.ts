/** How a beginning comes to just so many events: each day's pace from what is still missing, and what is missing in the end. */

import type { EventCounter } from '../event-counter.js';
import { addDays, daysBetween, weekdayOf, type Zone } from '../zone.js';

/** A number of events to be reached between two instants. */
export interface Quota {
  /** How many times as busy as usual a day has to be. */
  paceOn(date: string): number;
  missing(): number;
}

/** Events of an average day that come with the pace, and those that do not: logins, and what is told (measured: 52 at a pace of 1, 1,623 at 44.7). */
const pacedEventsPerDay = 36;
const steadyEventsPerDay = 14;

/** How busy the days of a week are, Sunday first, against an average one (measured over a year). */
const weekdayWeights = [0.18, 1.4, 1.28, 1.36, 1.22, 1.24, 0.32] as const;

/** The pace that gives about so many events a day. */
export function paceFor(eventsPerDay: number): number {
  return Math.max(0, (eventsPerDay - steadyEventsPerDay) / pacedEventsPerDay);
}

/** Of an average day's events, kept back for the end: what a day brings by chance can be added to, and not taken away. */
const reservedDays = 0.6;
/** The same for quiet accounts, whose chance is larger. */
const reservedAtLeast = 60;

/** What a quota is reached in. */
export interface Course {
  readonly log: EventCounter;
  readonly zone: Zone;
  readonly fromMs: number;
  readonly toMs: number;
  /** Events that told days will still bring at one stroke, seen from the morning of this date. */
  readonly expected: (date: string) => number;
}

/** `log` counts the events from `fromMs` on; the days go from the one of `fromMs` to that of `toMs`. */
export function createQuota(events: number, { log, zone, fromMs, toMs, expected }: Course): Quota {
  const first = zone.dateOf(fromMs);
  const length = daysBetween(first, zone.dateOf(toMs)) + 1;
  const weights = Array.from({ length }, (_, day) => {
    const date = addDays(first, day);
    const startMs = zone.startOf(date);
    const counted = workedShare(toMs - startMs) - workedShare(fromMs - startMs);
    return counted * (weekdayWeights[weekdayOf(date)] ?? 1);
  });
  const reserved = Math.max(reservedAtLeast, (reservedDays * events) / length);
  const missing = () => Math.max(0, events - log.counted());
  return {
    missing,
    paceOn: (date) => {
      const left = weights.slice(Math.max(0, daysBetween(first, date)));
      const daysLeft = left.reduce((sum, weight) => sum + weight, 0);
      return daysLeft === 0 ? 0 : paceFor((missing() - reserved - expected(date)) / daysLeft);
    },
  };
}

/** Which part of a day's work is done so long after midnight: it goes from seven to seven. */
function workedShare(sinceMidnightMs: number): number {
  return Math.min(1, Math.max(0, (sinceMidnightMs / 3_600_000 - 7) / 12));
}
