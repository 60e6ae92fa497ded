/** Tokens in files: one a profile, mode 0600 in a folder of mode 0700, and it says so. */
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokenStore } from '../context.js';
import { AccessError } from '../errors.js';
import type { PrepareFolder } from './store.js';

/**
 * Tokens below `folder`.
 *
 * @throws AccessError from `get` and `remove` when a file is there that cannot be read or removed.
 */
export function createTokenFiles(folder: string, prepare: PrepareFolder): TokenStore {
  const tokens = join(folder, 'tokens');
  const pathOf = (name: string) => join(tokens, `${name}.token`);

  return {
    async get(profileName) {
      const text = await readIfThere(pathOf(profileName));
      return text?.trim() || undefined;
    },
    async set(profileName, token) {
      await prepare(folder);
      await prepare(tokens);
      const path = pathOf(profileName);
      await replace(path, `${token}\n`);
      return { place: `the file ${path} (mode 0600, folder 0700)` };
    },
    async remove(profileName) {
      const path = pathOf(profileName);
      if ((await readIfThere(path)) === undefined) return false;
      await rm(path, { force: true });
      return true;
    },
  };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new AccessError('token-unreadable', `The token in ${path} cannot be read (${code}).`, {
      hint: 'Mend its permissions, or log in again: audit login',
      cause: error,
    });
  }
}

/** A new file put in the old one's place: a link that lies there is replaced, not followed, and no reader sees half a token. */
async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
