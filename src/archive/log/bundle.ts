/** Bundles of entries (C2SP tlog-tiles): up to 256 in a file, each with its length before it in 16 bits. */
import { type Tile, tileWidth } from './tile.js';

/** Before each entry. */
const lengthBytes = 2;

/** The last bundle of a log, which grows until it is full. */
export class GrowingBundle {
  #index: number;
  readonly #entries: Uint8Array[];

  /** @param size of the log, whose last bundle holds these entries */
  constructor(size: number, entries: readonly Uint8Array[] = []) {
    this.#index = Math.floor(size / tileWidth);
    this.#entries = entries.map(framed);
  }

  /** Gives the bundle when the entry has filled it. */
  add(entry: Uint8Array): { readonly tile: Tile; readonly bytes: Uint8Array } | undefined {
    if (this.#entries.push(framed(entry)) < tileWidth) return undefined;
    const full = this.whole();
    this.#index += 1;
    this.#entries.length = 0;
    return full;
  }

  /** The bundle as it is; undefined while it is empty. */
  whole(): { readonly tile: Tile; readonly bytes: Uint8Array } | undefined {
    const width = this.#entries.length;
    if (width === 0) return undefined;
    return { tile: { level: 'entries', index: this.#index, width }, bytes: Buffer.concat(this.#entries) };
  }
}

/** Where the entries of a bundle begin and end: [begin, end, begin, end, …]; undefined where they do not add up. */
export function entrySpans(bytes: Uint8Array): readonly number[] | undefined {
  const spans: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const begin = at + lengthBytes;
    at = begin + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    spans.push(begin, at);
  }
  return at === bytes.length ? spans : undefined;
}

/** The entries in a bundle's bytes; undefined where they do not add up. */
export function splitBundle(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const spans = entrySpans(bytes);
  return (
    spans &&
    Array.from({ length: spans.length / 2 }, (_, at) => bytes.subarray(spans[2 * at], spans[2 * at + 1]))
  );
}

function framed(entry: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(lengthBytes + entry.length);
  bytes.writeUInt16BE(entry.length);
  bytes.set(entry, lengthBytes);
  return bytes;
}
