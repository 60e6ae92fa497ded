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
  #isPlain: boolean | undefined;

  /** @param body a page that JSON.parse has accepted */
  constructor(body: Uint8Array) {
    this.#body = body;
  }

  /** The text of the event at `index`, counted through `logs` and then `mongoLogs`. Bytes that are no UTF-8 become U+FFFD. */
  eventText(index: number): string {
    // ASCII reads the same either way, and is only copied as Latin-1.
    this.#encoding ??= isAscii(this.#body) ? 'latin1' : 'utf8';
    return this.#eventBytes(index).toString(this.#encoding);
  }

  /** The bytes of that text, where all of them are printable ASCII. They belong to the page. */
  plainBytes(index: number): Uint8Array | undefined {
    this.#isPlain ??= isPlain(this.#body);
    const bytes = this.#eventBytes(index);
    return this.#isPlain || isPlain(bytes) ? bytes : undefined;
  }

  #eventBytes(index: number): Buffer {
    this.#spans ??= eventSpans(this.#body);
    const { buffer, byteOffset } = this.#body;
    const start = this.#spans[index * 2] ?? 0;
    const end = this.#spans[index * 2 + 1] ?? 0;
    return Buffer.from(buffer, byteOffset + start, end - start);
  }
}

const del = 0x7f;
/** The only control characters that stand in a JSON text, between its tokens. */
const spacing = [0x09, 0x0a, 0x0d];

/** Whether an accepted JSON text is all printable ASCII. */
function isPlain(json: Uint8Array): boolean {
  return isAscii(json) && !json.includes(del) && !spacing.some((byte) => json.includes(byte));
}

function eventSpans(body: Uint8Array): readonly number[] {
  const spans = elementSpans(body, ['logs', 'mongoLogs']);
  return [...(spans.get('logs') ?? []), ...(spans.get('mongoLogs') ?? [])];
}
