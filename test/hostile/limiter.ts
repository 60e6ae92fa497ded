/** The hostile account's own rate limit, enforced: so that a client which only pretends to keep it is refused. */
import type { Limit } from './behaviours.js';

export interface Permission {
  readonly isAllowed: boolean;
  readonly remaining: number;
  /** Until a request would be let through again. */
  readonly waitMs: number;
}

export interface Limiter {
  take(nowMs: number): Permission;
}

export function createLimiter(limit: Limit): Limiter {
  return limit.kind === 'fixed-window' ? fixedWindow(limit) : slidingWindow(limit);
}

function fixedWindow({ requests, intervalMs }: Limit): Limiter {
  let windowStartMs = Number.NEGATIVE_INFINITY;
  let taken = 0;
  return {
    take(nowMs) {
      const startMs = Math.floor(nowMs / intervalMs) * intervalMs;
      if (startMs !== windowStartMs) {
        windowStartMs = startMs;
        taken = 0;
      }
      const isAllowed = taken < requests;
      if (isAllowed) taken += 1;
      return { isAllowed, remaining: requests - taken, waitMs: startMs + intervalMs - nowMs };
    },
  };
}

function slidingWindow({ requests, intervalMs }: Limit): Limiter {
  let times: number[] = [];
  return {
    take(nowMs) {
      times = times.filter((time) => time > nowMs - intervalMs);
      const isAllowed = times.length < requests;
      if (isAllowed) times.push(nowMs);
      return {
        isAllowed,
        remaining: requests - times.length,
        waitMs: (times[0] ?? nowMs) + intervalMs - nowMs,
      };
    },
  };
}
