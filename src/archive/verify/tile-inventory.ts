/** Which tiles a log of a size must have, against those that are there. */
import { tilePath, tilesOf } from '../log/tile.js';
import type { Finding } from './finding.js';
import type { FoundFile } from './inventory.js';

/** A finding for each tile that is not there. Tiles of other sizes are what a run leaves behind or is about to fill; nobody reads them. */
export function missingTiles(tiles: readonly FoundFile[], size: number): readonly Finding[] {
  const there = new Set(tiles.map(({ path }) => path));
  const findings: Finding[] = [];
  for (const tile of tilesOf(size)) {
    const path = `log/${tilePath(tile)}`;
    if (!there.has(path)) findings.push({ code: 'file-missing', path, text: 'is not there any more' });
  }
  return findings;
}
