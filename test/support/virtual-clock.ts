/** A clock that stands still until somebody sleeps; then it is so much later at once. */
import type { Clock } from '../../src/context.js';

/** Saturday, 21 November 2026, 18:04 in Chicago, where the embedded account's business is. */
export const usualNowMs = Date.parse('2026-11-22T00:04:00Z');

export interface VirtualClock extends Clock {
  /** Milliseconds of each sleep, in order. */
  readonly slept: readonly number[];
}

export function virtualClock(nowMs: number = usualNowMs): VirtualClock {
  let currentMs = nowMs;
  const slept: number[] = [];
  return {
    slept,
    nowMs: () => currentMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      currentMs += ms;
    },
  };
}
