/** Requests allowed in an interval and a day, as the service counts them; generous unless told otherwise, and always truthful. */

export interface RateLimit {
  readonly max: number;
  readonly intervalMs: number;
  readonly daily: number;
}

/** So high that nobody on this machine reaches it: the client paces itself by what the headers say. */
export const generous: RateLimit = { max: 1_000_000, intervalMs: 10_000, daily: 1_000_000_000 };

const dayMs = 86_400_000;

/** Counts one request; gives the headers to send with it, and whether it is allowed. */
export type CountRequest = () => {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
};

/** Fixed intervals, begun by the first request in each. */
export function createRateLimit(limit: RateLimit, nowMs: () => number): CountRequest {
  const interval = { startMs: 0, used: 0 };
  const day = { startMs: 0, used: 0 };
  return () => {
    const now = nowMs();
    roll(interval, now, limit.intervalMs);
    roll(day, now, dayMs);
    const allowed = interval.used < limit.max && day.used < limit.daily;
    if (allowed) {
      interval.used += 1;
      day.used += 1;
    }
    return {
      allowed,
      headers: {
        'x-ratelimit-max': String(limit.max),
        'x-ratelimit-remaining': String(limit.max - interval.used),
        'x-ratelimit-interval-milliseconds': String(limit.intervalMs),
        'x-ratelimit-limit-daily': String(limit.daily),
        'x-ratelimit-daily-remaining': String(limit.daily - day.used),
      },
    };
  };
}

function roll(period: { startMs: number; used: number }, nowMs: number, lengthMs: number): void {
  if (nowMs >= period.startMs && nowMs < period.startMs + lengthMs) return;
  period.startMs = nowMs;
  period.used = 0;
}
