/** What the log says of leaves: read bundle by bundle, the last ones kept, for of a file it is asked more than once. */
import { join } from 'node:path';
import { tileWidth, tileWidthIn } from '../log/tile.js';
import { readBundle } from '../log/tile-files.js';
import { attempt } from './attempt.js';

/** Bundles that are kept: those of a full segment of small events, some 2 MB. */
const mostKept = 128;
/** Hexadecimal digits of a leaf's SHA-256; two spaces and the name follow. */
const digits = 64;

export class ExpectedLeaves {
  readonly #logFolder: string;
  readonly #size: number;
  /** In the order in which they were read. */
  readonly #kept = new Map<number, readonly Uint8Array[] | undefined>();

  constructor(archiveFolder: string, size: number) {
    this.#logFolder = join(archiveFolder, 'log');
    this.#size = size;
  }

  /** SHA-256 of the lines of the leaves `first` to `last`, both included; undefined where the log cannot be read. */
  async digests(first: number, last: number): Promise<readonly (string | undefined)[]> {
    return this.#each(first, last, (entry) => entry.toString('latin1', 0, digits));
  }

  /** The leaves' names. */
  async names(first: number, last: number): Promise<readonly (string | undefined)[]> {
    return this.#each(first, last, (entry) => entry.toString('latin1', digits + 2, entry.length - 1));
  }

  /** How many of the leaves are records of the archive, or are none. */
  async countRecords(first: number, last: number, areRecords: boolean): Promise<number> {
    const kinds = await this.#each(first, last, (entry) => isRecord(entry) === areRecords);
    return kinds.filter((isCounted) => isCounted === true).length;
  }

  async #each<T>(first: number, last: number, of: (entry: Buffer) => T): Promise<(T | undefined)[]> {
    const found: (T | undefined)[] = [];
    for (let at = first; at <= last; ) {
      const index = Math.floor(at / tileWidth);
      const begin = index * tileWidth;
      const end = Math.min(begin + tileWidth, last + 1);
      const entries = await this.#bundle(index);
      for (; at < end; at += 1) {
        const entry = entries?.[at - begin];
        found.push(entry && of(Buffer.from(entry.buffer, entry.byteOffset, entry.length)));
      }
    }
    return found;
  }

  async #bundle(index: number): Promise<readonly Uint8Array[] | undefined> {
    if (this.#kept.has(index)) return this.#kept.get(index);
    const width = tileWidthIn(this.#size, 'entries', index);
    const entries = await attempt(() => readBundle(this.#logFolder, { level: 'entries', index, width }));
    this.#kept.set(index, entries);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return entries;
  }
}

/** Names of events hold no colon at this place. */
function isRecord(entry: Buffer): boolean {
  return entry.toString('latin1', digits + 2, digits + 2 + 'ledger:'.length) === 'ledger:';
}
