/** Rows without a usable id or time: they have nothing but their bytes to be known by, and each is kept once. */
import { hash } from 'node:crypto';
import type { MalformedEvent } from '../../audit/coverage.js';
import { lineOf } from '../store/line.js';

export class MalformedRows {
  readonly #known: Set<string>;
  #waiting: string[] = [];

  /** @param known hashes of their leaves that the archive has; grows */
  constructor(known: Set<string>) {
    this.#known = known;
  }

  /** How many new ones wait to be archived. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Rows come as often as their page is asked for. */
  see(rows: readonly MalformedEvent[]): void {
    for (const { rawText } of rows) {
      const digest = hash('sha256', `${lineOf(rawText)}\n`, 'hex');
      if (this.#known.has(digest)) continue;
      this.#known.add(digest);
      this.#waiting.push(rawText);
    }
  }

  /** Those that wait, once. */
  take(): readonly string[] {
    const rows = this.#waiting;
    this.#waiting = [];
    return rows;
  }
}
