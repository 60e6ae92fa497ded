/**
 * Whether the log is the tree that was signed: every bundle of entries against its hashes, every hash against those below it, the
 * root at each size that was ever signed. Goes from the leaves up, and where two files disagree asks what lies above which is wrong.
 */
import { join } from 'node:path';
import { AuditError } from '../../errors.js';
import { readSmallIfThere } from '../../files/small-file.js';
import { Edge, type TileBytes } from '../log/edge.js';
import { hashIn, leafRow, rootOfRow, widthOf } from '../log/hash-row.js';
import { type Tile, tilePath, tileWidth, tileWidthIn } from '../log/tile.js';
import { readHashTile, tileBytes } from '../log/tile-files.js';
import { hashBytes } from '../log/tree.js';
import { attemptNow } from './attempt.js';
import { EarlierRoots } from './earlier-roots.js';
import { type Finding, leavesText } from './finding.js';
import { Turns } from './turns.js';

const bundlesATurn = 16;

/** A root that somebody has vouched for. */
export interface VouchedRoot {
  readonly size: number;
  readonly rootHash: Uint8Array;
}

export interface TreeCheck<Root extends VouchedRoot> {
  readonly findings: readonly Finding[];
  /** Bundles of which nothing can be believed, by number. */
  readonly alteredBundles: ReadonlySet<number>;
  /** Those of the roots that are not the tree's. */
  readonly wrongRoots: readonly Root[];
  /** The part that need not be looked at again as long as nobody touches its files. */
  readonly prefix: VouchedRoot;
}

/**
 * Checks the log's first `size` leaves.
 *
 * @param roots all within the size, smallest first, that of the whole log last
 * @param prefix up to a full tile, found right before; of which no file has changed since
 * @param look called on the way; may throw to end the work
 */
export async function checkTree<Root extends VouchedRoot>(
  archiveFolder: string,
  roots: readonly [...Root[], Root],
  prefix: VouchedRoot | undefined,
  look: () => void,
): Promise<TreeCheck<Root>> {
  const logFolder = join(archiveFolder, 'log');
  const whole = roots.at(-1) as Root;
  const edge = (prefix && resumed(logFolder, prefix)) ?? new Edge();
  const walk = new Walk(logFolder, whole, edge);
  const wrongRoots: Root[] = [];
  const earlier = new EarlierRoots(logFolder, whole.size);
  for (const root of roots.filter(({ size }) => size <= edge.size))
    if (
      !isSame(
        attemptNow(() => earlier.at(root.size)),
        root.rootHash,
      )
    )
      wrongRoots.push(root);
  const ahead = roots.filter(({ size }) => size > edge.size);
  const reached = (root: Root) => {
    if (!isSame(edge.root(), root.rootHash)) wrongRoots.push(root);
  };
  const known = await walk.run(ahead, reached, new Turns(bundlesATurn, look));
  return { findings: walk.findings, alteredBundles: walk.alteredBundles, wrongRoots, prefix: known };
}

/** The tree's edge behind what was found right before; undefined where its tiles do not bear that out any more. */
function resumed(logFolder: string, { size, rootHash }: VouchedRoot): Edge | undefined {
  const edge = attemptNow(() => Edge.resume(size, (tile) => readHashTile(logFolder, tile)));
  return edge !== undefined && isSame(edge.root(), rootHash) ? edge : undefined;
}

class Walk {
  readonly findings: Finding[] = [];
  readonly alteredBundles = new Set<number>();
  readonly #logFolder: string;
  readonly #whole: VouchedRoot;
  readonly #edge: Edge;

  constructor(logFolder: string, whole: VouchedRoot, edge: Edge) {
    this.#logFolder = logFolder;
    this.#whole = whole;
    this.#edge = edge;
  }

  /** Grows the tree to its end, stops at the size of each root on the way, and gives its part up to the last full tile. */
  async run<Root extends VouchedRoot>(
    roots: readonly Root[],
    reached: (root: Root) => void,
    turns: Turns,
  ): Promise<VouchedRoot> {
    const edge = this.#edge;
    const { size } = this.#whole;
    const ahead = [...roots];
    let prefix = { size: edge.size, rootHash: edge.root() };
    for (let index = edge.size / tileWidth; index * tileWidth < size; index += 1) {
      await turns.next();
      let leaves = this.#leavesOf(index);
      while (leaves.length > 0) {
        leaves = this.#grow(leaves, ahead[0]?.size ?? size);
        for (; ahead[0]?.size === edge.size; ahead.shift()) reached(ahead[0]);
      }
      if (size - edge.size < tileWidth && edge.size % tileWidth === 0)
        prefix = { size: edge.size, rootHash: edge.root() };
    }
    for (const partial of edge.partialTiles()) this.#compare(partial);
    return prefix;
  }

