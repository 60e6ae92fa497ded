/** The log of leaves in an archive's folder: it only grows, and each growth ends with a signed checkpoint. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ProofFailedError } from '../../errors.js';
import { readSmallIfThere } from '../../files/small-file.js';
import { namesIn, replaceFile, syncFolderOf } from '../../files/whole-file.js';
import { GrowingBundle } from './bundle.js';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.js';
import { Edge, type TileBytes } from './edge.js';
import { entryOf, type Leaf, readEntry } from './leaf.js';
import type { SigningKey, VerifierKey } from './note.js';
import { partialTilesOf, type Tile, tilePath, tileWidth, tileWidthIn } from './tile.js';
import {
  readBundle,
  readHashTile,
  removeOtherTiles,
  removeTiles,
  syncTileFolders,
  writeTiles,
} from './tile-files.js';
import { nodesOf } from './tile-nodes.js';
import { consistencyProof, inclusionProof, leafHash, rootAt } from './tree.js';

/** So many full tiles are held back until they are written at one go. */
const tilesAtOnce = 64;

/** What is added to: the edge of the tree, and the entries behind the last full bundle. */
interface Growth {
  readonly edge: Edge;
  readonly bundle: GrowingBundle;
}

export class LeafLog {
  readonly #folder: string;
  #checkpoint: Checkpoint | undefined;
  #growth: Growth | undefined;
  #waiting: TileBytes[] = [];
  #written: Tile[] = [];

  private constructor(folder: string, checkpoint: Checkpoint | undefined) {
    this.#folder = folder;
    this.#checkpoint = checkpoint;
  }

  /**
   * The log in an archive's folder as its newest checkpoint has it; empty where there is none yet.
   *
   * @throws ProofFailedError where that checkpoint is not readable or not signed by one of the keys.
   */
  static async open(archiveFolder: string, keys: readonly VerifierKey[]): Promise<LeafLog> {
    const folder = join(archiveFolder, 'log');
    const note = readSmallIfThere(join(folder, 'checkpoint'));
    return new LeafLog(folder, note === undefined ? undefined : openCheckpoint(note.toString(), keys));
  }

  /** How many leaves the newest checkpoint vouches for. */
  get size(): number {
    return this.#checkpoint?.size ?? 0;
  }

