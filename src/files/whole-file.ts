/** Small files that are there whole or not at all: journals and manifests, also after the power has failed. */
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cannotRead, systemCode } from './file-failure.js';
import { asItLies } from './small-file.js';

/** Puts the text in the place of what was there, in one stroke. The mode is what the umask may still take from. */
export async function replaceFile(path: string, text: string | Uint8Array, mode = 0o666): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** Makes what was renamed in a path's folder last. Some systems know no such thing, and lose nothing by it. */
export async function syncFolderOf(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** A file's bytes; undefined where there is none. A link that lies in its place is not followed. @throws UsageError `file-not-readable` */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    const file = await open(path, asItLies);
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw cannotRead(error, path);
  }
}

/** The names in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
}
