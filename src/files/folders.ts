/**
 * Folders made with all that they lie in. Apart because Node's own recursive mkdir never ends where a folder cannot be made in one
 * that is there and says ENOENT: below /proc, as for a service whose home is somewhere there (seen with Node 20.20).
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from './file-failure.js';

/**
 * For their owner only; one that is there stays as it is.
 *
 * @throws what the system refuses
 */
export function makeFolders(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const parent = dirname(folder);
    if (systemCode(error) === 'ENOENT' && parent !== folder && !isFolder(parent)) {
      makeFolders(parent);
      makeOne(folder);
    } else if (!isFolder(folder)) throw error;
  }
}

/** Another run may be as fast. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}
