/** The growing edge of the log: the tiles that are not full yet, one a level, and nothing else of the tree. */

import { partialTilesOf, type Tile, tileWidth } from './tile.js';
import { splitBundle } from './tile-files.js';
import { hashBytes, leafHash, nodeHash, rootOver } from './tree.js';

export interface TileBytes {
  readonly tile: Tile;
  readonly bytes: Uint8Array;
}

/** A level's last tile. */
interface LastTile {
  index: number;
  readonly hashes: Uint8Array[];
}

export class Edge {
  #size = 0;
  readonly #levels: LastTile[] = [];
  /** The last bundle of entries, each with its length before it. */
  #entries: Uint8Array[] = [];

  get size(): number {
    return this.#size;
  }

  /** The edge of a tree of that size, from its partial tiles. */
  static async resume(size: number, read: (tile: Tile) => Promise<Uint8Array>): Promise<Edge> {
    const edge = new Edge();
    edge.#size = size;
    for (const tile of partialTilesOf(size)) {
      const bytes = await read(tile);
      if (tile.level === 'entries')
        edge.#entries = (splitBundle(bytes) ?? []).slice(0, tile.width).map(framed);
      else edge.#level(tile.level).hashes.push(...hashesIn(bytes).slice(0, tile.width));
    }
    return edge;
  }

  /** Whether this is the edge of the tree with that root, and its entries are those that were hashed. */
  fits(root: Uint8Array): boolean {
    const hashes = this.#levels[0]?.hashes ?? [];
    return (
      Buffer.compare(this.root(), root) === 0 &&
      hashes.length === this.#entries.length &&
      this.#entries.every(
        (entry, at) => Buffer.compare(leafHash(entry.subarray(2)), hashes[at] ?? root) === 0,
      )
    );
  }

  /** Adds a leaf; gives the tiles that became full by it. */
  add(entry: Uint8Array): TileBytes[] {
    const full: TileBytes[] = [];
    this.#entries.push(framed(entry));
    if (this.#entries.length === tileWidth) {
      full.push(this.#bundle());
      this.#entries = [];
    }
    this.#push(0, leafHash(entry), full);
    this.#size += 1;
    return full;
  }

  /** The tiles that are not full, as they are now. */
  partialTiles(): TileBytes[] {
    const levels = this.#levels.flatMap(({ index, hashes }, level) =>
      hashes.length === 0 ? [] : [hashTile(level, index, hashes)],
    );
    return this.#entries.length === 0 ? levels : [this.#bundle(), ...levels];
  }

  /** The root over everything that was added. */
  root(): Uint8Array {
    return rootOver([...this.#levels].reverse().flatMap(({ hashes }) => subtreesOf(hashes)));
  }

  #push(level: number, hash: Uint8Array, full: TileBytes[]): void {
    const last = this.#level(level);
    last.hashes.push(hash);
    if (last.hashes.length < tileWidth) return;
    full.push(hashTile(level, last.index, last.hashes));
    const [over] = subtreesOf(last.hashes);
    last.index += 1;
    last.hashes.length = 0;
    if (over !== undefined) this.#push(level + 1, over, full);
  }

  #bundle(): TileBytes {
    const width = this.#entries.length;
    const index = Math.floor(this.#size / tileWidth);
    return { tile: { level: 'entries', index, width }, bytes: Buffer.concat(this.#entries) };
  }

  #level(level: number): LastTile {
    for (let next = this.#levels.length; next <= level; next += 1)
      this.#levels.push({ index: Math.floor(this.#size / tileWidth ** (next + 1)), hashes: [] });
    return this.#levels[level] as LastTile;
  }
}

/** The roots of the complete subtrees over a tile's hashes, the largest first. */
function subtreesOf(hashes: readonly Uint8Array[]): readonly Uint8Array[] {
  const subtrees: Uint8Array[] = [];
  let level = hashes;
  while (level.length > 0) {
    const odd = level.length % 2 === 1 ? level.at(-1) : undefined;
    if (odd !== undefined) subtrees.unshift(odd);
    const over: Uint8Array[] = [];
    for (let pair = 0; pair + 1 < level.length; pair += 2)
      over.push(nodeHash(level[pair] as Uint8Array, level[pair + 1] as Uint8Array));
    level = over;
  }
  return subtrees;
}

function hashTile(level: number, index: number, hashes: readonly Uint8Array[]): TileBytes {
  return { tile: { level, index, width: hashes.length }, bytes: Buffer.concat(hashes) };
}

function hashesIn(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / hashBytes) }, (_, index) =>
    bytes.subarray(index * hashBytes, (index + 1) * hashBytes),
  );
}

function framed(entry: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(2 + entry.length);
  bytes.writeUInt16BE(entry.length);
  bytes.set(entry, 2);
  return bytes;
}
