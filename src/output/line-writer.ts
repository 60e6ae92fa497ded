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
const usualLine = 1_024;

export class LineWriter {
  readonly #ends: Uint32Array;
  #bytes: Buffer;
  #length = 0;
  #lines = 0;

  /** @param events so many lines will be ended */
  constructor(events: number) {
    this.#ends = new Uint32Array(events);
    this.#bytes = Buffer.allocUnsafeSlow(events * usualLine);
  }

  /** Text, or bytes that are written as they are. Text that is two bytes wide in memory is encoded three times slower: it comes alone. */
  add(piece: string | Uint8Array): void {
    if (typeof piece === 'string') {
      // A UTF-16 unit takes three bytes at most: only where those might not fit is it worth counting them.
      if (this.#room() < piece.length * 3) this.#makeRoom(Buffer.byteLength(piece));
      this.#length += this.#bytes.write(piece, this.#length);
      return;
    }
    this.#makeRoom(piece.length);
    this.#bytes.set(piece, this.#length);
    this.#length += piece.length;
  }

  endLine(): void {
    this.#ends[this.#lines] = this.#length;
    this.#lines += 1;
  }

  /** What was written; nothing can be added afterwards. */
  finish(): Lines {
    return { bytes: this.#bytes.subarray(0, this.#length), ends: this.#ends };
  }

  #room(): number {
    return this.#bytes.length - this.#length;
  }

  #makeRoom(needed: number): void {
    if (this.#room() >= needed) return;
    const larger = Buffer.allocUnsafeSlow((this.#length + needed) * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** The text of lines. */
export function textOfLines({ bytes }: Lines): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
