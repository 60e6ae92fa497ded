/**
 * Files that only their owner may read: one that others can read is closed and told, one that is not ours is not read. They are small,
 * and a start waits for each: read in place, for the threads that promises of files start take longer than all of them.
 */
import { closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AccessError } from '../errors.js';

/** Says a sentence to the person, on stderr. */
export type Say = (sentence: string) => Promise<void>;

/** A token or a settings file larger than this is neither. */
const mostBytes = 1024 * 1024;

/**
 * The text of a secret's file; undefined where there is none. Links are not followed and devices not opened. A mode that lets
 * others in is narrowed to 0600 and said: the harm, if any, is done, and a nightly run is not helped by failing.
 *
 * @throws AccessError when it cannot be read, belongs to somebody else, is no file, or cannot be closed to others.
 */
export async function readSecretFile(path: string, say: Say): Promise<string | undefined> {
  return readOurs(path, constants.O_NOFOLLOW, async (file, mode) => {
    if ((mode & 0o077) === 0) return;
    fchmodSync(file, 0o600);
    await say(
      `Warning: ${path} could be read by others (mode ${octal(mode)}); it is 0600 again. Whoever read it has the token: audit login makes a new one.`,
    );
  });
}

/**
 * The text of the settings file; undefined where there is none. It says where tokens are sent and which command fetches them, so
 * one that others may change is not believed, nor is one in a folder in which they may put another in its place.
 *
 * @throws AccessError when it is so, and as readSecretFile does.
 */
export async function readSettingsFile(path: string): Promise<string | undefined> {
  return readOurs(path, 0, async (_file, mode) => {
    if ((mode & 0o022) !== 0) throw changeable(path, mode, '600');
    const folder = dirname(path);
    const { mode: folderMode } = lstatSync(folder);
    // In a folder with the sticky bit others may add files, but not replace ours.
    if ((folderMode & 0o022) !== 0 && (folderMode & 0o1000) === 0)
      throw changeable(folder, folderMode, '700');
  });
}

/**
 * Puts a secret's file in the old one's place, for its owner only; no reader sees half of it.
 *
 * @throws AccessError when the disk refuses; what was there stays.
 */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  const { replacePrivateFile } = await import('../files/private-file.js');
  try {
    await replacePrivateFile(path, text);
  } catch (error) {
    throw notKept(path, error);
  }
}

/** A disk that refuses what must be kept for the next command. */
export function notKept(path: string, error: unknown): AccessError {
  return new AccessError('not-kept', `${path} could not be written (${codeOf(error)}).`, {
    hint: 'Make room, or name a folder that can be written: AUDIT_CONFIG_DIR=… AUDIT_TOKEN needs none.',
    cause: error,
  });
}

async function readOurs(
  path: string,
  flags: number,
  check: (file: number, mode: number) => Promise<void>,
): Promise<string | undefined> {
  let file: number | undefined;
  try {
    // A pipe without a writer would hold an opener up for ever.
    file = openSync(path, constants.O_RDONLY | flags | constants.O_NONBLOCK);
    const found = fstatSync(file);
    if (!found.isFile() || found.size > mostBytes) throw notOurs(path, 'it is no plain file of that size');
    // Windows has neither owners of this kind nor these modes.
    const userId = process.getuid?.();
    if (userId !== undefined) {
      if (userId !== 0 && found.uid !== userId) throw notOurs(path, 'it belongs to somebody else');
      await check(file, found.mode);
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof AccessError) throw error;
    const code = codeOf(error);
    // A path through a file (ENOTDIR) is as empty as one that is not there.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ELOOP') throw notOurs(path, 'it is a link');
    throw new AccessError('secret-unreadable', `${path} cannot be read (${code}).`, {
      hint: 'Mend its permissions, or log in again: audit login',
      cause: error,
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function notOurs(path: string, why: string): AccessError {
  return new AccessError('secret-not-ours', `${path} was not read: ${why}.`, {
    hint: 'Look at it, remove it, and log in again: audit login',
  });
}

function changeable(path: string, mode: number, right: string): AccessError {
  return new AccessError(
    'settings-not-private',
    `Others may change ${path} (mode ${octal(mode)}), and it says where tokens are sent; nothing was sent.`,
    { hint: `Look whether it still says what you told it, then: chmod ${right} '${path}'` },
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
