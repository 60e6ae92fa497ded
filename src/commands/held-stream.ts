/** A stream whose words are held back while something else has the screen: nothing is lost, and nothing breaks what is drawn. */
import { StreamAround } from './stream-around.js';

/** So much is kept of a long evening's words; the rest was shown when it was said. */
const mostHeld = 200;

export class HeldStream extends StreamAround {
  #held: string[] = [];
  #onText: ((text: string) => void) | undefined;

  async write(chunk: string | Uint8Array): Promise<void> {
    if (this.#onText === undefined) return this.inner.write(chunk);
    const text = typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    this.#held.push(text);
    if (this.#held.length > mostHeld) this.#held.shift();
    this.#onText(text);
  }

  /** From now on `onText` is told instead. */
  hold(onText: (text: string) => void): void {
    this.#onText = onText;
  }

  /** Writes what was held back, and goes on as before. */
  async release(): Promise<void> {
    this.#onText = undefined;
    const held = this.#held;
    this.#held = [];
    for (const text of held) await this.inner.write(text);
  }
}
