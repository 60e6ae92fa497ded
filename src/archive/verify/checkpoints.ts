/** Whether the signed checkpoints, the newest and every earlier one, are there and were signed by the keys of their time. */
import { join } from 'node:path';
import { AuditError } from '../../errors.js';
import { readSmallIfThere } from '../../files/small-file.js';
import { type Checkpoint, readCheckpoint } from '../log/checkpoint.js';
import { readNote, signersOf, type VerifierKey } from '../log/note.js';
import type { LeafFile } from '../store/leaf-files.js';
import { attemptNow } from './attempt.js';
import { isLedgerFile } from './diagnose.js';
import type { Finding } from './finding.js';
import { keyOf, type LinkedKey } from './records.js';
import { Turns } from './turns.js';

export const newestPath = 'log/checkpoint';
const checkpointsATurn = 32;
const unfit = 'bears a signature that does not fit it';

/** A checkpoint that was read, whatever it is worth. */
export interface FoundCheckpoint extends Checkpoint {
  readonly path: string;
}

export interface CheckpointsCheck {
  readonly findings: readonly Finding[];
  /** Those that were signed as they should be, smallest first. */
  readonly signed: readonly FoundCheckpoint[];
}

/** A key of its time; the key itself is undefined where the record that names it names none. */
interface SigningLink extends LinkedKey {
  readonly verifier: VerifierKey | undefined;
}

/** The checkpoint in a file, not yet believed; undefined where there is none that can be read. */
export function findCheckpoint(archiveFolder: string, path: string): FoundCheckpoint | undefined {
  return attemptNow(() => {
    const text = readSmallIfThere(join(archiveFolder, path));
    return text && { ...readCheckpoint(text.toString('utf8')), path };
  });
}

/** Where the checkpoint of that size is kept. */
function checkpointPath(size: number): string {
  return `log/checkpoints/${String(size).padStart(12, '0')}`;
}

/**
 * Judges the checkpoints of an archive that ends at `size`. Each commit ends with a ledger file, so these tell which there have been.
 *
 * @param paths those that are there, within the size
 * @param look called on the way; may throw to end the work
 */
export async function checkCheckpoints(
  archiveFolder: string,
  newest: FoundCheckpoint,
  paths: readonly string[],
  leafFiles: readonly LeafFile[],
  linkedKeys: readonly LinkedKey[],
  look: () => void,
): Promise<CheckpointsCheck> {
  const keys = linkedKeys.map((link) => ({ ...link, verifier: keyOf(link) }));
  const wanted = new Set(leafFiles.filter(isLedgerFile).map(({ last }) => checkpointPath(last + 1)));
  const there = new Set(paths);
  const findings: Finding[] = [];
  const signed: FoundCheckpoint[] = [];
  for (const path of wanted)
    if (!there.has(path)) findings.push({ code: 'checkpoint-missing', path, text: 'is not there any more' });
  const turns = new Turns(checkpointsATurn, look);
  for (const path of [...paths].sort()) {
    await turns.next();
    const checkpoint = findCheckpoint(archiveFolder, path);
    const problem = problemOf(path, checkpoint, wanted.has(path), keys);
    if (problem !== undefined) findings.push({ code: 'checkpoint-altered', path, text: problem });
    else if (checkpoint !== undefined) signed.push(checkpoint);
  }
  if (newest.path !== newestPath)
    findings.push({ code: 'checkpoint-altered', path: newestPath, text: 'is no checkpoint' });
  const kept = signed.find(({ size }) => size === newest.size);
  if (newest.path === newestPath && kept?.text !== newest.text) {
    const problem =
      problemOf(checkpointPath(newest.size), newest, true, keys) ??
      'is not the one that was kept of this size';
    findings.push({ code: 'checkpoint-altered', path: newestPath, text: problem });
  }
  return { findings, signed };
}

function problemOf(
  path: string,
  checkpoint: FoundCheckpoint | undefined,
  isWanted: boolean,
  keys: readonly SigningLink[],
): string | undefined {
  if (checkpoint === undefined) return 'is no checkpoint';
  if (path !== checkpointPath(checkpoint.size)) return `is that of ${checkpoint.size} leaves`;
  if (!isWanted) return 'belongs to no commit of this archive';
  return signatureProblem(checkpoint, keys);
}

/** Exactly the keys of its time: the one that signs from some size on, and at that size the one before it as well. */
function signatureProblem(
  { text, origin, size }: Checkpoint,
  keys: readonly SigningLink[],
): string | undefined {
  const at = keys.findLastIndex(({ sinceSize }) => sinceSize <= size);
  const key = keys[at];
  const before = key !== undefined && size === key.sinceSize && !key.isLost ? keys[at - 1] : undefined;
  const wanted = [key, before].flatMap((link) => (link === undefined ? [] : [link.verifier]));
  if (!wanted.every((verifier) => verifier !== undefined)) return unfit;
  try {
    const note = readNote(text);
    const signers = signersOf(note, wanted);
    if (wanted.some(({ name }) => name !== origin)) return 'is that of another log';
    if (signers.length < wanted.length || signers.length === 0) return 'is not signed by the key of its time';
    return note.signatures.length > wanted.length ? 'bears a signature that nobody here knows' : undefined;
  } catch (error) {
    if (error instanceof AuditError) return unfit;
    throw error;
  }
}
