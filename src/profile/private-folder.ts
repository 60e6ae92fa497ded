/** Makes the folders that hold secrets and says no to one that somebody else can read. */
import { chmodSync, lstatSync } from 'node:fs';
import { AccessError } from '../errors.js';
import { makeFolders } from '../files/folders.js';

/**
 * Makes `folder` (and its parents) with mode 0700, and narrows the mode of one that is there already.
 *
 * @throws AccessError when the path is a link or belongs to another person: a temporary folder can be laid in wait for us.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    makeFolders(folder);
    const found = lstatSync(folder);
    const stranger = process.getuid !== undefined && found.uid !== process.getuid();
    if (!found.isDirectory() || stranger) {
      throw new AccessError(
        'folder-not-ours',
        `${folder} is not a folder of yours; nothing was written there.`,
        {
          hint: 'Name folders of your own: AUDIT_CONFIG_DIR=… AUDIT_DATA_DIR=…',
        },
      );
    }
    if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
  } catch (error) {
    if (error instanceof AccessError) throw error;
    throw new AccessError('folder-not-writable', `${folder} cannot be made or used (${wordOf(error)}).`, {
      hint: 'Name folders that can be written: AUDIT_CONFIG_DIR=… AUDIT_DATA_DIR=…',
      cause: error,
    });
  }
}

function wordOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
