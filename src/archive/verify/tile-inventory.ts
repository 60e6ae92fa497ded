/** Which tiles a log of a size must have, against those that are there. */
import { tilePath, tilesOf } from '../log/tile.js';
import type { FoundFile } from './inventory.js';

export interface TileInventory {
  readonly missing: readonly string[];
  /** Tiles of other sizes: what a run has left behind, or is about to fill. Nobody reads them. */
  readonly others: number;
}

/** Compares by name. */
export function compareTiles(tiles: readonly FoundFile[], size: number): TileInventory {
  const there = new Set(tiles.map(({ path }) => path));
  const missing: string[] = [];
  let wanted = 0;
  for (const tile of tilesOf(size)) {
    const path = `log/${tilePath(tile)}`;
    if (there.has(path)) wanted += 1;
    else missing.push(path);
  }
  return { missing, others: there.size - wanted };
}
