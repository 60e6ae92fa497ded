/** Small files that only their owner may read, written whole or not at all: what the transaction remembers of itself. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AccessError } from '../errors.js';

/**
 * Writes a file that must not be there yet; false when it is. It is on the disk when this resolves.
 *
 * @throws AccessError when the folder cannot be written.
 */
export async function createFile(path: string, text: string): Promise<boolean> {
  return writeAside(path, text, 'Nothing is restored that cannot be noted first. ', async (draft) => {
    try {
      // A link never replaces: of two runs that do this at once, one wins, and the file is whole from its first moment.
      await link(draft, path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
  });
}

/**
 * Writes or replaces a file.
 *
 * @throws AccessError when the folder cannot be written.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  await writeAside(path, text, '', (draft) => rename(draft, path));
}

/** The file's text; undefined where there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * The names in a folder; none where there is no such folder.
 *
 * @throws AccessError when it is there and cannot be read: what it holds must not be taken for nothing.
 */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw new AccessError('data-folder-not-readable', `${folder} cannot be read (${codeOf(error)}).`, {
      hint: 'It tells what was restored before. Make it readable, or name another folder: AUDIT_DATA_DIR=…',
      cause: error,
    });
  }
}

async function writeAside<T>(
  path: string,
  text: string,
  why: string,
  place: (draft: string) => Promise<T>,
): Promise<T> {
  const folder = dirname(path);
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    const placed = await place(draft);
    await syncFolder(folder);
    return placed;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new AccessError('data-folder-not-writable', `${path} cannot be written (${codeOf(error)}).`, {
      hint: `${why}Make room, or name another folder: AUDIT_DATA_DIR=…`,
      cause: error,
    });
  }
}

/** A name that was just given is on the disk when its folder is. Systems that cannot do this to a folder do it by themselves. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows opens no folders.
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
