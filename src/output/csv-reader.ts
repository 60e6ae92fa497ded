/** Reads CSV back (RFC 4180; LF and CR end rows too), a chunk at a time: for files that are checked, of any size. */

const quote = '"';

/** Rows of cells out of pieces of text; a byte order mark is no part of the first cell. */
export async function* readCsv(texts: AsyncIterable<string>): AsyncIterable<readonly string[]> {
  const reader = new CsvReader();
  for await (const text of texts) yield* reader.read(text);
  yield* reader.end();
}

class CsvReader {
  #row: string[] = [];
  #cell = '';
  #isQuoted = false;
  /** A quote within quotes: the next character tells whether it ends the cell or is doubled. */
  #mayEnd = false;
  #isAfterReturn = false;
  #isFirst = true;
  #hasCell = false;

  *read(chunk: string): Iterable<readonly string[]> {
    const text = this.#isFirst && chunk.startsWith('\ufeff') ? chunk.slice(1) : chunk;
    if (chunk !== '') this.#isFirst = false;
    for (let at = 0; at < text.length; ) {
      if (this.#isQuoted && !this.#mayEnd) at = this.#readQuoted(text, at);
      else if (this.#isQuoted) at = this.#readAfterQuote(text, at);
      else at = yield* this.#readPlain(text, at);
    }
  }

  *end(): Iterable<readonly string[]> {
    if (this.#hasCell || this.#row.length > 0) yield this.#takeRow();
  }

  #readQuoted(text: string, from: number): number {
    const next = text.indexOf(quote, from);
    this.#cell += next === -1 ? text.slice(from) : text.slice(from, next);
    this.#mayEnd = next !== -1;
    return next === -1 ? text.length : next + 1;
  }

  #readAfterQuote(text: string, at: number): number {
    this.#mayEnd = false;
    if (text[at] !== quote) {
      this.#isQuoted = false;
      return at;
    }
    this.#cell += quote;
    return at + 1;
  }

  *#readPlain(text: string, from: number): Generator<readonly string[], number> {
    const next = endOfPlain(text, from);
    this.#add(text.slice(from, next));
    const character = text[next];
    if (character === undefined) return next;
    const isSecondOfTwo = this.#isAfterReturn && character === '\n' && next === from;
    this.#isAfterReturn = character === '\r';
    if (isSecondOfTwo) return next + 1;
    if (character === quote) {
      this.#isQuoted = true;
      this.#hasCell = true;
    } else if (character === ',') this.#takeCell();
    else if (this.#hasCell || this.#row.length > 0) yield this.#takeRow();
    return next + 1;
  }

  #add(text: string): void {
    if (text === '') return;
    this.#cell += text;
    this.#hasCell = true;
    this.#isAfterReturn = false;
  }

  #takeCell(): void {
    this.#row.push(this.#cell);
    this.#cell = '';
    this.#hasCell = true;
  }

  #takeRow(): readonly string[] {
    this.#takeCell();
    const row = this.#row;
    this.#row = [];
    this.#hasCell = false;
    return row;
  }
}

function endOfPlain(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === 0x2c || character === 0x22 || character === 0x0d || character === 0x0a) break;
  }
  return at;
}
