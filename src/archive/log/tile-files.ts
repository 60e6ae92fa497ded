/** The tiles on the disk: written so that they last, read also where another run has meanwhile grown the log past them. */
import { constants, readdirSync } from 'node:fs';
import { mkdir, open, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ProofFailedError } from '../../errors.js';
import { systemCode } from '../../files/file-failure.js';
import { readSmallIfThere } from '../../files/small-file.js';
import { syncFolderOf } from '../../files/whole-file.js';
import { splitBundle } from './bundle.js';
import { type Tile, tilePath, tilesOf, tileWidth } from './tile.js';
import { hashBytes } from './tree.js';

/** What a killed run has left is written over; a link that lies there is not followed (Windows knows no such flag). */
const anew = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

/** A hash tile's bytes, cut to the width that was asked for. @throws ProofFailedError `tile-missing`, `tile-not-readable` */
export function readHashTile(logFolder: string, tile: Tile): Uint8Array {
  const bytes = tileBytes(logFolder, tile);
  if (bytes.length < tile.width * hashBytes) throw unreadable(tile);
  return bytes.subarray(0, tile.width * hashBytes);
}

/** The entries of a bundle, as many as were asked for. @throws ProofFailedError `tile-missing`, `tile-not-readable` */
export function readBundle(logFolder: string, tile: Tile): readonly Uint8Array[] {
  const entries = splitBundle(tileBytes(logFolder, tile));
  if (entries === undefined || entries.length < tile.width) throw unreadable(tile);
  return entries.slice(0, tile.width);
}

/** Writes tiles, all of them on the disk when this resolves; their folders' names are lasting after `syncTileFolders`. */
export async function writeTiles(
  logFolder: string,
  tiles: readonly { readonly tile: Tile; readonly bytes: Uint8Array }[],
): Promise<void> {
  const folders = new Set(tiles.map(({ tile }) => dirname(join(logFolder, tilePath(tile)))));
  for (const folder of folders) await mkdir(folder, { recursive: true, mode: 0o700 });
  await Promise.all(
    tiles.map(async ({ tile, bytes }) => {
      const file = await open(join(logFolder, tilePath(tile)), anew, 0o600);
      try {
        await file.writeFile(bytes);
        await file.datasync();
      } finally {
        await file.close();
      }
    }),
  );
}

/** Makes the names of these tiles last, and those of the folders above them. */
export async function syncTileFolders(logFolder: string, tiles: readonly Tile[]): Promise<void> {
  const paths = new Set<string>();
  for (const tile of tiles) {
    let path = join(logFolder, tilePath(tile));
    for (; path !== logFolder && !paths.has(dirname(path)); path = dirname(path)) paths.add(dirname(path));
  }
  for (const folder of paths) await syncFolderOf(join(folder, 'any'));
}

/** Removes tiles that are no longer of use. */
export async function removeTiles(logFolder: string, tiles: readonly Tile[]): Promise<void> {
  for (const tile of tiles) {
    const path = join(logFolder, tilePath(tile));
    await rm(path, { force: true });
    await rmdir(dirname(path)).catch(() => undefined);
  }
}

/** Removes every tile that is not of a tree of that size: what a killed run has left, and partial tiles that have grown. */
export async function removeOtherTiles(logFolder: string, size: number): Promise<void> {
  const wanted = new Set([...tilesOf(size)].map(tilePath));
  for (const path of await tilePathsIn(logFolder)) {
    if (wanted.has(path)) continue;
    await rm(join(logFolder, path), { force: true });
    await rmdir(dirname(join(logFolder, path))).catch(() => undefined);
  }
}

/** Every file below `tile/`, as `tilePath` names them, sorted. */
async function tilePathsIn(logFolder: string): Promise<readonly string[]> {
  const folder = join(logFolder, 'tile');
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  return found
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(logFolder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** The bytes of a tile, or of a wider one that has taken its place since. @throws ProofFailedError `tile-missing` */
export function tileBytes(logFolder: string, tile: Tile): Buffer {
  const path = join(logFolder, tilePath(tile));
  const bytes = readSmallIfThere(path) ?? readWider(logFolder, tile) ?? readSmallIfThere(path);
  if (bytes === undefined) throw new ProofFailedError('tile-missing', `The log lacks ${tilePath(tile)}.`);
  return bytes;
}

function readWider(logFolder: string, tile: Tile): Buffer | undefined {
  const full = join(logFolder, tilePath({ ...tile, width: tileWidth }));
  const wider = widthsIn(`${full}.p`).find((width) => width > tile.width);
  const partial = wider === undefined ? undefined : readSmallIfThere(join(`${full}.p`, String(wider)));
  return partial ?? readSmallIfThere(full);
}

function widthsIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder).map(Number);
  } catch {
    return [];
  }
}

function unreadable(tile: Tile): ProofFailedError {
  return new ProofFailedError('tile-not-readable', `${tilePath(tile)} of the log is not what a tile is.`);
}
