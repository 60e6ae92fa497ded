/** The growing edge of the tree: the hash tiles that are not full yet, one a level, and nothing else of it. */
import { partialTilesOf, type Tile, tileWidth } from './tile.js';
import { hashBytes, nodeHash, rootOver } from './tree.js';

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

  get size(): number {
    return this.#size;
  }

  /** The edge of a tree of that size, from its partial tiles. */
  static async resume(size: number, read: (tile: Tile) => Promise<Uint8Array>): Promise<Edge> {
    const edge = new Edge();
    edge.#size = size;
    for (const tile of partialTilesOf(size)) {
      if (tile.level === 'entries') continue;
      edge.#level(tile.level).hashes.push(...hashesIn(await read(tile)));
    }
    return edge;
  }

  /** Adds a leaf by its hash; gives the hash tiles that became full by it, the lowest first. */
  add(leaf: Uint8Array): readonly TileBytes[] {
    const full = this.#push(0, leaf);
    this.#size += 1;
    return full;
  }

  /** The tiles that are not full, as they are now. */
  partialTiles(): TileBytes[] {
    return this.#levels.flatMap(({ index, hashes }, level) =>
      hashes.length === 0 ? [] : [hashTile(level, index, hashes)],
    );
  }

  /** The hashes of the leaves behind the last full tile. */
  lastLeaves(): readonly Uint8Array[] {
    return this.#levels[0]?.hashes ?? [];
  }

  /** The root over everything that was added, and over these leaves behind the last full tile. */
  root(lastLeaves: readonly Uint8Array[] = this.lastLeaves()): Uint8Array {
    const above = this.#levels.slice(1).toReversed();
    return rootOver([...above.map(({ hashes }) => hashes), lastLeaves].flatMap(subtreesOf));
  }

  #push(level: number, hash: Uint8Array): readonly TileBytes[] {
    const last = this.#level(level);
    if (last.hashes.push(hash) < tileWidth) return [];
    const full = hashTile(level, last.index, last.hashes);
    const [over = hash] = subtreesOf(last.hashes);
    last.index += 1;
    last.hashes.length = 0;
    return [full, ...this.#push(level + 1, over)];
  }

  #level(level: number): LastTile {
    for (let next = this.#levels.length; next <= level; next += 1)
      this.#levels.push({ index: Math.floor(this.#size / tileWidth ** (next + 1)), hashes: [] });
    return this.#levels[level] as LastTile;
  }
}

/** A hash tile's hashes. */
export function hashesIn(tile: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.floor(tile.length / hashBytes) }, (_, index) =>
    tile.subarray(index * hashBytes, (index + 1) * hashBytes),
  );
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
