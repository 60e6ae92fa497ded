/** What the transaction remembers of itself in the data folder: private files, and what a disk refuses in the transaction's own words. */
import { dirname } from 'node:path';
import { AccessError } from '../errors.js';
import { systemCode } from '../files/file-failure.js';
import { makeFolders } from '../files/folders.js';
import { createPrivateFile, replacePrivateFile } from '../files/private-file.js';
import { namesIn as namesOf } from '../files/whole-file.js';

/**
 * Writes a file that must not be there yet; false when it is. It is on the disk when this resolves.
 *
 * @throws AccessError when the folder cannot be written.
 */
export function createFile(path: string, text: string): Promise<boolean> {
  return writing(path, 'Nothing is restored that cannot be noted first. ', () =>
    createPrivateFile(path, text),
  );
}

/**
 * Writes or replaces a file.
 *
 * @throws AccessError when the folder cannot be written.
 */
export function replaceFile(path: string, text: string): Promise<void> {
  return writing(path, '', () => replacePrivateFile(path, text));
}

/**
 * The names in a folder; none where there is no such folder.
 *
 * @throws AccessError when it is there and cannot be read: what it holds must not be taken for nothing.
 */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await namesOf(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') return [];
    throw refusal('data-folder-not-readable', `${folder} cannot be read`, error, {
      hint: 'It tells what was restored before. Make it readable, or name another folder: AUDIT_DATA_DIR=…',
    });
  }
}

async function writing<T>(path: string, why: string, work: () => Promise<T>): Promise<T> {
  try {
    makeFolders(dirname(path));
    return await work();
  } catch (error) {
    throw refusal('data-folder-not-writable', `${path} cannot be written`, error, {
      hint: `${why}Make room, or name another folder: AUDIT_DATA_DIR=…`,
    });
  }
}

function refusal(
  code: string,
  what: string,
  cause: unknown,
  { hint }: { readonly hint: string },
): AccessError {
  return new AccessError(code, `${what} (${systemCode(cause) ?? String(cause)}).`, { hint, cause });
}
