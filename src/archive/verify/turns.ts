/** Turns for others: what reads small files there and then would else keep the event loop from what was unpacked meanwhile, and from whoever wants to end it. */
import { setImmediate } from 'node:timers/promises';

export class Turns {
  readonly #every: number;
  #count = 0;

  /** @param every so many pieces of work make a few milliseconds */
  constructor(every: number) {
    this.#every = every;
  }

  /** To be awaited before each piece of work. */
  async next(): Promise<void> {
    this.#count += 1;
    if (this.#count % this.#every === 0) await setImmediate();
  }
}
