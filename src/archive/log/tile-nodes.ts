/** The nodes of the tree, read off its tiles: what proofs are made of. */
import { rootOfRow } from './hash-row.js';
import { tileWidth, tileWidthIn } from './tile.js';
import { readHashTile } from './tile-files.js';
import { hashBytes, type NodeReader } from './tree.js';

/** C2SP tlog-tiles: each tile spans so many levels of the tree. */
const levelsInTile = 8;

/** Reads the nodes of a log of that size. @throws ProofFailedError `tile-missing`, `tile-not-readable` */
export function nodesOf(logFolder: string, size: number): NodeReader {
  return (level, index) => {
    const tileLevel = Math.floor(level / levelsInTile);
    const span = 2 ** (level % levelsInTile);
    const tile = Math.floor((index * span) / tileWidth);
    const width = tileWidthIn(size, tileLevel, tile);
    const row = readHashTile(logFolder, { level: tileLevel, index: tile, width });
    const begin = (index * span) % tileWidth;
    return rootOfRow(row.subarray(begin * hashBytes, (begin + span) * hashBytes));
  };
}
