/** The leaves of the archive's own records as the log has them, asked for in their order: what a record says counts only where its leaf bears it out. */
import { join } from 'node:path';
import { type Leaf, readEntry } from '../log/leaf.js';
import { tileWidth, tileWidthIn } from '../log/tile.js';
import { readBundle } from '../log/tile-files.js';

export class SignedLeaves {
  readonly #logFolder: string;
  readonly #size: number;
  #bundle: { readonly index: number; readonly entries: readonly Uint8Array[] } | undefined;

  /** @param size how many leaves the log has */
  constructor(archiveFolder: string, size: number) {
    this.#logFolder = join(archiveFolder, 'log');
    this.#size = size;
  }

  /** The leaf of that number. @throws ProofFailedError where the log does not hold it */
  at(leaf: number): Leaf {
    const index = Math.floor(leaf / tileWidth);
    if (this.#bundle?.index !== index) {
      const width = tileWidthIn(this.#size, 'entries', index);
      const entries = readBundle(this.#logFolder, { level: 'entries', index, width });
      this.#bundle = { index, entries };
    }
    return readEntry(this.#bundle.entries[leaf % tileWidth] ?? new Uint8Array());
  }
}
