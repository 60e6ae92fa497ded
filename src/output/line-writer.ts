/** Writes the texts of events into one buffer of UTF-8 and notes where each ends; apart because every format of lines does it so. */

/** Finished UTF-8 of events, one after the other. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** Where each event's text ends in `bytes`. */
  readonly ends: Uint32Array;
  /** How many rows each event is; absent where each is one. */
  readonly rows?: Uint32Array;
}

/** Most events make a line of some hundred bytes; a page of longer ones grows its buffer once or twice. */
const usualLine = 1_500;

export class LineWriter {
  readonly #ends: Uint32Array;
  #bytes: Buffer;
  #length = 0;
  #lines = 0;
  #text = '';
  #isBytes = false;

  /** @param events so many lines will be ended */
  constructor(events: number) {
    this.#ends = new Uint32Array(events);
    this.#bytes = Buffer.allocUnsafeSlow(events * usualLine);
  }

  /**
   * @param isBytes whether each character of what `add` is given for this line is one byte of UTF-8: copying those costs half of
   * encoding them (0.6 µs a line)
   */
  beginLine(isBytes: boolean): void {
    this.#isBytes = isBytes;
  }

  /** Text that mostly fits into Latin-1. */
  add(text: string): void {
    this.#text += text;
  }

  /** Text that mostly does not: joined with the rest it would make all of it two bytes wide, and its encoding three times slower. */
  addWide(text: string): void {
    this.#write();
    this.#encode(text);
  }

  endLine(): void {
    this.#write();
    this.#ends[this.#lines] = this.#length;
    this.#lines += 1;
  }

  /** What was written; nothing can be added afterwards. */
  finish(): Lines {
    return { bytes: this.#bytes.subarray(0, this.#length), ends: this.#ends };
  }

  #write(): void {
    if (this.#isBytes) this.#copy(this.#text);
    else this.#encode(this.#text);
    this.#text = '';
  }

  #copy(text: string): void {
    if (this.#bytes.length - this.#length < text.length) this.#makeRoom(text.length);
    this.#length += this.#bytes.write(text, this.#length, 'latin1');
  }

  #encode(text: string): void {
    // A UTF-16 unit takes three bytes at most: only where those might not fit is it worth counting them.
    if (this.#bytes.length - this.#length < text.length * 3) this.#makeRoom(Buffer.byteLength(text));
    this.#length += this.#bytes.write(text, this.#length);
  }

  #makeRoom(needed: number): void {
    if (this.#bytes.length - this.#length >= needed) return;
    const larger = Buffer.allocUnsafeSlow((this.#length + needed) * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** The text of lines. */
export function textOfLines({ bytes }: Lines): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
