/** A leaf of the log: one line as `sha256sum` writes it, which names an event and vouches for its bytes, and holds nothing of them. */
import { createHash, hash } from 'node:crypto';
import { ProofFailedError } from '../../errors.js';

export interface Leaf {
  /** Hexadecimal SHA-256 of the line and its LF. */
  readonly sha256: string;
  /** The event's id, `id-sha256:…` where that is no fit name for a file, `malformed`, or `ledger:<kind>`. */
  readonly name: string;
}

const fitName = /^[A-Za-z0-9_-]{1,200}$/;
const entryForm = /^([0-9a-f]{64}) {2}([\x21-\x7e]{1,250})\n$/;

/** The leaf of an event's line, given without its LF; without an id it is one that nobody can ask for. */
export function leafOfEvent(id: string | undefined, line: Uint8Array | string): Leaf {
  return { sha256: digestOf(line), name: id === undefined ? 'malformed' : nameOfEvent(id) };
}

/** The leaf of one of the archive's own records, given without its LF. */
export function leafOfLedger(kind: string, line: Uint8Array | string): Leaf {
  return { sha256: digestOf(line), name: `ledger:${kind}` };
}

/** The name that an event's leaf bears. */
export function nameOfEvent(id: string): string {
  return fitName.test(id) ? id : `id-sha256:${hash('sha256', id, 'hex')}`;
}

/** The leaf's bytes in the log: a line that `sha256sum -c` reads. */
export function entryOf({ sha256, name }: Leaf): Uint8Array {
  return Buffer.from(`${sha256}  ${name}\n`, 'latin1');
}

/** @throws ProofFailedError `leaf-not-readable` for what `entryOf` does not write. */
export function readEntry(bytes: Uint8Array): Leaf {
  const [, sha256, name] =
    entryForm.exec(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')) ?? [];
  if (sha256 === undefined || name === undefined)
    throw new ProofFailedError('leaf-not-readable', 'The log holds a leaf that is no line of sha256sum.');
  return { sha256, name };
}

function digestOf(line: Uint8Array | string): string {
  return typeof line === 'string'
    ? hash('sha256', `${line}\n`, 'hex')
    : createHash('sha256').update(line).update('\n').digest('hex');
}
