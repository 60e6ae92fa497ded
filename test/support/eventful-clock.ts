/** A clock that stands still until somebody sleeps; what is to happen meanwhile happens at its instant. */
import type { Clock } from '../../src/context.js';
import { usualNowMs } from './virtual-clock.js';

/** Something that happens so many seconds after the beginning. */
export interface Happening {
  readonly afterS: number;
  readonly act: () => void | Promise<void>;
}

export interface EventfulClock extends Clock {
  /** Milliseconds of each sleep, in order. */
  readonly slept: readonly number[];
  /** So much later at once, with nobody awake meanwhile: a lid that was closed. */
  skip(ms: number): void;
}

/** `happenings` are asked for at the first sleep: they may need the clock themselves. */
export function eventfulClock(
  happenings: () => readonly Happening[],
  startMs: number = usualNowMs,
): EventfulClock {
  let currentMs = startMs;
  const instantOf = ({ afterS }: Happening) => startMs + afterS * 1_000;
  const slept: number[] = [];
  let left: Happening[] | undefined;
  return {
    slept,
    nowMs: () => currentMs,
    skip: (ms) => {
      currentMs += ms;
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      const wakeMs = currentMs + ms;
      left ??= happenings().toSorted((a, b) => a.afterS - b.afterS);
      for (let next = left[0]; next !== undefined && instantOf(next) <= wakeMs; next = left[0]) {
        left.shift();
        currentMs = Math.max(currentMs, instantOf(next));
        await next.act();
      }
      currentMs = Math.max(currentMs, wakeMs);
      signal?.throwIfAborted();
    },
  };
}
