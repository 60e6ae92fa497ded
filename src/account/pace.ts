/**
 * When the next request of an account may go: one gate for all that run side by side, so that they keep to the rate limit
 * together, wait together when the account says so, and are never more at once than it bears.
 */

import { setMaxListeners } from 'node:events';
import type { Clock } from '../context.js';
import { Parallelism } from './parallelism.js';
import { RateWindow, readRateWord } from './rate-window.js';

/** How a request ended, as far as the pace cares. */
export type PaceOutcome =
  | {
      readonly kind: 'answered';
      readonly headers: Readonly<Record<string, string>>;
      readonly comparable: boolean;
    }
  | { readonly kind: 'rate-limited'; readonly headers: Readonly<Record<string, string>> }
  /** The account is in trouble, or no answer came. */
  | { readonly kind: 'troubled' }
  /** Given up by us. */
  | { readonly kind: 'dropped' };

/** The right to send one request now; must be ended exactly once. */
export interface Turn {
  end(outcome: PaceOutcome): void;
}

interface Waiter {
  readonly go: (turn: Turn) => void;
  readonly fail: (reason: unknown) => void;
}

export interface PaceOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told when requests begin to wait, and why. */
  readonly onWait: (wait: { readonly ms: number; readonly why: string }) => void;
}

export class Pace {
  readonly #options: PaceOptions;
  readonly #window = new RateWindow();
  readonly #parallelism = new Parallelism();
  readonly #waiters: Waiter[] = [];
  #inFlight = 0;
  #holdUntilMs = Number.NEGATIVE_INFINITY;
  #wakeMs = Number.POSITIVE_INFINITY;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  get parallelism(): number {
    return this.#parallelism.limit;
  }

  /**
   * Resolves, first come first served, when a request may be sent.
   * @throws the signal's reason when it is aborted first
   */
  turn(signal: AbortSignal): Promise<Turn> {
    signal.throwIfAborted();
    // A score of requests hang on one signal here and below; Node warns from the eleventh listener on.
    setMaxListeners(0, signal);
    const isFree = this.#waiters.length === 0 && this.#inFlight < this.#parallelism.limit;
    return isFree && this.#waitMs() <= 0 ? Promise.resolve(this.#start()) : this.#wait(signal);
  }

  #wait(signal: AbortSignal): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        signal.removeEventListener('abort', onAbort);
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
      };
      const onAbort = (): void => waiter.fail(signal.reason);
      const waiter: Waiter = {
        go: (turn) => {
          leave();
          resolve(turn);
        },
        fail: (reason) => {
          leave();
          reject(reason);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiters.push(waiter);
      this.#admit();
    });
  }

  /** Nobody sends anything for so long: the account asked for it. */
  hold(ms: number): void {
    this.#holdUntilMs = Math.max(this.#holdUntilMs, this.#options.clock.nowMs() + ms);
  }

  #admit(): void {
    while (this.#inFlight < this.#parallelism.limit) {
      const [first] = this.#waiters;
      if (first === undefined) return;
      const waitMs = this.#waitMs();
      if (waitMs > 0) {
        this.#wakeIn(waitMs);
        return;
      }
      first.go(this.#start());
    }
  }

  #waitMs(): number {
    const nowMs = this.#options.clock.nowMs();
    return Math.max(this.#holdUntilMs - nowMs, this.#window.waitMs(nowMs));
  }

  #start(): Turn {
    const sentMs = this.#options.clock.nowMs();
    this.#window.sent();
    const inFlight = ++this.#inFlight;
    return {
      end: (outcome) => {
        this.#inFlight--;
        this.#learn(outcome, sentMs, inFlight);
        this.#admit();
      },
    };
  }

  #learn(outcome: PaceOutcome, sentMs: number, inFlight: number): void {
    const nowMs = this.#options.clock.nowMs();
    const headers = 'headers' in outcome ? readRateWord(outcome.headers) : undefined;
    this.#window.ended(sentMs, nowMs, headers);
    if (outcome.kind === 'rate-limited') this.#window.refused();
    if (outcome.kind === 'rate-limited' || outcome.kind === 'troubled') {
      this.#parallelism.troubled(sentMs, nowMs);
    } else if (outcome.kind === 'answered' && outcome.comparable) {
      this.#parallelism.succeeded(nowMs - sentMs, inFlight);
    }
  }

  /** One sleep at a time serves all who wait; an answer that comes meanwhile looks again by itself. */
  #wakeIn(waitMs: number): void {
    const { clock, signal, onWait } = this.#options;
    const wakeMs = clock.nowMs() + waitMs;
    if (waitMs === Number.POSITIVE_INFINITY || wakeMs >= this.#wakeMs) return;
    this.#wakeMs = wakeMs;
    onWait({ ms: waitMs, why: this.#reason() });
    clock.sleep(waitMs, signal).then(
      () => this.#woken(wakeMs),
      (reason: unknown) => {
        this.#wakeMs = Number.POSITIVE_INFINITY;
        for (const waiter of [...this.#waiters]) waiter.fail(reason);
      },
    );
  }

  #woken(wakeMs: number): void {
    if (this.#wakeMs !== wakeMs) return;
    this.#wakeMs = Number.POSITIVE_INFINITY;
    this.#admit();
  }

  #reason(): string {
    const rate = this.#window.rate;
    if (this.#holdUntilMs > this.#options.clock.nowMs() || rate === undefined)
      return 'the account asks for a pause';
    return `the account takes ${rate.max} requests in ${rate.intervalMs / 1000} s`;
  }
}
