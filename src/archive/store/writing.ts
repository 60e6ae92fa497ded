/** An archive opened for adding to it: one run at a time, mended first, begun where there is none. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock, Runner } from '../../context.js';
import { NotFoundError, ProofFailedError, UsageError } from '../../errors.js';
import { cannotWrite, systemCode } from '../../files/file-failure.js';
import { makeFolders } from '../../files/folders.js';
import { withLock } from '../../files/lock.js';
import { namesIn, replaceFile, syncFolderOf } from '../../files/whole-file.js';
import { loadSigningKey, writeSigningKey } from '../log/key-file.js';
import { LeafLog } from '../log/leaf-log.js';
import { readVerifierKey, type SigningKey } from '../log/note.js';
import { createSigningKey } from '../log/signing-key.js';
import { ArchiveWriter } from './append.js';
import {
  type ArchiveDescription,
  type ArchivedAccount,
  descriptionFile,
  descriptionText,
  eventsFolder,
  keptApartFolderOf,
  ledgerFolder,
  lockFile,
  originOf,
} from './form.js';
import { findDescription, keysOf } from './open.js';
import { recover } from './recover.js';

/** In `keptApartFolder` (form.ts). */
export const privateKeyFile = 'private-key.pem';

type Keys = readonly [SigningKey, ...SigningKey[]];

export interface Writing {
  readonly configFolder: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly runner: Runner;
  /** Of this tool. */
  readonly version: string;
  /** Says a sentence to the person, on stderr. */
  readonly say: (sentence: string) => Promise<void>;
  /** Whose log it is to be; where there is no archive one is begun for it. Undefined: there must be one. */
  readonly account?: ArchivedAccount;
  /** Signs instead of the key that this machine keeps, several where one follows another. */
  readonly keysFor?: (description: ArchiveDescription) => Promise<Keys>;
}

/**
 * Lets `work` add to the archive in a folder; only what it commits counts.
 *
 * @throws UsageError `target-in-use` while another run adds to it, `archive-of-another-account`; NotFoundError `no-archive`;
 *   ProofFailedError as `recover` and for its private key; IncompleteError where the disk fails; what the work throws.
 */
export async function withArchiveForWriting<T>(
  folder: string,
  writing: Writing,
  work: (writer: ArchiveWriter) => Promise<T>,
): Promise<T> {
  try {
    if (writing.account === undefined) await assertArchive(folder);
    else makeFolders(folder);
    return await withLock(join(folder, lockFile), `The archive in ${folder}`, writing, async () => {
      const writer = await openWriter(folder, writing);
      try {
        return await work(writer);
      } finally {
        await writer.abandon();
      }
    });
  } catch (error) {
    throw systemCode(error) === undefined ? error : cannotWrite(error, folder);
  }
}

async function assertArchive(folder: string): Promise<ArchiveDescription> {
  const description = await findDescription(folder);
  if (description !== undefined) return description;
  throw new NotFoundError('no-archive', `There is no archive in ${folder}.`, {
    hint: 'Begin one: audit archive sync',
  });
}

async function openWriter(folder: string, writing: Writing): Promise<ArchiveWriter> {
  const { account, configFolder, say } = writing;
  const found = await findDescription(folder);
  const description =
    found ?? (account === undefined ? await assertArchive(folder) : await begin(folder, account, writing));
  if (account !== undefined) assertSameAccount(description, account, folder);
  const keptApartFolder = keptApartFolderOf(configFolder, description.origin);
  const ownKey = async (): Promise<Keys> => {
    const newest = description.keys.at(-1)?.publicKey ?? '';
    return [await loadSigningKey(join(keptApartFolder, privateKeyFile), readVerifierKey(newest), say)];
  };
  const verifiers = keysOf(description);
  const keys = await (writing.keysFor ?? ownKey)(description);
  const log = await LeafLog.open(folder, verifiers);
  const records = await recover({ folder, log, keys: verifiers, keptApartFolder, key: keys[0] });
  const writer = new ArchiveWriter({ folder, description, log, records, keys, keptApartFolder });
  if (log.size === 0) await beginLog(writer, writing);
  return writer;
}

/** The first leaf says which log this is, so that `archive.json` can be held against it. */
async function beginLog(writer: ArchiveWriter, { version, clock }: Writing): Promise<void> {
  const { origin, account, keys, made } = writer.description;
  const at = new Date(clock.nowMs()).toISOString();
  const publicKey = keys[0]?.publicKey ?? '';
  const about = { archive: 1, origin, account, publicKey, made } as const;
  await writer.addRecord({ ledger: 1, kind: 'archive', at, tool: version, ...about });
  await writer.commit();
}

/**
 * The key first: an archive without one could never be added to.
 *
 * @throws ProofFailedError `archive-not-readable` where another archive lies in the folder, and only says no more whose it is;
 *   UsageError `folder-not-empty` where something else does
 */
async function begin(
  folder: string,
  account: ArchivedAccount,
  { configFolder, clock }: Writing,
): Promise<ArchiveDescription> {
  const others = [eventsFolder, ledgerFolder, 'log'].map((name) => namesIn(join(folder, name)));
  if ((await Promise.all(others)).flat().length > 0) throw isOrphaned(folder);
  await assertNothingElse(folder);
  const origin = originOf(account, randomBytes(4).toString('hex'));
  const key = createSigningKey(origin);
  await writeSigningKey(join(keptApartFolderOf(configFolder, origin), privateKeyFile), key.pem);
  const description: ArchiveDescription = {
    archive: 1,
    origin,
    account,
    keys: [{ publicKey: key.verifier.line, sinceSize: 0 }],
    made: new Date(clock.nowMs()).toISOString(),
  };
  const path = join(folder, descriptionFile);
  await replaceFile(path, descriptionText(description), 0o600);
  await syncFolderOf(path);
  return description;
}

/** Whoever names the wrong folder is to lose nothing there: what an archive does not know it takes for leftovers. */
async function assertNothingElse(folder: string): Promise<void> {
  const ours = [eventsFolder, ledgerFolder, 'log', `${descriptionFile}.new`];
  const other = (await namesIn(folder)).find((name) => !name.startsWith(lockFile) && !ours.includes(name));
  if (other === undefined) return;
  throw new UsageError(
    'folder-not-empty',
    `${folder} is no archive, and there is something in it: ${other}.`,
    {
      hint: 'Name a new or an empty folder with --archive-folder.',
    },
  );
}

function isOrphaned(folder: string): ProofFailedError {
  return new ProofFailedError(
    'archive-not-readable',
    `There is an archive in ${folder}, but its ${descriptionFile} is not there any more. Nothing was touched.`,
    {
      hint: `Put back ${descriptionFile} from a copy of the archive, or name another folder with --archive-folder.`,
    },
  );
}

function assertSameAccount({ account }: ArchiveDescription, wanted: ArchivedAccount, folder: string): void {
  if (account.locationId === wanted.locationId && account.apiUrl === wanted.apiUrl) return;
  throw new UsageError(
    'archive-of-another-account',
    `The archive in ${folder} is that of ${account.locationId} at ${account.apiUrl}, and this is ${wanted.locationId} at ${wanted.apiUrl}.`,
    { hint: 'Each account has an archive of its own: name another folder with --archive-folder.' },
  );
}
