/**
 * Where a token is kept: in the system's keyring where there is one that keeps its word, else in a file; and how it is found again
 * and proven gone. A mark beside the files says whose token the keyring may hold, so that it is asked only where it can help.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokenStore } from '../context.js';
import { AccessError } from '../errors.js';
import { type Keyring, KeyringError } from './keyring.js';
import { readSecretFile, type Say, writeSecretFile } from './owner-only.js';
import type { PrepareFolder } from './store.js';
import { tokensFolder } from './token-file.js';

interface Parts {
  readonly keyring: Keyring;
  readonly files: TokenStore;
  /** The settings folder. */
  readonly folder: string;
  readonly prepare: PrepareFolder;
  readonly say: Say;
}

const keyringPlace = 'the system’s keyring';

/**
 * The keyring first, the files where it fails.
 *
 * @throws AccessError from `get` and `place` when the token is in the keyring and that does not give it out; from `remove` when
 *   it cannot be proven gone; from each as the files do.
 */
export function createTokenStore({ keyring, files, folder, prepare, say }: Parts): TokenStore {
  const marks = createMarks(folder, prepare, say);

  async function fromKeyring(name: string): Promise<string | undefined> {
    if (!(await marks.has(name))) return undefined;
    try {
      return await keyring.get(name);
    } catch (error) {
      throw closed(name, error);
    }
  }

  /** Undefined where the keyring has it for good; otherwise why it has not, as a clause. */
  async function keepInKeyring(name: string, token: string): Promise<string | undefined> {
    await marks.set(name);
    try {
      await keyring.set(name, token);
      // Read by a process of its own, as the next command will: what only the one that wrote can see is not kept.
      if ((await keyring.get(name)) === token) return undefined;
    } catch (error) {
      return giveUp(name, troubleOf(error));
    }
    return giveUp(
      name,
      new KeyringError('lost', 'the system’s keyring does not give back what it was given'),
    );
  }

  /** What a keyring took that is not used may still be in it; unless it says that it is not, the mark stays for `remove`. */
  async function giveUp(name: string, trouble: KeyringError): Promise<string> {
    const neverHadIt = trouble.trouble === 'missing' || trouble.trouble === 'off';
    if (neverHadIt || (trouble.trouble !== 'silent' && (await isTakenOut(name)))) await marks.remove(name);
    return trouble.message;
  }

  async function isTakenOut(name: string): Promise<boolean> {
    try {
      await keyring.remove(name);
      return (await keyring.get(name)) === undefined;
    } catch {
      return false;
    }
  }

  async function clearKeyring(name: string): Promise<boolean> {
    if (!(await marks.has(name))) return false;
    try {
      await keyring.remove(name);
      if ((await keyring.get(name)) !== undefined) {
        throw new KeyringError('lost', 'the system’s keyring still gives it out');
      }
    } catch (error) {
      throw notProvenGone(name, error);
    }
    await marks.remove(name);
    return true;
  }

  return {
    async get(name) {
      return (await files.get(name)) ?? (await fromKeyring(name));
    },
    async set(name, token) {
      const why = await keepInKeyring(name, token);
      if (why === undefined) {
        await files.remove(name);
        return { place: keyringPlace };
      }
      const { place } = await files.set(name, token);
      return { place: `${place}: ${why}` };
    },
    async remove(name) {
      const wasInFile = await files.remove(name);
      const wasInKeyring = await clearKeyring(name);
      return wasInFile || wasInKeyring;
    },
    async place(name) {
      return (await files.place(name)) ?? ((await marks.has(name)) ? keyringPlace : undefined);
    },
  };
}

interface Marks {
  has(name: string): Promise<boolean>;
  set(name: string): Promise<void>;
  remove(name: string): Promise<void>;
}

function createMarks(folder: string, prepare: PrepareFolder, say: Say): Marks {
  const tokens = tokensFolder(folder);
  const pathOf = (name: string) => join(tokens, `${name}.keyring`);
  return {
    has: async (name) => (await readSecretFile(pathOf(name), say)) !== undefined,
    async set(name) {
      await prepare(folder);
      await prepare(tokens);
      await writeSecretFile(pathOf(name), '');
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}

function troubleOf(error: unknown): KeyringError {
  if (error instanceof KeyringError) return error;
  throw error;
}

function closed(name: string, error: unknown): AccessError {
  const { message, trouble } = troubleOf(error);
  const unlock =
    trouble === 'silent' || trouble === 'refused' ? 'Unlock it and run the command again, or u' : 'U';
  return new AccessError(
    `keyring-${trouble}`,
    `The token of profile “${name}” is in the system’s keyring, but ${message}.`,
    {
      hint: `${unlock}se AUDIT_TOKEN, or keep a token in a file: AUDIT_KEYRING=off audit login --profile ${name}`,
      cause: error,
    },
  );
}

function notProvenGone(name: string, error: unknown): AccessError {
  return new AccessError(
    'token-not-removed',
    `The token of profile “${name}” may still be in the system’s keyring: ${troubleOf(error).message}.`,
    {
      hint: 'Unlock the keyring and run audit logout again, or remove the entry “hoopai-audit” in the system’s own program for keys.',
      cause: error,
    },
  );
}
