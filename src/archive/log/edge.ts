/** The growing edge of the tree: the hash tiles that are not full yet, one a level, and nothing else of it. */
import { hashIn, rootOfRow, widthOf } from './hash-row.js';
import { partialTilesOf, type Tile, tileWidth } from './tile.js';
import { hashBytes, nodeHash, rootOver } from './tree.js';

export interface TileBytes {
  readonly tile: Tile;
  readonly bytes: Uint8Array;
}

export class Edge {
  #size = 0;
  readonly #levels: LastTile[] = [];

  get size(): number {
    return this.#size;
  }

  /** The edge of a tree of that size, from its partial tiles. */
  static resume(size: number, read: (tile: Tile) => Uint8Array): Edge {
    const edge = new Edge();
    edge.#size = size;
    for (const tile of partialTilesOf(size))
      if (tile.level !== 'entries') edge.#level(tile.level).addRow(read(tile));
    return edge;
  }

  /** Adds a leaf by its hash; gives the hash tiles that became full by it, the lowest first. */
  add(leaf: Uint8Array): readonly TileBytes[] {
    const full = this.#push(0, leaf);
    this.#size += 1;
    return full;
  }

  /** As `add`, of leaves whose hashes stand in a row: of a whole tile at one go. */
  addRow(row: Uint8Array): readonly TileBytes[] {
    const width = widthOf(row);
    if (width < tileWidth || this.#size % tileWidth !== 0)
      return Array.from({ length: width }, (_, at) => this.add(hashIn(row, at))).flat();
    const { index } = this.#level(0);
    return [{ tile: { level: 0, index, width }, bytes: row }, ...this.addTile(rootOfRow(row))];
  }

  /** As `addRow`, of a whole tile of leaves by what stands over it, where the tile before is full. */
  addTile(over: Uint8Array): readonly TileBytes[] {
    const { index } = this.#level(0);
    const full = this.#push(1, over);
    this.#levels[0] = new LastTile(index + 1);
    this.#size += tileWidth;
    return full;
  }

  /** The tiles that are not full, as they are now. */
  partialTiles(): TileBytes[] {
    return this.#levels.flatMap(({ index, width, row }, level) =>
      width === 0 ? [] : [{ tile: { level, index, width }, bytes: Uint8Array.from(row) }],
    );
  }

  /** The hashes of the leaves behind the last full tile, in a row. */
  lastLeaves(): Uint8Array {
    return this.#levels[0]?.row ?? new Uint8Array();
  }

  /** The root over everything that was added. */
  root(): Uint8Array {
    return rootOver(this.#levels.toReversed().flatMap(({ subtrees }) => subtrees));
  }

  /** What the root would be with these leaves, in a row, behind the last full tile. */
  rootWith(lastLeaves: Uint8Array): Uint8Array {
    const last = new LastTile(0);
    last.addRow(lastLeaves);
    const above = this.#levels.slice(1).toReversed();
    return rootOver([...above, last].flatMap(({ subtrees }) => subtrees));
  }

  #push(level: number, hash: Uint8Array): readonly TileBytes[] {
    const last = this.#level(level);
    last.add(hash);
    const { index, width, row, subtrees } = last;
    if (width < tileWidth) return [];
    const [over = hash] = subtrees;
    this.#levels[level] = new LastTile(index + 1);
    return [{ tile: { level, index, width }, bytes: row }, ...this.#push(level + 1, over)];
  }

  #level(level: number): LastTile {
    for (let next = this.#levels.length; next <= level; next += 1)
      this.#levels.push(new LastTile(Math.floor(this.#size / tileWidth ** (next + 1))));
    return this.#levels[level] as LastTile;
  }
}

/** A level's last tile. */
class LastTile {
  readonly index: number;
  width = 0;
  /** The roots of the complete subtrees over its hashes, the largest first. */
  readonly subtrees: Uint8Array[] = [];
  readonly #room = new Uint8Array(tileWidth * hashBytes);

  constructor(index: number) {
    this.index = index;
  }

  get row(): Uint8Array {
    return this.#room.subarray(0, this.width * hashBytes);
  }

  add(hash: Uint8Array): void {
    this.#room.set(hash, this.width * hashBytes);
    this.width += 1;
    let root: Uint8Array = Buffer.from(hash);
    for (let pairs = this.width; pairs % 2 === 0; pairs /= 2)
      root = nodeHash(this.subtrees.pop() ?? root, root);
    this.subtrees.push(root);
  }

  addRow(row: Uint8Array): void {
    for (let at = 0; at < widthOf(row); at += 1) this.add(hashIn(row, at));
  }
}
