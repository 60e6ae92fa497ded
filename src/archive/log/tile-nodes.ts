/** The nodes of the tree, read off its tiles: what proofs are made of. */
import { hashesIn } from './edge.js';
import { tileWidth, tileWidthIn } from './tile.js';
import { readHashTile } from './tile-files.js';
import { type NodeReader, nodeHash } from './tree.js';

/** C2SP tlog-tiles: each tile spans so many levels of the tree. */
const levelsInTile = 8;

/** Reads the nodes of a log of that size. @throws ProofFailedError `tile-missing`, `tile-not-readable` */
export function nodesOf(logFolder: string, size: number): NodeReader {
  return async (level, index) => {
    const tileLevel = Math.floor(level / levelsInTile);
    const span = 2 ** (level % levelsInTile);
    const tile = Math.floor((index * span) / tileWidth);
    const width = tileWidthIn(size, tileLevel, tile);
    const hashes = hashesIn(await readHashTile(logFolder, { level: tileLevel, index: tile, width }));
    const begin = (index * span) % tileWidth;
    return completeRoot(hashes.slice(begin, begin + span));
  };
}

/** The root over a power of two of hashes. */
export function completeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (only === undefined) throw new RangeError('no hash to be the root of');
  if (hashes.length === 1) return only;
  const middle = hashes.length / 2;
  return nodeHash(completeRoot(hashes.slice(0, middle)), completeRoot(hashes.slice(middle)));
}
