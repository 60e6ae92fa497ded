/** Small files that only their owner may read, there whole or not at all, also after the power has failed; apart from those that others may have. */
import { randomBytes } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { systemCode } from './file-failure.js';
import { syncFolderOf } from './whole-file.js';

/**
 * Puts the text in the place of what was there: a link that lies there is replaced, not followed. Mode 0600, whatever the umask
 * says. It is on the disk when this resolves.
 *
 * @throws what the system refuses; nothing is left behind then.
 */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  await writeAside(path, text, (draft) => rename(draft, path));
}

/**
 * The same for a file that must not be there yet; false when anything is. Of two runs that do this at once, one wins.
 *
 * @throws as replacePrivateFile does.
 */
export async function createPrivateFile(path: string, text: string): Promise<boolean> {
  return writeAside(path, text, async (draft) => {
    try {
      // A link never replaces, and the file is whole from its first moment.
      await link(draft, path);
      return true;
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
  });
}

async function writeAside<T>(path: string, text: string, place: (draft: string) => Promise<T>): Promise<T> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  const file = await open(draft, 'wx', 0o600);
  try {
    // Whatever the umask has made of it.
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.sync();
    await file.close();
    const placed = await place(draft);
    await syncFolderOf(path);
    return placed;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}
