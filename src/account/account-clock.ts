/** The account's clock as its `Date` headers show it: the only clock by which the log's times can be judged. */

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** An HTTP date (IMF-fixdate, RFC 9110, 5.6.7) in milliseconds since the epoch; undefined for anything else. */
export function readHttpDateMs(text: string): number | undefined {
  const ms = httpDate.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/**
 * Narrows the difference between the account's clock and ours with every answer. A `Date` header is cut to the second and
 * made at some moment between sending and receiving, so each answer gives an interval; only their intersection is known.
 */
export class AccountClock {
  #leastMs = Number.NEGATIVE_INFINITY;
  #mostMs = Number.POSITIVE_INFINITY;
  /** Many answers come within one second, with one header. */
  #latest: { readonly header: string; readonly ms: number | undefined } | undefined;

  /** Takes in the `Date` header of an answer to a request sent and received at these moments of our clock. */
  note(dateHeader: string | undefined, sentMs: number, receivedMs: number): void {
    const dateMs = dateHeader === undefined ? undefined : this.#read(dateHeader);
    if (dateMs === undefined) return;
    const leastMs = dateMs - receivedMs;
    const mostMs = dateMs + 1000 - sentMs;
    this.#leastMs = Math.max(this.#leastMs, leastMs);
    this.#mostMs = Math.min(this.#mostMs, mostMs);
    // A clock was set while we ran: only the newest answer counts.
    if (this.#leastMs > this.#mostMs) {
      this.#leastMs = leastMs;
      this.#mostMs = mostMs;
    }
  }

  #read(header: string): number | undefined {
    if (this.#latest?.header !== header) this.#latest = { header, ms: readHttpDateMs(header) };
    return this.#latest.ms;
  }

  /**
   * What to add to our clock to have the account's. Zero while the answers allow it; else the smallest possible value,
   * for a window must never end in the account's future.
   */
  get skewMs(): number {
    return this.#leastMs <= 0 && this.#mostMs >= 0 ? 0 : this.#leastMs;
  }
}
