/**
 * The exact text of a page's events, cut out only when somebody asks. Exports seldom do, and cutting every page would cost a
 * tenth of all the work that a page makes.
 */

import { isAscii } from 'node:buffer';
import { elementSpans } from './raw-slices.js';

export class PageText {
  readonly #body: Uint8Array;
  #spans: readonly number[] | undefined;
  #encoding: 'latin1' | 'utf8' | undefined;

  /** @param body a page that JSON.parse has accepted */
  constructor(body: Uint8Array) {
    this.#body = body;
  }

  /** The text of the event at `index`, counted through `logs` and then `mongoLogs`. Bytes that are no UTF-8 become U+FFFD. */
  eventText(index: number): string {
    this.#spans ??= eventSpans(this.#body);
    // ASCII reads the same either way, and is only copied as Latin-1.
    this.#encoding ??= isAscii(this.#body) ? 'latin1' : 'utf8';
    const { buffer, byteOffset } = this.#body;
    const start = this.#spans[index * 2] ?? 0;
    const end = this.#spans[index * 2 + 1] ?? 0;
    return Buffer.from(buffer, byteOffset + start, end - start).toString(this.#encoding);
  }
}

function eventSpans(body: Uint8Array): readonly number[] {
  const spans = elementSpans(body, ['logs', 'mongoLogs']);
  return [...(spans.get('logs') ?? []), ...(spans.get('mongoLogs') ?? [])];
}
