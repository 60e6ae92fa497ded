/** Small files that are there whole or not at all: journals and manifests, also after the power has failed. */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Puts the text in the place of what was there, in one stroke. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx');
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
