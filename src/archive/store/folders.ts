/** Folders within an archive: made one by one, and never through a link that somebody has laid in the place of one. */
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProofFailedError } from '../../errors.js';
import { systemCode } from '../../files/file-failure.js';
import { syncFolderOf } from '../../files/whole-file.js';

/**
 * Makes the folders on the way from an archive's folder to one below it, for their owner only, so that they last.
 *
 * @param path relative, with slashes
 * @throws ProofFailedError `not-a-folder` where a link or a file lies in the place of one
 */
export async function makeFolderWithin(archiveFolder: string, path: string): Promise<void> {
  let folder = archiveFolder;
  for (const part of path.split('/')) {
    folder = join(folder, part);
    try {
      await mkdir(folder, { mode: 0o700 });
      await syncFolderOf(folder);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      await assertFolder(folder);
    }
  }
}

/** @throws ProofFailedError `not-a-folder` where what is there is no folder of its own */
export async function assertFolder(folder: string): Promise<void> {
  if ((await lstat(folder)).isDirectory()) return;
  throw new ProofFailedError('not-a-folder', `${folder} is no folder: a link or a file lies in its place.`, {
    hint: 'Nothing was written through it. Look who laid it there, and remove it.',
  });
}
