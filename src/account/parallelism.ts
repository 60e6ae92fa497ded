/** How many requests the account bears at once, learned from its answers: more while they do not slow down, fewer when it is in trouble. */

/** As many connections as browsers open to a host. */
const start = 6;
const most = 20;

/** A round of answers counts as slower than the best one only beyond this: small waits are noise. */
const noiseMs = 5;

export class Parallelism {
  #limit = start;
  #shrunkMs = Number.NEGATIVE_INFINITY;
  #bestMs: number | undefined;
  /** It has slowed down, or been in trouble: from now on it is given more only after whole rounds, and less of it. */
  #hasBeenSlow = false;
  #round = { answers: 0, totalMs: 0, wasFull: false };

  get limit(): number {
    return this.#limit;
  }

  /** An answer to a request that left as the `inFlight`-th at once. Only requests of the same kind may be compared. */
  succeeded(latencyMs: number, inFlight: number): void {
    const round = this.#round;
    const isFull = inFlight >= this.#limit;
    round.answers++;
    round.totalMs += latencyMs;
    round.wasFull ||= isFull;
    const isFirstOfItsKind = isFull && !this.#hasBeenSlow;
    if (!isFirstOfItsKind && round.answers < this.#limit) return;
    this.#round = { answers: 0, totalMs: 0, wasFull: false };
    this.#judge(round.totalMs / round.answers, round.wasFull);
  }

  /** 429, 5xx or a timeout: halves, once for all the requests that were under way together. */
  troubled(sentMs: number, nowMs: number): void {
    this.#hasBeenSlow = true;
    if (sentMs < this.#shrunkMs) return;
    this.#shrunkMs = nowMs;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#round = { answers: 0, totalMs: 0, wasFull: false };
  }

  #judge(meanMs: number, wasFull: boolean): void {
    const bestMs = this.#bestMs ?? meanMs;
    // The best follows slowly upwards: a first page that was small must not count for ever.
    this.#bestMs = meanMs < bestMs ? meanMs : bestMs + (meanMs - bestMs) * 0.1;
    const isSlow = meanMs > bestMs * 1.6 + noiseMs;
    this.#hasBeenSlow ||= isSlow && wasFull;
    if (meanMs > bestMs * 2.5 + noiseMs) {
      if (this.#limit > start) this.#limit = Math.max(start, Math.floor(this.#limit * 0.75));
    } else if (wasFull && !isSlow) {
      const growth = this.#hasBeenSlow ? 1.5 : 2;
      this.#limit = Math.min(most, Math.ceil(this.#limit * growth));
    }
  }
}
