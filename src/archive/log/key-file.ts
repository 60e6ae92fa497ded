/** The file of an archive's private key: apart from the archive, for its owner alone, and never replaced by another. */
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AccessError, ProofFailedError } from '../../errors.js';
import { systemCode } from '../../files/file-failure.js';
import { makeFolders } from '../../files/folders.js';
import { readIfThere, syncFolderOf } from '../../files/whole-file.js';
import type { SigningKey, VerifierKey } from './note.js';
import { readSigningKey } from './signing-key.js';

/** Says a sentence to the person, on stderr. */
type Say = (sentence: string) => Promise<void>;

/**
 * The key in that file, which must be one of the archive's newest key. A file that others could read is closed to them, and said.
 *
 * @throws ProofFailedError `private-key-missing`, `private-key-foreign`, `private-key-not-readable`, `rotation-unfinished`
 * @throws AccessError where it cannot be read or not be closed to others.
 */
export async function loadSigningKey(
  path: string,
  newest: VerifierKey,
  say: Say,
  purpose: 'signing' | 'rotating' = 'signing',
): Promise<SigningKey> {
  if (purpose === 'signing') await assertNotRotating(path);
  const pem = await readKeyFile(path);
  if (pem === undefined)
    throw new ProofFailedError(
      'private-key-missing',
      `The private key that signs this archive is not on this machine (${path}).`,
      { hint: lostKeyHint },
    );
  const key = readSigningKey(newest.name, pem);
  if (key.verifier.line !== newest.line)
    throw new ProofFailedError(
      'private-key-foreign',
      `The private key in ${path} is not the one that signs this archive: it is ${key.verifier.id}, the archive's is ${newest.id}.`,
      { hint: lostKeyHint, facts: { found: key.verifier.line, wanted: newest.line } },
    );
  await closeToOthers(path, say);
  return key;
}

/** Where the next key lies until it takes the place of this one. */
export function nextKeyPath(path: string): string {
  return `${path}.next`;
}

/** Lays a new key's file down; on the disk when this resolves. @throws AccessError where there is one, or none can be made. */
export async function writeSigningKey(path: string, pem: string): Promise<void> {
  try {
    makeFolders(dirname(path));
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(pem);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolderOf(path);
  } catch (error) {
    throw new AccessError(
      'private-key-not-writable',
      `The private key cannot be laid down at ${path} (${systemCode(error) ?? error}).`,
      { hint: 'A key that lies there is never replaced. Nothing was archived.', cause: error },
    );
  }
}

const lostKeyHint =
  'Bring the file from the machine that made the archive. If the key is lost for good: audit archive rotate-key --lost (it stays visible).';

/** Between two keys neither may sign alone. */
async function assertNotRotating(path: string): Promise<void> {
  if ((await readKeyFile(nextKeyPath(path))) === undefined) return;
  throw new ProofFailedError('rotation-unfinished', 'A change of the archive’s key was interrupted.', {
    hint: 'End it: audit archive rotate-key (with --lost if it was begun so)',
  });
}

async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    return (await readIfThere(path))?.toString();
  } catch (error) {
    throw new AccessError(
      'private-key-unreadable',
      `${path} cannot be read (${systemCode(error) ?? error}).`,
      {
        hint: 'It holds the private key of the archive: mend its permissions.',
        cause: error,
      },
    );
  }
}

async function closeToOthers(path: string, say: Say): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) === 0) return;
    await file.chmod(0o600);
    // Where the system knows no such modes there is nothing to say.
    if (((await file.stat()).mode & 0o077) !== 0) return;
    await say(
      `Warning: ${path} could be read by others (mode ${(mode & 0o777).toString(8)}); it is 0600 again. Whoever read it can sign as this archive: audit archive rotate-key makes a new one.`,
    );
  } catch (error) {
    throw new AccessError(
      'private-key-open',
      `${path} can be read by others, and cannot be closed to them.`,
      {
        hint: `Make it yours alone: chmod 600 '${path}'`,
        cause: error,
      },
    );
  } finally {
    await file.close();
  }
}
