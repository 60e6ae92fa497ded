/** The last steps of an export into a file: draft and manifest take their places, one after the other, and a crash between the two can be made good. */
import { access, rename, rm } from 'node:fs/promises';
import { cannotWrite, systemCode } from '../files/file-failure.js';
import { replaceFile, syncFolderOf } from '../files/whole-file.js';
import { type Position, positionOfFile, putInPlace } from './partial-file.js';
import type { Companions } from './target.js';

/** Lays the manifest ready, under a name that nobody takes for a manifest yet. */
export async function prepareManifest({ nextManifest }: Companions, text: string): Promise<void> {
  await replaceFile(nextManifest, text).catch((error: unknown) => {
    throw cannotWrite(error, nextManifest);
  });
}

/** Puts a finished draft and its manifest in their places; whatever of that was done before a crash is not done again. */
export async function publish(target: string, files: Companions): Promise<void> {
  try {
    if (await isThere(files.partial)) await putInPlace(files.partial, target);
    if (await isThere(files.nextManifest)) await rename(files.nextManifest, files.manifest);
    await syncFolderOf(target);
    await rm(files.journal, { force: true });
  } catch (error) {
    throw cannotWrite(error, target);
  }
}

/** Whether a finished draft still lies there, or has become the target already. */
export async function canPublish(target: string, files: Companions, finished: Position): Promise<boolean> {
  const path = (await isThere(files.partial)) ? files.partial : target;
  if (!(await isThere(path))) return false;
  const { bytes, sha256 } = await positionOfFile(path);
  return bytes === finished.bytes && sha256 === finished.sha256;
}

/** Leaves nothing of an export that came to nothing, or that is begun again. */
export async function discard({ partial, journal, nextManifest }: Companions): Promise<void> {
  for (const path of [partial, journal, nextManifest]) await rm(path, { force: true });
}

/** Whether there is anything under that name. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
