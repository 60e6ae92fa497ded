/** When a log that is followed is looked at, and how far back: often where events usually arrive, now and then a day back. Pure. */

export interface LookTimesOptions {
  /** Between two looks, as asked. */
  readonly intervalMs: number;
  /** When the first one is due. */
  readonly nowMs: number;
}

/** Keeps the looks at a busy log within the service's 200,000 requests a day (`account-api.md`). */
const msPerRequest = 500;
/** Catching up on days takes many requests once: no reason to pause for longer. */
const longestPauseMs = 60_000;
/** A phone that was offline tells its story hours later: so often one looks that far back, */
const deepIntervalMs = 10 * 60_000;
/** and more rarely where that takes many requests: one in five seconds. */
const deepMsPerRequest = 5_000;

export class LookTimes {
  readonly #intervalMs: number;
  #requests = 0;
  #deepAtMs: number;

  constructor({ intervalMs, nowMs }: LookTimesOptions) {
    this.#intervalMs = intervalMs;
    this.#deepAtMs = nowMs + deepIntervalMs;
  }

  /** Until the next look. */
  get pauseMs(): number {
    return Math.max(this.#intervalMs, Math.min(longestPauseMs, this.#requests * msPerRequest));
  }

  /** Whether this look should reach back as far as is remembered. */
  isDeep(nowMs: number): boolean {
    return nowMs >= this.#deepAtMs;
  }

  /** After a look that has come to its end. */
  looked(isDeep: boolean, nowMs: number, requests: number): void {
    // What a deep look takes is spread over the time to the next one, and no reason to be late for the usual ones.
    if (isDeep) this.#deepAtMs = nowMs + Math.max(deepIntervalMs, requests * deepMsPerRequest);
    else this.#requests = requests;
  }
}
