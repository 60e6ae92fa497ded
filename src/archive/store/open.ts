/** An archive that is there, opened for reading: without a lock, as its newest checkpoint has it, whatever a run is adding meanwhile. */
import { join } from 'node:path';
import { NotFoundError, ProofFailedError, UsageError } from '../../errors.js';
import { readSmallIfThere } from '../../files/small-file.js';
import { leafOfLedger } from '../log/leaf.js';
import { LeafLog } from '../log/leaf-log.js';
import { readVerifierKey, type VerifierKey } from '../log/note.js';
import { isSealed } from '../log/seal.js';
import { type ArchiveDescription, descriptionFile, manifestFile, readDescription } from './form.js';
import { ledgerFiles, missingRanges, segmentFiles } from './leaf-files.js';
import { type LedgerRecord, readRecord } from './ledger.js';
import { readManifest, type SegmentEntry } from './manifest.js';
import { sealFile } from './manifest-file.js';
import { describeSegment } from './segment.js';
import { SignedLeaves } from './signed-leaves.js';

export interface Archive {
  readonly folder: string;
  readonly description: ArchiveDescription;
  readonly log: LeafLog;
  /**
   * The segments in the order of their leaves. Those of which the manifest does not tell are read; all of them where it is not
   * sealed as it is: a date in it that is wrong would hide its events from every question.
   *
   * @throws ProofFailedError `leaves-missing` where a leaf is in no file.
   */
  manifest(): Promise<readonly SegmentEntry[]>;
  /** The archive's own records, oldest first. */
  ledger(): AsyncGenerator<{ readonly leaf: number; readonly record: LedgerRecord }>;
}

/**
 * Opens the archive in a folder.
 *
 * @throws NotFoundError `no-archive` where there is none; ProofFailedError where it or its newest checkpoint cannot be believed.
 */
export async function openArchive(folder: string): Promise<Archive> {
  const description = await findDescription(folder);
  if (description === undefined) {
    throw new NotFoundError('no-archive', `There is no archive in ${folder}.`, {
      hint: 'Begin one: audit archive sync',
    });
  }
  const keys = keysOf(description);
  const log = await LeafLog.open(folder, keys);
  return {
    folder,
    description,
    log,
    manifest: async () => readSegments(folder, log.size, await manifestOf(folder, keys)),
    ledger: () => readLedger(folder, log.size),
  };
}

/** The keys that `archive.json` names. @throws ProofFailedError `archive-not-readable` where one of them is none */
export function keysOf({ keys }: ArchiveDescription): readonly VerifierKey[] {
  try {
    return keys.map(({ publicKey }) => readVerifierKey(publicKey));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new ProofFailedError('archive-not-readable', `${descriptionFile} names a key that is none.`, {
      hint: 'Put back the one that was there; nothing in the archive can be judged without it.',
      cause: error,
    });
  }
}

/** What the manifest tells; nothing where none of the keys has sealed it as it is. */
export async function manifestOf(
  folder: string,
  keys: readonly VerifierKey[],
): Promise<readonly SegmentEntry[]> {
  const text = readSmallIfThere(join(folder, manifestFile));
  const seal = readSmallIfThere(join(folder, sealFile));
  if (text === undefined || seal === undefined || !isSealed(text, seal.toString('utf8'), keys)) return [];
  return readManifest(text.toString('utf8')) ?? [];
}

/** What `archive.json` says; undefined where there is none. @throws ProofFailedError where it cannot be read as one */
export async function findDescription(folder: string): Promise<ArchiveDescription | undefined> {
  const text = readSmallIfThere(join(folder, descriptionFile));
  return text === undefined ? undefined : readDescription(text.toString('utf8'));
}

/**
 * Every segment of the first `size` leaves: as the manifest tells, and where it does not, as the segment itself does.
 *
 * @param manifest what is believed of it; where none is given it is read as it lies there, for a writer has just mended it
 * @throws ProofFailedError `leaves-missing` where a leaf is in no file
 */
export async function readSegments(
  folder: string,
  size: number,
  manifest?: readonly SegmentEntry[],
): Promise<readonly SegmentEntry[]> {
  const told = (manifest ?? (await unsealedManifest(folder))).filter(({ last }) => last < size);
  const records = await ledgerFiles(folder);
  if (missingRanges([...told, ...records], size).length === 0) return told;
  const byPath = new Map(told.map((entry) => [entry.path, entry]));
  const entries: SegmentEntry[] = [];
  for (const file of (await segmentFiles(folder)).filter(({ last }) => last < size))
    entries.push(byPath.get(file.path) ?? (await describeSegment(folder, file)));
  const [missing] = missingRanges([...entries, ...records], size);
  if (missing === undefined) return entries;
  throw new ProofFailedError(
    'leaves-missing',
    `The file of the leaves ${missing.first} to ${missing.last} is not in the archive any more.`,
    { hint: 'See what else is missing: audit archive verify\nPut it back from a copy of the archive.' },
  );
}

async function unsealedManifest(folder: string): Promise<readonly SegmentEntry[]> {
  const text = readSmallIfThere(join(folder, manifestFile));
  return readManifest(text?.toString('utf8') ?? '') ?? [];
}

/**
 * The records among the first `size` leaves, oldest first.
 *
 * @throws ProofFailedError `record-altered` where one is not what its leaf says: it would tell another story of all the rest
 */
export async function* readLedger(
  folder: string,
  size: number,
): AsyncGenerator<{ readonly leaf: number; readonly record: LedgerRecord }> {
  const leaves = new SignedLeaves(folder, size);
  for (const { path, first, last } of await ledgerFiles(folder)) {
    if (last >= size) return;
    const text = readSmallIfThere(join(folder, path))?.toString('utf8') ?? '';
    const lines = text.split('\n').slice(0, last - first + 1);
    for (const [index, line] of lines.entries()) {
      const record = readRecord(line);
      const { sha256 } = leaves.at(first + index);
      if (leafOfLedger(record.kind, line).sha256 !== sha256) throw recordAltered(path);
      yield { leaf: first + index, record };
    }
  }
}

function recordAltered(path: string): ProofFailedError {
  return new ProofFailedError('record-altered', `${path} is not what was recorded.`, {
    hint: 'See what else is not: audit archive verify\nPut back the file from a copy of the archive.',
  });
}
