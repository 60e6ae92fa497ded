/** The word about a wait: no wait is silent, and those who wait for the same thing do not all say so. */

import type { Clock } from '../context.js';

/** A wait on an account: how long, and why, as a clause without a capital. */
export interface AccountWait {
  readonly ms: number;
  readonly why: string;
}

/** Shorter ones are gone before they are read. */
const worthSayingMs = 2000;

/** Passes on the waits that a person would notice, each end of a wait once. */
export function waitWord(
  clock: Clock,
  say: ((wait: AccountWait) => void) | undefined,
): (wait: AccountWait) => void {
  let saidUntilMs = Number.NEGATIVE_INFINITY;
  return (wait) => {
    const untilMs = clock.nowMs() + wait.ms;
    if (wait.ms <= worthSayingMs || untilMs <= saidUntilMs + worthSayingMs) return;
    saidUntilMs = untilMs;
    say?.(wait);
  };
}
