/** The sign of life of what runs until it is told to stop: a line that is redrawn where a person watches, elsewhere a rare line. */
import type { Clock, Context, Progress } from '../context.js';
import type { Voice } from './voice.js';

/** Often enough to see in a service's log that it lives, rare enough to read around it. */
const rareMs = 15 * 60_000;

export class Heartbeat {
  readonly #voice: Voice;
  readonly #clock: Clock;
  readonly #isWatched: boolean;
  readonly #sharesScreen: boolean;
  #line: Progress | undefined;
  #text = '';
  #lastMs: number;

  constructor(voice: Voice, { clock, stdout, stderr }: Pick<Context, 'clock' | 'stdout' | 'stderr'>) {
    this.#voice = voice;
    this.#clock = clock;
    this.#isWatched = stderr.isTerminal;
    this.#sharesScreen = stderr.isTerminal && stdout.isTerminal;
    this.#lastMs = clock.nowMs();
  }

  /** How it stands, in a few words. */
  async beat(text: string): Promise<void> {
    if (this.#isWatched) return this.glance(text);
    if (this.#clock.nowMs() - this.#lastMs < rareMs) return;
    this.#lastMs = this.#clock.nowMs();
    await this.#voice.note(text);
  }

  /** As beat, but only for whoever watches: what is over before a log is read. */
  glance(text: string): void {
    if (!this.#isWatched) return;
    this.#text = text;
    this.#line ??= this.#voice.progress(text);
    this.#line.update(text);
  }

  /** Lets `write` have the screen for itself. */
  async aside<T>(write: () => Promise<T>): Promise<T> {
    if (!this.#sharesScreen || this.#line === undefined) return write();
    this.stop();
    const result = await write();
    this.#line = this.#voice.progress(this.#text);
    return result;
  }

  /** Clears the line; safe to call twice. */
  stop(): void {
    this.#line?.stop();
    this.#line = undefined;
  }
}
