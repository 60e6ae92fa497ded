/** The roots that a tree had on its way, read off its hash tiles from the beginning on: of ten thousand checkpoints each would else be put together anew. */
import { Edge } from '../log/edge.js';
import { hashIn } from '../log/hash-row.js';
import { tileWidth, tileWidthIn } from '../log/tile.js';
import { readHashTile } from '../log/tile-files.js';
import { hashBytes } from '../log/tree.js';

export class EarlierRoots {
  readonly #logFolder: string;
  readonly #size: number;
  readonly #edge = new Edge();
  /** Of each level the tile that was read last. */
  readonly #rows: { readonly index: number; readonly row: Uint8Array }[] = [];

  /** @param size of the log, whose tiles are believed */
  constructor(logFolder: string, size: number) {
    this.#logFolder = logFolder;
    this.#size = size;
  }

  /** The root over the first leaves, of sizes that are asked for in their order. @throws ProofFailedError `tile-missing`, `tile-not-readable` */
  at(size: number): Uint8Array {
    const edge = this.#edge;
    while (edge.size < size) {
      const [index, from] = [Math.floor(edge.size / tileWidth), edge.size % tileWidth];
      const to = Math.min(tileWidth, from + size - edge.size);
      if (to - from === tileWidth) edge.addTile(hashIn(this.#row(1, index), index % tileWidth));
      else edge.addRow(this.#row(0, edge.size).subarray(from * hashBytes, to * hashBytes));
    }
    return edge.root();
  }

  /** The tile of that level in which a hash stands. */
  #row(level: number, hash: number): Uint8Array {
    const index = Math.floor(hash / tileWidth);
    const kept = this.#rows[level];
    if (kept?.index === index) return kept.row;
    const width = tileWidthIn(this.#size, level, index);
    const row = readHashTile(this.#logFolder, { level, index, width });
    this.#rows[level] = { index, row };
    return row;
  }
}