  /** How many there are with those that were appended and not committed. */
  get stagedSize(): number {
    return this.#growth?.edge.size ?? this.size;
  }

  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoint;
  }

  /**
   * Adds leaves, which do not count before `commit`. Full tiles are written on the way.
   *
   * @throws ProofFailedError `log-damaged` where the end of the log is not what its checkpoint vouches for.
   */
  async append(leaves: readonly Leaf[]): Promise<void> {
    const { edge, bundle } = this.#resume();
    for (const leaf of leaves) {
      const entry = entryOf(leaf);
      const full = bundle.add(entry);
      if (full !== undefined) this.#waiting.push(full);
      this.#waiting.push(...edge.add(leafHash(entry)));
      if (this.#waiting.length >= tilesAtOnce) await this.#writeWaiting();
    }
  }

  /**
   * Makes what was appended count: tiles, then `checkpoints/<size>`, then `checkpoint`, each on the disk before the next.
   * Several keys sign one checkpoint where one follows another.
   */
  async commit(...keys: readonly [SigningKey, ...SigningKey[]]): Promise<Checkpoint> {
    const { edge, bundle } = this.#resume();
    const last = bundle.whole();
    this.#waiting.push(...(last === undefined ? [] : [last]), ...edge.partialTiles());
    await this.#writeWaiting();
    await syncTileFolders(this.#folder, this.#written);
    const head = { origin: keys[0].verifier.name, size: edge.size, rootHash: edge.root() };
    const checkpoint = signCheckpoint(head, keys);
    await this.#place(checkpoint);
    return checkpoint;
  }

  /**
   * Takes a newer checkpoint that a killed run has signed, and had no time to put in its place.
   *
   * @throws ProofFailedError where the tiles do not bear it out.
   */
  async adopt(checkpoint: Checkpoint): Promise<void> {
    this.#growth = this.#growthOf(checkpoint);
    await this.#place(checkpoint);
  }

  /** Removes what lies past the newest checkpoint: tiles, checkpoints and drafts that a killed run has left. */
  async removeLeftovers(): Promise<void> {
    this.#growth = undefined;
    this.#waiting = [];
    this.#written = [];
    await removeOtherTiles(this.#folder, this.size);
    await rm(join(this.#folder, 'checkpoint.new'), { force: true });
    const kept = join(this.#folder, 'checkpoints');
    for (const name of await namesIn(kept))
      if (!(Number(name) <= this.size)) await rm(join(kept, name), { force: true });
  }

  /** The leaves [first, end), in portions. */
  async *leaves(first: number, end: number): AsyncGenerator<readonly Leaf[]> {
    for (let at = first; at < end; ) {
      const index = Math.floor(at / tileWidth);
      const begin = index * tileWidth;
      const bundle = readBundle(this.#folder, {
        level: 'entries',
        index,
        width: tileWidthIn(this.size, 'entries', index),
      });
      yield bundle.slice(at - begin, end - begin).map(readEntry);
      at = begin + tileWidth;
    }
  }

  /** The root of the tree over the first leaves; of all of them where no size is given. */
  rootAt(size: number = this.size): Uint8Array {
    return rootAt(nodesOf(this.#folder, this.size), size);
  }

  /** RFC 6962: that the leaf is in the tree of that size; from the leaf up. */
  inclusionProof(index: number, size: number = this.size): readonly Uint8Array[] {
    return inclusionProof(nodesOf(this.#folder, this.size), index, size);
  }

  /** RFC 6962: that the tree of one size is the beginning of that of another. */
  consistencyProof(from: number, to: number = this.size): readonly Uint8Array[] {
    return consistencyProof(nodesOf(this.#folder, this.size), from, to);
  }

  #resume(): Growth {
    this.#growth ??=
      this.#checkpoint === undefined
        ? { edge: new Edge(), bundle: new GrowingBundle(0) }
        : this.#growthOf(this.#checkpoint);
    return this.#growth;
  }

  #growthOf({ size, rootHash }: Checkpoint): Growth {
    const edge = Edge.resume(size, (tile) => readHashTile(this.#folder, tile));
    const last = { level: 'entries', index: Math.floor(size / tileWidth), width: size % tileWidth } as const;
    const entries = last.width === 0 ? [] : readBundle(this.#folder, last);
    const isVouchedFor =
      Buffer.compare(edge.root(), rootHash) === 0 &&
      Buffer.compare(Buffer.concat(entries.map(leafHash)), edge.lastLeaves()) === 0;
    if (isVouchedFor) return { edge, bundle: new GrowingBundle(size, entries) };
    throw new ProofFailedError(
      'log-damaged',
      `The end of the log is not what its checkpoint of ${size} leaves vouches for.`,
      { hint: 'See what is wrong: audit archive verify\nNothing was written.' },
    );
  }

  async #writeWaiting(): Promise<void> {
    const tiles = this.#waiting;
    this.#waiting = [];
    await writeTiles(this.#folder, tiles);
    this.#written.push(...tiles.map(({ tile }) => tile));
  }

  async #place(checkpoint: Checkpoint): Promise<void> {
    const kept = join(this.#folder, 'checkpoints', String(checkpoint.size).padStart(12, '0'));
    const newest = join(this.#folder, 'checkpoint');
    await mkdir(join(this.#folder, 'checkpoints'), { recursive: true, mode: 0o700 });
    for (const path of [kept, newest]) {
      await replaceFile(path, checkpoint.text, 0o600);
      await syncFolderOf(path);
    }
    const old = [...partialTilesOf(this.size)];
    const current = new Set([...partialTilesOf(checkpoint.size)].map(tilePath));
    this.#checkpoint = checkpoint;
    this.#written = [];
    await removeTiles(
      this.#folder,
      old.filter((tile) => !current.has(tilePath(tile))),
    );
  }
}
