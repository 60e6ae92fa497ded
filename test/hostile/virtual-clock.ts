/** A clock whose waits cost nothing: when everything is idle, time jumps to the next thing that is waited for. */
import type { Clock } from '../../src/context.js';

interface Sleeper {
  readonly atMs: number;
  readonly number: number;
  readonly wake: () => void;
}

export interface VirtualClock extends Clock {
  /** Lets time pass without waking anyone early: what an answer took. */
  pass(ms: number): void;
  /** While held (a real socket is at work) no sleeper wakes; gives back what ends the hold. */
  hold(): () => void;
}

export function createVirtualClock(startMs: number): VirtualClock {
  const sleepers = new Set<Sleeper>();
  let nowMs = startMs;
  let number = 0;
  let holds = 0;
  let isPumping = false;

  function earliest(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (
        !first ||
        sleeper.atMs < first.atMs ||
        (sleeper.atMs === first.atMs && sleeper.number < first.number)
      )
        first = sleeper;
    }
    return first;
  }

  function pump(): void {
    if (isPumping) return;
    isPumping = true;
    setImmediate(() => {
      isPumping = false;
      const next = holds === 0 ? earliest() : undefined;
      if (!next) return;
      nowMs = Math.max(nowMs, next.atMs);
      next.wake();
      if (sleepers.size > 0) pump();
    });
  }

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', stop);
      };
      const stop = () => {
        leave();
        reject(signal?.reason);
      };
      const wake = () => {
        leave();
        resolve();
      };
      number += 1;
      const sleeper: Sleeper = { atMs: nowMs + Math.max(0, ms), number, wake };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', stop, { once: true });
      pump();
    });
  }

  function hold(): () => void {
    let isHeld = true;
    holds += 1;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      holds -= 1;
      pump();
    };
  }

  return {
    nowMs: () => nowMs,
    sleep,
    hold,
    pass: (ms) => {
      nowMs += ms;
    },
  };
}
