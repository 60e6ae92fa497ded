/** Turns for others: what reads small files there and then would else keep the event loop from what was unpacked meanwhile, and from whoever wants to end it. */
import { setImmediate } from 'node:timers/promises';

export class Turns {
  readonly #every: number;
  readonly #look: () => void;
  #count = 0;

  /**
   * @param every so many pieces of work make a few milliseconds
   * @param look called after each turn; what it throws ends the work
   */
  constructor(every: number, look: () => void = () => {}) {
    this.#every = every;
    this.#look = look;
  }

  /** To be awaited before each piece of work. */
  async next(): Promise<void> {
    this.#count += 1;
    if (this.#count % this.#every !== 0) return;
    await setImmediate();
    this.#look();
  }
}
