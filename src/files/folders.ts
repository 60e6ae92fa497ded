/**
 * Folders made with all that they lie in. Apart because Node's own recursive mkdir never ends where a folder cannot be made in one
 * that is there and says ENOENT: below /proc, as for a service whose home is somewhere there (seen with Node 20.20).
 */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './file-failure.js';

/**
 * For their owner only; one that is there stays as it is.
 *
 * @throws what the system refuses
 */
export async function makeFolders(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const parent = dirname(folder);
    if (systemCode(error) === 'ENOENT' && parent !== folder && !(await isFolder(parent))) {
      await makeFolders(parent);
      await makeOne(folder);
    } else if (!(await isFolder(folder))) throw error;
  }
}

/** Another run may be as fast. */
async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}
