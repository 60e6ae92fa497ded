/** An archive that is there, opened for reading: without a lock, as its newest checkpoint has it, whatever a run is adding meanwhile. */
import { join } from 'node:path';
import { NotFoundError, ProofFailedError } from '../../errors.js';
import { readIfThere } from '../../files/whole-file.js';
import { LeafLog } from '../log/leaf-log.js';
import { readVerifierKey } from '../log/note.js';
import { type ArchiveDescription, descriptionFile, manifestFile, readDescription } from './form.js';
import { ledgerFiles, missingRanges, segmentFiles } from './leaf-files.js';
import { type LedgerRecord, readRecord } from './ledger.js';
import { readManifest, type SegmentEntry } from './manifest.js';
import { describeSegment } from './segment.js';

export interface Archive {
  readonly folder: string;
  readonly description: ArchiveDescription;
  readonly log: LeafLog;
  /**
   * The segments in the order of their leaves. Those of which the manifest does not tell are read.
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
  const keys = description.keys.map(({ publicKey }) => readVerifierKey(publicKey));
  const log = await LeafLog.open(folder, keys);
  return {
    folder,
    description,
    log,
    manifest: () => readSegments(folder, log.size),
    ledger: () => readLedger(folder, log.size),
  };
}

/** What `archive.json` says; undefined where there is none. @throws ProofFailedError where it cannot be read as one */
export async function findDescription(folder: string): Promise<ArchiveDescription | undefined> {
  const text = await readIfThere(join(folder, descriptionFile));
  return text === undefined ? undefined : readDescription(text.toString('utf8'));
}

/**
 * Every segment of the first `size` leaves: as the manifest tells, and where it does not, as the segment itself does.
 *
 * @throws ProofFailedError `leaves-missing` where a leaf is in no file
 */
export async function readSegments(folder: string, size: number): Promise<readonly SegmentEntry[]> {
  const text = await readIfThere(join(folder, manifestFile));
  const told = (readManifest(text?.toString('utf8') ?? '') ?? []).filter(({ last }) => last < size);
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

/** The records among the first `size` leaves, oldest first. */
export async function* readLedger(
  folder: string,
  size: number,
): AsyncGenerator<{ readonly leaf: number; readonly record: LedgerRecord }> {
  for (const { path, first, last } of await ledgerFiles(folder)) {
    if (last >= size) return;
    const text = (await readIfThere(join(folder, path)))?.toString('utf8') ?? '';
    const lines = text.split('\n').slice(0, last - first + 1);
    for (const [index, line] of lines.entries()) yield { leaf: first + index, record: readRecord(line) };
  }
}