  /** Adds leaves up to a size, and gives those that are left. */
  #grow(leaves: Uint8Array, size: number): Uint8Array {
    const stop = (size - this.#edge.size) * hashBytes;
    for (const full of this.#edge.addRow(leaves.subarray(0, stop))) this.#compare(full);
    return leaves.subarray(stop);
  }

  /** The hashes of a bundle's leaves: those that its entries and its tile agree upon, or the better founded of the two. */
  #leavesOf(index: number): Uint8Array {
    const width = tileWidthIn(this.#whole.size, 'entries', index);
    const bundle: Tile = { level: 'entries', index, width };
    const tile: Tile = { level: 0, index, width };
    const entries = this.#entriesOf(bundle);
    const hashes = this.#hashesOf(tile);
    if (entries !== undefined && isSame(entries, hashes)) return entries;
    const isBundleRight = entries !== undefined && this.#isRight(bundle, entries);
    if (isBundleRight) {
      if (hashes !== undefined) this.#altered(tile, 'is not made of its entries');
      return entries;
    }
    this.alteredBundles.add(index);
    const isTileRight = hashes !== undefined && this.#isRight(tile, hashes);
    if (entries !== undefined)
      this.#altered(bundle, this.#differenceText(bundle, entries, isTileRight ? hashes : undefined));
    if (hashes !== undefined && !isTileRight) this.#altered(tile, 'is not made of its entries');
    return hashes ?? entries ?? new Uint8Array(width * hashBytes);
  }

  /** Whether what lies above bears these leaves out: the tile over a full one, the signed root for the last. */
  #isRight({ index, width }: Tile, leaves: Uint8Array): boolean {
    if (width < tileWidth) return isSame(this.#edge.rootWith(leaves), this.#whole.rootHash);
    const over = tileWidthIn(this.#whole.size, 1, Math.floor(index / tileWidth));
    const above = attemptNow(() =>
      readHashTile(this.#logFolder, { level: 1, index: Math.floor(index / tileWidth), width: over }),
    );
    return above !== undefined && isSame(rootOfRow(leaves), hashIn(above, index % tileWidth));
  }

  #differenceText({ index }: Tile, found: Uint8Array, right: Uint8Array | undefined): string {
    const leaves = Array.from({ length: widthOf(found) }, (_, at) => at);
    const wrong = leaves.filter((at) => right === undefined || !isSame(hashIn(found, at), hashIn(right, at)));
    const [first] = wrong;
    const last = wrong.at(-1);
    if (right === undefined || first === undefined || last === undefined)
      return 'does not hold the leaves that were signed';
    const begin = index * tileWidth;
    return `does not hold ${leavesText(begin + first, begin + last)} as signed`;
  }

  #compare({ tile, bytes }: TileBytes): void {
    // The lowest level was compared with its entries.
    if (tile.level === 0) return;
    const hashes = this.#hashesOf(tile);
    if (hashes !== undefined && !isSame(hashes, bytes))
      this.#altered(tile, 'is not made of the tiles below it');
  }

  /** The hashes of a bundle's entries. */
  #entriesOf(tile: Tile): Uint8Array | undefined {
    const bytes = this.#bytesOf(tile);
    // Gone since it was listed: a run beside us has grown the log, and what it wrote begins alike.
    if (bytes === undefined) return this.#widerEntriesOf(tile);
    const row = leafRow(bytes);
    if (row !== undefined && widthOf(row) === tile.width) return row;
    this.#altered(tile, `does not hold ${tile.width} entries`);
    return undefined;
  }

  #widerEntriesOf(tile: Tile): Uint8Array | undefined {
    const row = attemptNow(() => leafRow(tileBytes(this.#logFolder, tile)));
    return row === undefined || widthOf(row) < tile.width
      ? undefined
      : row.subarray(0, tile.width * hashBytes);
  }

  #hashesOf(tile: Tile): Uint8Array | undefined {
    const bytes = this.#bytesOf(tile);
    if (bytes === undefined) return attemptNow(() => readHashTile(this.#logFolder, tile));
    if (bytes.length === tile.width * hashBytes) return bytes;
    this.#altered(tile, `does not hold ${tile.width} hashes`);
    return undefined;
  }

  /** Undefined for what is not there, which whoever lists the files tells, and for what cannot be read. */
  #bytesOf(tile: Tile): Buffer | undefined {
    try {
      return readSmallIfThere(join(this.#logFolder, tilePath(tile)));
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      this.#altered(tile, 'cannot be read');
      return undefined;
    }
  }

  #altered(tile: Tile, what: string): void {
    this.findings.push({ code: 'tile-altered', path: `log/${tilePath(tile)}`, text: what });
  }
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}
