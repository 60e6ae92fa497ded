/**
 * The exact text of a page's events, cut out only when somebody asks. Exports seldom do, and cutting every page would cost a
 * tenth of all the work that a page makes.
 */

import { isAscii } from 'node:buffer';
import { spansByKey } from './key-slices.js';
import { type ElementSpans, elementSpans } from './raw-slices.js';

export class PageText {
  readonly #body: Buffer;
  readonly #keyed: number;
  #latin: string | undefined;
  #spans: ElementSpans | undefined;
  #isAscii: boolean | undefined;
  #hasControls: boolean | undefined;
  #hasBackslash: boolean | undefined;

  /**
   * @param body a page that JSON.parse has accepted
   * @param keyed how many events it has, where they stand in one list and each has an `_id` of its own; else 0
   */
  constructor(body: Uint8Array, keyed: number) {
    this.#body = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    this.#keyed = keyed;
  }

  /** The text of the event at `index`, counted through `logs` and then `mongoLogs`. Bytes that are no UTF-8 become U+FFFD. */
  eventText(index: number): string {
    const [start, end] = this.#span(index);
    // ASCII reads the same either way, and is only copied as Latin-1.
    return this.#body.toString(this.#isAsciiPage() ? 'latin1' : 'utf8', start, end);
  }

  /** The same, where all of it is printable ASCII. It holds on to a copy of the page. */
  printableText(index: number): string | undefined {
    return this.#isPrintable(index) ? this.#bytesAsText(index) : undefined;
  }

  /** Whether the event's text is printable ASCII without a backslash, so that no value in it holds anything else, nor a quote. */
  isPlain(index: number): boolean {
    if (!this.#isPrintable(index)) return false;
    this.#hasBackslash ??= this.#body.includes(backslash);
    return !this.#hasBackslash || !this.#bytesAsText(index).includes('\\');
  }

  /** Native looks at the page and the event: going through its characters costs five times as much. */
  #isPrintable(index: number): boolean {
    this.#hasControls ??= controls.some((byte) => this.#body.includes(byte));
    if (this.#hasControls) return onlyPrintable.test(this.#bytesAsText(index));
    return this.#isAsciiPage() || isAscii(this.#view(index));
  }

  #view(index: number): Uint8Array {
    const [start, end] = this.#span(index);
    return new Uint8Array(this.#body.buffer, this.#body.byteOffset + start, end - start);
  }

  #isAsciiPage(): boolean {
    this.#isAscii ??= isAscii(this.#body);
    return this.#isAscii;
  }

  /** Each byte as one character. */
  #bytesAsText(index: number): string {
    const [start, end] = this.#span(index);
    return this.#text().slice(start, end);
  }

  #text(): string {
    this.#latin ??= this.#body.toString('latin1');
    return this.#latin;
  }

  #span(index: number): readonly [start: number, end: number] {
    this.#spans ??= this.#cut();
    return [this.#spans[index * 2] ?? 0, this.#spans[index * 2 + 1] ?? 0];
  }

  #cut(): ElementSpans {
    const byKey = this.#keyed === 0 ? undefined : spansByKey(this.#body, this.#text(), this.#keyed);
    if (byKey !== undefined) return byKey;
    const spans = elementSpans(this.#body, ['logs', 'mongoLogs']);
    return [...(spans.get('logs') ?? []), ...(spans.get('mongoLogs') ?? [])];
  }
}

const onlyPrintable = /^[\x20-\x7e]*$/;
const backslash = 0x5c;
/** TAB, LF and CR, the only control characters that stand in a JSON text, between its tokens; and DEL. */
const controls = [0x09, 0x0a, 0x0d, 0x7f];
