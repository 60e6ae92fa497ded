/**
 * Another key for an archive, visibly: announced in `archive.json`, laid down beside the old one, recorded in the log, and vouched for by
 * a checkpoint that both have signed; or by the new one alone, where the old one is lost. Killed anywhere, the next run ends it.
 */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.js';
import { readIfThere, replaceFile, syncFolderOf } from '../../files/whole-file.js';
import { loadSigningKey, nextKeyPath, writeSigningKey } from '../log/key-file.js';
import { readVerifierKey, type SigningKey } from '../log/note.js';
import { createSigningKey, readSigningKey } from '../log/signing-key.js';
import type { ArchiveWriter } from '../store/append.js';
import {
  type ArchiveDescription,
  descriptionFile,
  descriptionText,
  keptApartFolderOf,
} from '../store/form.js';
import { privateKeyFile, type Writing, withArchiveForWriting } from '../store/writing.js';

export interface Rotation {
  /** Public keys. */
  readonly old: string;
  readonly new: string;
  readonly isLost: boolean;
  /** The first size that the new key has signed. */
  readonly size: number;
}

/**
 * Gives the archive a new key.
 *
 * @param isLost whether the old private key is gone for good, and nothing can sign for the new one
 * @throws UsageError `key-not-lost`; ProofFailedError for the old key; as withArchiveForWriting
 */
export async function rotateKey(
  folder: string,
  writing: Omit<Writing, 'keysFor'>,
  isLost: boolean,
): Promise<Rotation> {
  let keys: { readonly path: string; readonly next: SigningKey; readonly old: string } | undefined;
  const keysFor = async (
    description: ArchiveDescription,
  ): Promise<readonly [SigningKey, ...SigningKey[]]> => {
    const path = join(keptApartFolderOf(writing.configFolder, description.origin), privateKeyFile);
    const next = await nextKey(path, description.origin);
    const old =
      description.keys.findLast(({ publicKey }) => publicKey !== next.verifier.line)?.publicKey ?? '';
    keys = { path, next, old };
    if (isLost) {
      await assertLost(path);
      return [next];
    }
    return [next, await loadSigningKey(path, readVerifierKey(old), writing.say, 'rotating')];
  };
  return withArchiveForWriting(folder, { ...writing, keysFor }, async (writer) => {
    if (keys === undefined) throw new Error('the keys are asked for before the work');
    const { path, next, old } = keys;
    const size = await record(
      writer,
      { old, new: next.verifier.line, isLost },
      new Date(writing.clock.nowMs()),
    );
    await rename(nextKeyPath(path), path);
    await syncFolderOf(path);
    return { old, new: next.verifier.line, isLost, size };
  });
}

/** The key that a killed run has laid down, or a new one. */
async function nextKey(path: string, origin: string): Promise<SigningKey> {
  const found = await readIfThere(nextKeyPath(path));
  if (found !== undefined) return readSigningKey(origin, found.toString('utf8'));
  const key = createSigningKey(origin);
  await writeSigningKey(nextKeyPath(path), key.pem);
  return key;
}

async function assertLost(path: string): Promise<void> {
  if ((await readIfThere(path)) === undefined) return;
  await rm(nextKeyPath(path), { force: true });
  throw new UsageError('key-not-lost', `The private key is not lost: it is at ${path}.`, {
    hint: 'With it the change is vouched for: audit archive rotate-key\nIf it is not the one of this archive, move it away first.',
  });
}

/** Announces the key and records it; gives the size that both have signed. What a killed run has done already is not done again. */
async function record(
  writer: ArchiveWriter,
  { old, new: next, isLost }: Omit<Rotation, 'size'>,
  now: Date,
): Promise<number> {
  const { description, folder } = writer;
  const announced = description.keys.find(({ publicKey }) => publicKey === next);
  if (announced !== undefined && announced.sinceSize <= writer.log.size) return announced.sinceSize;
  const size = writer.log.size + 1;
  const keys = [
    ...description.keys.filter(({ publicKey }) => publicKey !== next),
    { publicKey: next, sinceSize: size },
  ];
  const path = join(folder, descriptionFile);
  await replaceFile(path, descriptionText({ ...description, keys }), 0o600);
  await syncFolderOf(path);
  await writer.addRecord({
    ledger: 1,
    kind: 'key',
    at: now.toISOString(),
    old,
    new: next,
    ...(isLost ? { lost: true } : {}),
  });
  await writer.commit();
  return size;
}
