/** What a told case is: a few steps that end at this moment, to be looked at, taught with and tested on. */

import type { Step } from '../simulation/step.js';

export interface Story {
  readonly name: string;
  readonly summary: string;
  /** In the order in which the log hears of them; instants in milliseconds since the epoch, none later than `nowMs`. */
  readonly steps: (nowMs: number) => readonly Step[];
}

/** The instant so many minutes before another. */
export function minutesBefore(nowMs: number, minutes: number): number {
  return nowMs - Math.round(minutes * 60_000);
}
