/**
 * Whether the log is the tree that was signed: every bundle of entries against its hashes, every hash against those below it, the
 * root at each size that was ever signed. Goes from the leaves up, and where two files disagree asks what lies above which is wrong.
 */
import { join } from 'node:path';
import { readIfThere } from '../../files/whole-file.js';
import { splitBundle } from '../log/bundle.js';
import { Edge, hashesIn, type TileBytes } from '../log/edge.js';
import { type Tile, tilePath, tileWidth, tileWidthIn } from '../log/tile.js';
import { readBundle, readHashTile } from '../log/tile-files.js';
import { completeRoot, nodesOf } from '../log/tile-nodes.js';
import { hashBytes, leafHash, rootAt } from '../log/tree.js';
import { attempt } from './attempt.js';
import { type Finding, leavesText } from './finding.js';

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
 */
export async function checkTree<Root extends VouchedRoot>(
  archiveFolder: string,
  roots: readonly [...Root[], Root],
  prefix: VouchedRoot | undefined,
): Promise<TreeCheck<Root>> {
  const logFolder = join(archiveFolder, 'log');
  const whole = roots.at(-1) as Root;
  const edge = (prefix && (await resumed(logFolder, prefix))) ?? new Edge();
  const walk = new Walk(logFolder, whole, edge);
  const wrongRoots: Root[] = [];
  const nodes = nodesOf(logFolder, whole.size);
  for (const root of roots.filter(({ size }) => size <= edge.size))
    if (!isSame(await attempt(() => rootAt(nodes, root.size)), root.rootHash)) wrongRoots.push(root);
  const ahead = roots.filter(({ size }) => size > edge.size);
  const known = await walk.run((size) => {
    for (; ahead[0]?.size === size; ahead.shift())
      if (!isSame(edge.root(), ahead[0].rootHash)) wrongRoots.push(ahead[0]);
  });
  return { findings: walk.findings, alteredBundles: walk.alteredBundles, wrongRoots, prefix: known };
}

/** The tree's edge behind what was found right before; undefined where its tiles do not bear that out any more. */
async function resumed(logFolder: string, { size, rootHash }: VouchedRoot): Promise<Edge | undefined> {
  const edge = await attempt(() => Edge.resume(size, (tile) => readHashTile(logFolder, tile)));
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

  /** Grows the tree to its end, tells each size, and gives its part up to the last full tile. */
  async run(reached: (size: number) => void): Promise<VouchedRoot> {
    const edge = this.#edge;
    const { size } = this.#whole;
    let prefix = { size: edge.size, rootHash: edge.root() };
    for (let index = edge.size / tileWidth; index * tileWidth < size; index += 1) {
      for (const leaf of await this.#leavesOf(index)) {
        for (const full of edge.add(leaf)) await this.#compare(full);
        reached(edge.size);
      }
      if (size - edge.size < tileWidth && edge.size % tileWidth === 0)
        prefix = { size: edge.size, rootHash: edge.root() };
    }
    for (const partial of edge.partialTiles()) await this.#compare(partial);
    return prefix;
  }

  /** The hashes of a bundle's leaves: those that its entries and its tile agree upon, or the better founded of the two. */
  async #leavesOf(index: number): Promise<readonly Uint8Array[]> {
    const width = tileWidthIn(this.#whole.size, 'entries', index);
    const bundle: Tile = { level: 'entries', index, width };
    const tile: Tile = { level: 0, index, width };
    const entries = (await this.#entriesOf(bundle))?.map(leafHash);
    const hashes = await this.#hashesOf(tile);
    if (entries !== undefined && hashes !== undefined && isSameList(entries, hashes)) return entries;
    const isBundleRight = entries !== undefined && (await this.#isRight(bundle, entries));
    if (isBundleRight) {
      if (hashes !== undefined) this.#altered(tile, 'is not made of its entries');
      return entries;
    }
    this.alteredBundles.add(index);
    const isTileRight = hashes !== undefined && (await this.#isRight(tile, hashes));
    if (entries !== undefined)
      this.#altered(bundle, this.#differenceText(bundle, entries, isTileRight ? hashes : undefined));
    if (hashes !== undefined && !isTileRight) this.#altered(tile, 'is not made of its entries');
    return hashes ?? entries ?? Array.from({ length: width }, () => new Uint8Array(hashBytes));
  }

  /** Whether what lies above bears these leaves out: the tile over a full one, the signed root for the last. */
  async #isRight({ index, width }: Tile, leaves: readonly Uint8Array[]): Promise<boolean> {
    if (width < tileWidth) return isSame(this.#edge.root(leaves), this.#whole.rootHash);
    const over = tileWidthIn(this.#whole.size, 1, Math.floor(index / tileWidth));
    const above = await attempt(() =>
      readHashTile(this.#logFolder, { level: 1, index: Math.floor(index / tileWidth), width: over }),
    );
    const at = (index % tileWidth) * hashBytes;
    return above !== undefined && isSame(completeRoot(leaves), above.subarray(at, at + hashBytes));
  }

  #differenceText(
    { index }: Tile,
    found: readonly Uint8Array[],
    right: readonly Uint8Array[] | undefined,
  ): string {
    const wrong = found.flatMap((hash, at) => (isSame(hash, right?.[at]) ? [] : [index * tileWidth + at]));
    const [first] = wrong;
    const last = wrong.at(-1);
    if (right === undefined || first === undefined || last === undefined)
      return 'does not hold the leaves that were signed';
    return `does not hold ${leavesText(first, last)} as signed`;
  }

  async #compare({ tile, bytes }: TileBytes): Promise<void> {
    // The lowest level was compared with its entries.
    if (tile.level === 0) return;
    const hashes = await this.#hashesOf(tile);
    if (hashes !== undefined && !isSameList(hashes, hashesIn(bytes)))
      this.#altered(tile, 'is not made of the tiles below it');
  }

  async #entriesOf(tile: Tile): Promise<readonly Uint8Array[] | undefined> {
    const bytes = await attempt(() => readIfThere(join(this.#logFolder, tilePath(tile))));
    // Gone since it was listed: a run beside us has grown the log, and what it wrote begins alike.
    if (bytes === undefined) return attempt(() => readBundle(this.#logFolder, tile));
    const entries = splitBundle(bytes);
    if (entries?.length === tile.width) return entries;
    this.#altered(tile, `does not hold ${tile.width} entries`);
    return undefined;
  }

  async #hashesOf(tile: Tile): Promise<readonly Uint8Array[] | undefined> {
    const bytes = await attempt(() => readIfThere(join(this.#logFolder, tilePath(tile))));
    if (bytes === undefined) {
      const wider = await attempt(() => readHashTile(this.#logFolder, tile));
      return wider && hashesIn(wider);
    }
    if (bytes.length === tile.width * hashBytes) return hashesIn(bytes);
    this.#altered(tile, `does not hold ${tile.width} hashes`);
    return undefined;
  }

  #altered(tile: Tile, what: string): void {
    this.findings.push({ code: 'tile-altered', path: `log/${tilePath(tile)}`, text: what });
  }
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

function isSameList(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((bytes, at) => isSame(bytes, b[at]));
}
