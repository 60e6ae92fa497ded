/** `audit archive prove`: a folder with the proof of one event, for a stranger who has nothing of ours. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { nameOfEvent } from '../archive/log/leaf.js';
import { readVerifierKey } from '../archive/log/note.js';
import { readSigningKey } from '../archive/log/signing-key.js';
import { type Proof, proveEvent } from '../archive/prove/prove.js';
import { keptApartFolderOf } from '../archive/store/form.js';
import { type Archive, openArchive } from '../archive/store/open.js';
import { privateKeyFile } from '../archive/store/writing.js';
import type { Context } from '../context.js';
import { AuditError, type ExitCode, exitCodes, UsageError } from '../errors.js';
import { cannotWrite, systemCode } from '../files/file-failure.js';
import { readIfThere } from '../files/whole-file.js';
import { harmless } from '../output/harmless.js';
import { findArchiveFolder } from './archive-place.js';
import type { GlobalFlags } from './command.js';
import { readGivenHead } from './given-head.js';
import { createVoice } from './voice.js';

export interface ProveFlags {
  /** Folder; must not be there yet. */
  readonly output?: string;
  readonly leaf?: string;
  readonly known?: string;
}

/**
 * Writes the folder, and says its path.
 *
 * @throws NotFoundError for an event that is not archived; ProofFailedError where it is not what its leaf vouches for; UsageError
 */
export async function proveToStrangers(
  eventId: string,
  { output, leaf, known }: ProveFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const archive = await openArchive(await findArchiveFolder(globals, context));
  const proof = await proveEvent(archive, {
    eventId,
    leaf: leaf === undefined ? undefined : readLeaf(leaf),
    known: known === undefined ? undefined : await readGivenHead(known),
    signingKey: await ownKey(archive, context),
  });
  const folder = resolve(output ?? `proof-${nameOfEvent(eventId).replace(':', '-')}`);
  await writeProof(folder, proof);
  await context.stdout.write(`${harmless(folder)}\n`);
  await createVoice(context, globals).note(wordsOf(proof));
  return exitCodes.done;
}

function readLeaf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError('bad-leaf', `--leaf “${text}” is no number.`);
}

/** The private key where this machine has it; a proof without it lacks only the signature in the form of OpenSSH. */
async function ownKey({ description }: Archive, { configFolder }: Context) {
  const newest = readVerifierKey(description.keys.at(-1)?.publicKey ?? '');
  const path = join(keptApartFolderOf(configFolder, description.origin), privateKeyFile);
  try {
    const pem = await readIfThere(path);
    return pem && readSigningKey(newest.name, pem.toString('utf8'));
  } catch (error) {
    if (error instanceof AuditError) return undefined;
    throw error;
  }
}

async function writeProof(folder: string, { files }: Proof): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
    for (const [name, content] of files)
      await writeFile(join(folder, name), content, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (systemCode(error) === 'EEXIST')
      throw new UsageError('target-exists', `${folder} is there already.`, {
        hint: 'Name another folder with -o.',
      });
    throw cannotWrite(error, folder);
  }
}

function wordsOf({ leaf, others, hasContent, files }: Proof): string {
  return [
    `Leaf ${leaf}; its README.md says what to type, and what each step proves.`,
    ...(hasContent ? [] : ['The content of the event was erased on record: only its leaf is proven.']),
    ...(others.length === 0
      ? []
      : [`The event came with other bytes as well: --leaf ${others.join(', --leaf ')}`]),
    ...(files.has('allowed_signers')
      ? []
      : ['The private key is not on this machine: there is no signature for ssh-keygen.']),
  ].join('\n');
}
