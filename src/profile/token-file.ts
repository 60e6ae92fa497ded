/** Tokens in files: one a profile, mode 0600 in a folder of mode 0700, and it says so. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokenStore } from '../context.js';
import { readSecretFile, type Say, writeSecretFile } from './owner-only.js';
import type { PrepareFolder } from './store.js';

/** Where the tokens of a settings folder are. */
export function tokensFolder(folder: string): string {
  return join(folder, 'tokens');
}

/**
 * Tokens below `folder`. `say` is told of a file that others could read.
 *
 * @throws AccessError from each method when a file is there that cannot be read, is not ours, or cannot be removed.
 */
export function createTokenFiles(
  folder: string,
  prepare: PrepareFolder,
  say: Say = async () => {},
): TokenStore {
  const tokens = tokensFolder(folder);
  const pathOf = (name: string) => join(tokens, `${name}.token`);
  const read = async (name: string) => (await readSecretFile(pathOf(name), say))?.trim() || undefined;
  const placeOf = (name: string) => `the file ${pathOf(name)} (mode 0600, folder 0700)`;

  return {
    get: read,
    async set(profileName, token) {
      await prepare(folder);
      await prepare(tokens);
      await writeSecretFile(pathOf(profileName), `${token}\n`);
      return { place: placeOf(profileName) };
    },
    async remove(profileName) {
      const path = pathOf(profileName);
      if ((await readSecretFile(path, say)) === undefined) return false;
      await rm(path, { force: true });
      return true;
    },
    async place(profileName) {
      return (await read(profileName)) === undefined ? undefined : placeOf(profileName);
    },
  };
}
