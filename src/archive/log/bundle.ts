/** Bundles of entries (C2SP tlog-tiles): up to 256 in a file, each with its length before it in 16 bits. */
import { type Tile, tileWidth } from './tile.js';

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

/** The entries in a bundle's bytes; undefined where they do not add up. */
export function splitBundle(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const begin = at + 2;
    at = begin + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    entries.push(bytes.subarray(begin, at));
  }
  return at === bytes.length ? entries : undefined;
}

function framed(entry: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(2 + entry.length);
  bytes.writeUInt16BE(entry.length);
  bytes.set(entry, 2);
  return bytes;
}
