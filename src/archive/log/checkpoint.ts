/** Checkpoints (C2SP tlog-checkpoint): the size and the root of the log at one moment, signed. */
import { ProofFailedError } from '../../errors.js';
import { readNote, type SigningKey, signersOf, signNote, type VerifierKey } from './note.js';
import { hashBytes } from './tree.js';

export interface Checkpoint {
  readonly origin: string;
  /** How many leaves. */
  readonly size: number;
  readonly rootHash: Uint8Array;
  /** The whole signed note. */
  readonly text: string;
}

const bodyForm = /^([^\n]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n$/;

/** A checkpoint, signed by each of the keys. */
export function signCheckpoint(head: Omit<Checkpoint, 'text'>, keys: readonly SigningKey[]): Checkpoint {
  const { origin, size, rootHash } = head;
  const body = `${origin}\n${size}\n${Buffer.from(rootHash).toString('base64')}\n`;
  return { origin, size, rootHash, text: signNote(body, keys) };
}

/** What a checkpoint says, believed by nobody yet. @throws ProofFailedError `checkpoint-not-readable` */
export function readCheckpoint(text: string): Checkpoint {
  const [, origin, size, base64 = ''] = bodyForm.exec(readNote(text).text) ?? [];
  const rootHash = Buffer.from(base64, 'base64');
  if (
    origin === undefined ||
    size === undefined ||
    rootHash.length !== hashBytes ||
    rootHash.toString('base64') !== base64
  )
    throw new ProofFailedError(
      'checkpoint-not-readable',
      'A checkpoint is not in the form that it should have.',
    );
  return { origin, size: Number(size), rootHash, text };
}

/**
 * A checkpoint that at least one of the keys has signed, for the log that bears the keys' name.
 *
 * @throws ProofFailedError where it is not readable, signed by none of them or wrongly, or is another log's.
 */
export function openCheckpoint(text: string, keys: readonly VerifierKey[]): Checkpoint {
  const checkpoint = readCheckpoint(text);
  const signers = signersOf(readNote(text), keys);
  if (signers.length === 0)
    throw new ProofFailedError(
      'checkpoint-not-signed',
      `The checkpoint of ${checkpoint.size} leaves is not signed by any known key.`,
    );
  if (signers.some(({ name }) => name !== checkpoint.origin))
    throw new ProofFailedError(
      'checkpoint-foreign',
      `The checkpoint is that of another log, ${checkpoint.origin}.`,
    );
  return checkpoint;
}
