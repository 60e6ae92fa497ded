/** The kinds of rate limit that an account may have, each 100 requests in 10 s, judged when a request arrives there. */

export interface Verdict {
  readonly isAllowed: boolean;
  readonly remaining: number;
}

export type Limiter = (nowMs: number) => Verdict;

const max = 100;
const intervalMs = 10_000;

/** Windows on the round ten seconds, of which `used` are gone at the start. */
export function fixedWindow(used = 0): Limiter {
  let window = Number.NaN;
  let taken = used;
  return (nowMs) => {
    const current = Math.floor(nowMs / intervalMs);
    if (current !== window) taken = Number.isNaN(window) ? used : 0;
    window = current;
    if (taken >= max) return { isAllowed: false, remaining: 0 };
    taken++;
    return { isAllowed: true, remaining: max - taken };
  };
}

/** Never more than 100 in any ten seconds; `usedMs` are the moments of requests that others made before. */
export function slidingWindow(usedMs: readonly number[] = []): Limiter {
  let times = [...usedMs];
  return (nowMs) => {
    times = times.filter((time) => time > nowMs - intervalMs);
    if (times.length >= max) return { isAllowed: false, remaining: 0 };
    times.push(nowMs);
    return { isAllowed: true, remaining: max - times.length };
  };
}

/** A bucket of 100 that gains one every 100 ms. */
export function tokenBucket(): Limiter {
  let tokens = max;
  let filledMs: number | undefined;
  return (nowMs) => {
    tokens = Math.min(max, tokens + ((nowMs - (filledMs ?? nowMs)) * max) / intervalMs);
    filledMs = nowMs;
    if (tokens < 1) return { isAllowed: false, remaining: 0 };
    tokens--;
    return { isAllowed: true, remaining: Math.floor(tokens) };
  };
}

/** The headers that tell of a verdict. */
export function rateHeaders({ remaining }: Verdict): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-max': String(max),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-interval-milliseconds': String(intervalMs),
  };
}
