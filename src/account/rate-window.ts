/**
 * How many requests the account's rate limit leaves, pure, with time handed in. Nobody outside knows whether the limit is a
 * fixed window, a sliding one or a bucket, and the headers of concurrent answers come out of order; so it counts by the
 * strictest reading: in any stretch of one interval never more than `max`, a request counting from before it is sent until
 * one interval after its answer. The account's clock cannot have seen two of ours closer together than that.
 */

/** The documented limit (account-api.md): what a refusal without headers is taken to mean. */
const documentedMax = 100;
const documentedIntervalMs = 10_000;
/** Timers fire a little early, clocks run a little apart. */
const slackMs = 25;

/** What the headers of one answer say of the limit; undefined where absent or nonsense. */
export interface RateWord {
  readonly max: number | undefined;
  readonly remaining: number | undefined;
  readonly intervalMs: number | undefined;
}

export class RateWindow {
  /** Undefined: no limit has been seen yet. */
  #max: number | undefined;
  #intervalMs = documentedIntervalMs;
  /** When our requests of the last interval were answered, ascending; those before `#first` have expired. */
  #answeredMs: number[] = [];
  #first = 0;
  #inFlight = 0;
  /** The lowest remainder among concurrent answers, and the requests of others that it betrays. */
  #low = { remaining: Number.POSITIVE_INFINITY, seenMs: Number.NEGATIVE_INFINITY, others: 0 };

  /** Milliseconds until the next request may go; 0: now; Infinity: only after an answer has come. */
  waitMs(nowMs: number): number {
    if (this.#max === undefined) return 0;
    this.#expire(nowMs);
    const answered = this.#answeredMs.length - this.#first;
    const others = this.#others(nowMs);
    const excess = this.#inFlight + answered + others - this.#max + 1;
    if (excess <= 0) return 0;
    const oursAloneMs = this.#untilExpired(excess, nowMs);
    if (others === 0) return oursAloneMs;
    // The requests of others expire all at once, for nobody knows when they were sent.
    const othersMs = this.#low.seenMs + this.#intervalMs + slackMs - nowMs;
    return Math.min(oursAloneMs, Math.max(othersMs, this.#untilExpired(excess - others, nowMs)));
  }

  /** A request leaves. */
  sent(): void {
    this.#inFlight++;
  }

  /** Its answer, or its failure, has come; a failed one may have been counted by the account and counts here. */
  ended(sentMs: number, nowMs: number, word: RateWord | undefined): void {
    this.#inFlight--;
    this.#expire(nowMs);
    this.#answeredMs.push(nowMs);
    if (word?.max !== undefined) this.#max = word.max;
    if (word?.intervalMs !== undefined) this.#intervalMs = word.intervalMs;
    if (word?.remaining !== undefined && this.#max !== undefined) {
      this.#hear(word.remaining, this.#max, sentMs, nowMs);
    }
  }

  /** The account refused for rate: there is a limit, even where no header names it. */
  refused(): void {
    this.#max ??= documentedMax;
  }

  get rate(): { readonly max: number; readonly intervalMs: number } | undefined {
    return this.#max === undefined ? undefined : { max: this.#max, intervalMs: this.#intervalMs };
  }

  #hear(remaining: number, max: number, sentMs: number, nowMs: number): void {
    const isLater = sentMs >= this.#low.seenMs;
    if (isLater || remaining < this.#low.remaining) {
      const ours = this.#answeredMs.length - this.#first;
      this.#low = { remaining, seenMs: nowMs, others: Math.max(0, max - remaining - ours) };
    } else if (this.#low.others > 0) {
      // Counted by the account before the lowest one, answered after it: it was one of ours, not of others.
      this.#low = { ...this.#low, others: this.#low.others - 1 };
    }
  }

  #others(nowMs: number): number {
    return nowMs >= this.#low.seenMs + this.#intervalMs + slackMs ? 0 : this.#low.others;
  }

  /** Until so many of our answered requests have expired; Infinity where there are not so many. */
  #untilExpired(count: number, nowMs: number): number {
    if (count <= 0) return 0;
    const answeredMs = this.#answeredMs[this.#first + count - 1];
    return answeredMs === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(1, answeredMs + this.#intervalMs + slackMs - nowMs);
  }

  #expire(nowMs: number): void {
    const startMs = nowMs - this.#intervalMs - slackMs;
    while ((this.#answeredMs[this.#first] ?? Number.POSITIVE_INFINITY) <= startMs) this.#first++;
    if (this.#first > 1024 && this.#first * 2 > this.#answeredMs.length) {
      this.#answeredMs = this.#answeredMs.slice(this.#first);
      this.#first = 0;
    }
  }
}

const longestIntervalMs = 3_600_000;

/** The rate-limit headers of an answer; undefined where it bears none. */
export function readRateWord(headers: Readonly<Record<string, string>>): RateWord | undefined {
  const max = readCount(headers['x-ratelimit-max']);
  const remaining = readCount(headers['x-ratelimit-remaining']);
  const intervalMs = readCount(headers['x-ratelimit-interval-milliseconds']);
  if (max === undefined && remaining === undefined) return undefined;
  return {
    max: max === 0 ? undefined : max,
    remaining,
    intervalMs: intervalMs === 0 || (intervalMs ?? 0) > longestIntervalMs ? undefined : intervalMs,
  };
}

/** A header that counts something; undefined where it is absent or no whole number. */
export function readCount(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,12}$/.test(header.trim()) ? Number(header) : undefined;
}
