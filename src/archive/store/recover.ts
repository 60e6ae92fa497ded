/**
 * What a killed run has left: taken over where it was signed and all there, removed where not; and nothing is touched of an archive
 * that is less than this machine knows of it.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ProofFailedError } from '../../errors.js';
import { systemCode } from '../../files/file-failure.js';
import { namesIn, readIfThere } from '../../files/whole-file.js';
import { type Checkpoint, openCheckpoint } from '../log/checkpoint.js';
import type { LeafLog } from '../log/leaf-log.js';
import type { SigningKey, VerifierKey } from '../log/note.js';
import { erasuresIn, removeErased } from './erasures.js';
import { assertFolder, makeFolderWithin } from './folders.js';
import { draftsFolder, eventsFolder, ledgerFolder } from './form.js';
import { type LeafFile, ledgerFiles, missingRanges, segmentFiles } from './leaf-files.js';
import type { LedgerRecord } from './ledger.js';
import type { SegmentEntry } from './manifest.js';
import { writeManifest } from './manifest-file.js';
import { manifestOf, readLedger } from './open.js';
import { assertNotRolledBack, rememberedHead } from './remembered-head.js';
import { describeSegment } from './segment.js';

export interface Recovery {
  readonly folder: string;
  readonly log: LeafLog;
  readonly keys: readonly VerifierKey[];
  readonly keptApartFolder: string;
  /** Seals the manifest. */
  readonly key: SigningKey;
}

/**
 * Makes an archive ready to be added to, and gives the records of its ledger. Whoever calls holds its lock.
 *
 * @throws ProofFailedError `archive-rolled-back`, `log-cut`, `not-a-folder`; as LeafLog where the log is damaged
 */
export async function recover({
  folder,
  log,
  keys,
  keptApartFolder,
  key,
}: Recovery): Promise<readonly LedgerRecord[]> {
  for (const name of [eventsFolder, ledgerFolder, 'log', 'log/checkpoints', 'log/tile'])
    await assertFolderIfThere(join(folder, name));
  await rollForward(folder, log, keys);
  const head = await rememberedHead(keptApartFolder);
  if (head !== undefined) assertNotRolledBack(log, head, folder, keptApartFolder);
  const leftovers = await leftoversOf(folder, log.size);
  await removeLeftovers(folder, log, leftovers);
  const entries = await mendManifest(folder, log.size, keys, key);
  const write = (mended: readonly SegmentEntry[]) => writeManifest(folder, mended, key);
  const records: LedgerRecord[] = [];
  for await (const { record } of readLedger(folder, log.size)) records.push(record);
  await removeErased(folder, entries, erasuresIn(records), write);
  return records;
}

/** Takes over the largest checkpoint that was signed beyond the newest one and of which every leaf is in a file. */
async function rollForward(folder: string, log: LeafLog, keys: readonly VerifierKey[]): Promise<void> {
  const kept = join(folder, 'log', 'checkpoints');
  const larger = (await namesIn(kept)).filter((name) => Number(name) > log.size).sort();
  if (larger.length === 0) return;
  const files = [...(await segmentFiles(folder)), ...(await ledgerFiles(folder))];
  for (const name of larger.reverse()) {
    const checkpoint = await signedCheckpoint(join(kept, name), keys);
    if (checkpoint === undefined || missingRanges(files, checkpoint.size).length > 0) continue;
    if (await isAdopted(log, checkpoint)) return;
  }
}

async function signedCheckpoint(path: string, keys: readonly VerifierKey[]): Promise<Checkpoint | undefined> {
  const text = await readIfThere(path);
  try {
    return text === undefined ? undefined : openCheckpoint(text.toString('utf8'), keys);
  } catch (error) {
    if (error instanceof ProofFailedError) return undefined;
    throw error;
  }
}

async function isAdopted(log: LeafLog, checkpoint: Checkpoint): Promise<boolean> {
  try {
    await log.adopt(checkpoint);
    return true;
  } catch (error) {
    if (error instanceof ProofFailedError) return false;
    throw error;
  }
}

/**
 * What lies behind the log: never more than one killed commit has left, which has one ledger file, and in the first commit no events.
 *
 * @throws ProofFailedError `log-cut` where it is more: then it is the log that is missing, and this is all that is left of it
 */
async function leftoversOf(folder: string, size: number): Promise<readonly LeafFile[]> {
  const isBehind = ({ last }: LeafFile) => last >= size;
  const segments = (await segmentFiles(folder)).filter(isBehind);
  const records = (await ledgerFiles(folder)).filter(isBehind);
  if (records.length <= 1 && (size > 0 || segments.length === 0)) return [...segments, ...records];
  throw new ProofFailedError(
    'log-cut',
    `The log in ${folder} ends at ${size} leaves, and there are files of more than one run behind it. Nothing was touched.`,
    {
      hint: 'Bring back the whole of log/ from a copy of the archive; then look at it with audit archive verify',
    },
  );
}

async function removeLeftovers(folder: string, log: LeafLog, files: readonly LeafFile[]): Promise<void> {
  await rm(join(folder, draftsFolder), { recursive: true, force: true });
  await makeFolderWithin(folder, draftsFolder);
  for (const { path } of files) await rm(join(folder, path), { force: true });
  await log.removeLeftovers();
}

/** Writes the manifest anew where it is not sealed as it is, or does not tell of exactly the segments that there are. */
async function mendManifest(
  folder: string,
  size: number,
  keys: readonly VerifierKey[],
  key: SigningKey,
): Promise<readonly SegmentEntry[]> {
  const told = new Map((await manifestOf(folder, keys)).map((entry) => [entry.path, entry]));
  const files = (await segmentFiles(folder)).filter(({ last }) => last < size);
  const isTold = files.length === told.size && files.every((file) => told.has(file.path));
  const entries: SegmentEntry[] = [];
  for (const file of files) entries.push(told.get(file.path) ?? (await describeSegment(folder, file)));
  if (!isTold) await writeManifest(folder, entries, key);
  return entries;
}

async function assertFolderIfThere(folder: string): Promise<void> {
  try {
    await assertFolder(folder);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
