/** A step of the simulated business: when, by whose hand, what. A day is a list of steps, planned before anything is done. */

import type { Actor } from '../change.js';
import type { Random } from '../random.js';
import type { UserSource } from '../services/users.js';
import type { Act } from './act.js';
import type { PersonKey, WorkflowName } from './cast.js';

export type Hand =
  | { readonly person: PersonKey; readonly source: UserSource }
  | { readonly email: string; readonly source: UserSource }
  | { readonly workflow: WorkflowName; readonly isNamed: boolean }
  | { readonly outside: Actor };

export interface Step {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** The log hears of it so much later, on the same day: a phone that was offline. */
  readonly lateMs?: number;
  readonly hand: Hand;
  readonly act: Act;
}

/** A local day of the account. */
export interface Day {
  readonly date: string;
  readonly startMs: number;
  /** 0 for Sunday. */
  readonly weekday: number;
  /** Days before the first opening; after it, told days come round again (told-days.ts). */
  readonly daysBefore: number;
  /** How many times as busy as usual. */
  readonly pace: number;
  readonly random: Random;
}

/** When the log hears of a step. */
export function heardMs({ atMs, lateMs = 0 }: Step): number {
  return atMs + lateMs;
}

const hourMs = 3_600_000;

/** The instant of a time of day; minutes may be fractions. Off by the clock's shift on the two days a year that have one. */
export function at(day: Day, hour: number, minute = 0): number {
  return day.startMs + Math.floor(hour * hourMs + minute * 60_000);
}
