/** What the log says of leaves: read bundle by bundle, the last ones kept, for of a file it is asked more than once. */
import { join } from 'node:path';
import { entrySpans } from '../log/bundle.js';
import { tileWidth, tileWidthIn } from '../log/tile.js';
import { tileBytes } from '../log/tile-files.js';
import { attemptNow } from './attempt.js';

/** Bundles that are kept: those of a full segment of small events, some 3 MB. */
const mostKept = 128;
/** Hexadecimal digits of a leaf's SHA-256; two spaces and the name follow. */
const digits = 64;
const namesAt = digits + 2;
const recordWord = 'ledger:';

/** A bundle as text, and where its entries begin and end in it. */
interface Bundle {
  readonly text: string;
  readonly spans: readonly number[];
}

/** Reads something off an entry, which stands in the text from `begin` to `end`. */
type Reader<T> = (text: string, begin: number, end: number) => T;

export class ExpectedLeaves {
  readonly #logFolder: string;
  readonly #size: number;
  /** In the order in which they were read. */
  readonly #kept = new Map<number, Bundle | undefined>();

  constructor(archiveFolder: string, size: number) {
    this.#logFolder = join(archiveFolder, 'log');
    this.#size = size;
  }

  /** Whether a line of that SHA-256, hexadecimal, is what the leaf vouches for; undefined where the log cannot be read. */
  isVouchedFor(leaf: number, digest: string): boolean | undefined {
    return this.#of(leaf, (text, begin, end) => begin + digits < end && text.startsWith(digest, begin));
  }

  /** SHA-256 of the lines of the leaves `first` to `last`, both included; undefined where the log cannot be read. */
  digests(first: number, last: number): readonly (string | undefined)[] {
    return this.#each(first, last, (text, begin, end) => text.slice(begin, Math.min(begin + digits, end)));
  }

  /** The leaves' names. */
  names(first: number, last: number): readonly (string | undefined)[] {
    return this.#each(first, last, (text, begin, end) => text.slice(begin + namesAt, end - 1));
  }

  /** How many of the leaves are records of the archive, or are none. */
  countRecords(first: number, last: number, areRecords: boolean): number {
    // Names of events hold no colon at this place.
    const isCounted = (text: string, begin: number, end: number) =>
      (begin + namesAt + recordWord.length < end && text.startsWith(recordWord, begin + namesAt)) ===
      areRecords;
    let count = 0;
    for (let leaf = first; leaf <= last; leaf += 1) if (this.#of(leaf, isCounted) === true) count += 1;
    return count;
  }

  #each<T>(first: number, last: number, of: Reader<T>): (T | undefined)[] {
    return Array.from({ length: last - first + 1 }, (_, at) => this.#of(first + at, of));
  }

  #of<T>(leaf: number, of: Reader<T>): T | undefined {
    const bundle = this.#bundle(Math.floor(leaf / tileWidth));
    const at = 2 * (leaf % tileWidth);
    const begin = bundle?.spans[at];
    const end = bundle?.spans[at + 1];
    return begin === undefined || end === undefined ? undefined : of(bundle?.text ?? '', begin, end);
  }

  #bundle(index: number): Bundle | undefined {
    const kept = this.#kept.get(index);
    if (kept !== undefined || this.#kept.has(index)) return kept;
    const bundle = attemptNow(() => this.#read(index));
    this.#kept.set(index, bundle);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return bundle;
  }

  /** Undefined where it holds fewer entries than it should: of such a one nothing is believed. */
  #read(index: number): Bundle | undefined {
    const width = tileWidthIn(this.#size, 'entries', index);
    const bytes = tileBytes(this.#logFolder, { level: 'entries', index, width });
    const spans = entrySpans(bytes);
    if (spans === undefined || spans.length < 2 * width) return undefined;
    return { text: bytes.toString('latin1'), spans };
  }
}
