/** A head: what one keeps elsewhere, in one line, so that no later archive can deny it: the key with its log's name, the size, the root. */
import { UsageError } from '../../errors.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import { readVerifierKey, type VerifierKey } from './note.js';
import { hashBytes } from './tree.js';

export interface Head {
  readonly origin: string;
  readonly size: number;
  readonly rootHash: Uint8Array;
  /** The key that the line names; undefined for a head that was kept as a checkpoint, and names none. */
  readonly key: VerifierKey | undefined;
}

const lineForm = /^(\S+) (0|[1-9]\d{0,14}) ([A-Za-z0-9+/]{43}=)$/;

/** `<public key> <size> <root>`, without LF. */
export function headLine(
  { size, rootHash }: Pick<Checkpoint, 'size' | 'rootHash'>,
  key: VerifierKey,
): string {
  return `${key.line} ${size} ${Buffer.from(rootHash).toString('base64')}`;
}

/** A head as `headLine` writes it, or as a whole checkpoint. @throws UsageError `head-not-readable` */
export function readHead(text: string): Head {
  const [, line = '', size, base64 = ''] = lineForm.exec(text.trim()) ?? [];
  if (size === undefined) return headOfCheckpoint(text);
  const rootHash = Buffer.from(base64, 'base64');
  if (rootHash.length !== hashBytes || rootHash.toString('base64') !== base64) throw notReadable();
  const key = readVerifierKey(line);
  return { origin: key.name, size: Number(size), rootHash, key };
}

function headOfCheckpoint(text: string): Head {
  try {
    return { ...readCheckpoint(text), key: undefined };
  } catch (error) {
    throw notReadable(error);
  }
}

function notReadable(cause?: unknown): UsageError {
  return new UsageError('head-not-readable', 'That is no head of an archive.', {
    hint: 'A head is the line that audit archive head prints, or a file with that line or with a checkpoint.',
    cause,
  });
}
