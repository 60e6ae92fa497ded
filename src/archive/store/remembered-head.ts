/** The newest head of an archive that this machine has signed or verified, kept apart from the archive: so that a cut tail or an older copy put in its place is noticed. */
import { join } from 'node:path';
import { ProofFailedError } from '../../errors.js';
import { makeFolders } from '../../files/folders.js';
import { readIfThere, replaceFile, syncFolderOf } from '../../files/whole-file.js';
import type { Checkpoint } from '../log/checkpoint.js';
import { type Head, headLine, readHead } from '../log/head.js';
import type { LeafLog } from '../log/leaf-log.js';
import type { VerifierKey } from '../log/note.js';

/** The private key and the remembered head lie in `keptApartFolder` (form.ts). */
const headFile = 'head';

/** The remembered head; undefined where this machine has none. @throws UsageError where the file holds no head */
export async function rememberedHead(keptApartFolder: string): Promise<Head | undefined> {
  const text = await readIfThere(join(keptApartFolder, headFile));
  return text === undefined ? undefined : readHead(text.toString('utf8'));
}

/** Remembers a head that was signed or verified here; an older one than is remembered already is passed over. */
export async function rememberHead(
  keptApartFolder: string,
  checkpoint: Checkpoint,
  key: VerifierKey,
): Promise<void> {
  const known = await rememberedHead(keptApartFolder);
  if (known !== undefined && known.size >= checkpoint.size) return;
  const path = join(keptApartFolder, headFile);
  makeFolders(keptApartFolder);
  await replaceFile(path, `${headLine(checkpoint, key)}\n`, 0o600);
  await syncFolderOf(path);
}

/**
 * Whether the archive is at least what this machine remembers of it.
 *
 * @throws ProofFailedError `archive-rolled-back` where it is older, or tells another story.
 */
export function assertNotRolledBack(log: LeafLog, head: Head, folder: string, keptApartFolder: string): void {
  if (head.size > log.size)
    throw rolledBack(
      `ends at ${log.size} leaves, and this machine knows ${head.size} of it`,
      folder,
      keptApartFolder,
    );
  const root = log.rootAt(head.size);
  if (Buffer.compare(root, head.rootHash) !== 0)
    throw rolledBack(
      `tells the first ${head.size} leaves otherwise than this machine knows them`,
      folder,
      keptApartFolder,
    );
}

function rolledBack(what: string, folder: string, keptApartFolder: string): ProofFailedError {
  return new ProofFailedError(
    'archive-rolled-back',
    `The archive in ${folder} ${what}. Nothing was touched.`,
    {
      hint: [
        'Somebody cut it, or put an older copy in its place: bring back the newest one, and look at it with audit archive verify',
        `If you did so yourself and mean it, remove what is remembered: ${join(keptApartFolder, headFile)}`,
      ].join('\n'),
    },
  );
}
