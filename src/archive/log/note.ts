/** Signed notes (C2SP signed-note): a text and the signatures under it, and the one-line form of the keys that check them. */
import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { ProofFailedError, UsageError } from '../../errors.js';

/** A public key and the name under which it signs. */
export interface VerifierKey {
  /** `<name>+<id>+<base64>`. */
  readonly line: string;
  readonly name: string;
  /** The first four bytes, hexadecimal, of the hash of name and key. */
  readonly id: string;
  /** The 32 bytes of an Ed25519 key. */
  readonly bytes: Uint8Array;
  readonly publicKey: KeyObject;
}

/** What signs under a name. */
export interface SigningKey {
  readonly verifier: VerifierKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

interface NoteSignature {
  readonly name: string;
  readonly id: string;
  readonly signature: Uint8Array;
}

export interface SignedNote {
  /** What is signed; ends in LF. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** C2SP signed-note: Ed25519 is kind 1. */
const ed25519 = 1;
/** Narrower than the specification: a key's name is typed into shells as it stands, and it is shown. */
const keyForm = /^([A-Za-z0-9._/-]{1,400})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44}=?=?)$/u;
const signatureForm = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in DER. */
const derPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** The public key as the archive writes it. @throws UsageError `key-not-readable` */
export function readVerifierKey(line: string): VerifierKey {
  const [, name = '', , base64 = ''] = keyForm.exec(line) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const key = bytes.length === 33 && bytes[0] === ed25519 ? verifierKey(name, bytes.subarray(1)) : undefined;
  if (key === undefined || key.line !== line)
    throw new UsageError('key-not-readable', `"${line}" is no public key of an archive.`, {
      hint: 'It is one line, <name>+<8 hexadecimal digits>+<base64>; the archive.json of the archive lists its keys.',
    });
  return key;
}

/** The key of that name with these 32 bytes. */
export function verifierKey(name: string, bytes: Uint8Array): VerifierKey {
  const typed = Buffer.concat([Buffer.of(ed25519), bytes]);
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'hex').slice(0, 8);
  const publicKey = createPublicKey({
    key: Buffer.concat([derPrefix, bytes]),
    format: 'der',
    type: 'spki',
  });
  return { line: `${name}+${id}+${typed.toString('base64')}`, name, id, bytes, publicKey };
}

/** The text with a signature of each key under it. */
export function signNote(text: string, keys: readonly SigningKey[]): string {
  const lines = keys.map(({ verifier, sign }) => {
    const signature = Buffer.concat([Buffer.from(verifier.id, 'hex'), sign(Buffer.from(text))]);
    return `— ${verifier.name} ${signature.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** @throws ProofFailedError `note-not-readable` for what `signNote` does not write to the byte. */
export function readNote(note: string): SignedNote {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map(readSignature);
  if (end < 0 || !note.endsWith('\n') || signatures.includes(undefined))
    throw new ProofFailedError('note-not-readable', 'A signed note is not in the form that such notes have.');
  return { text, signatures: signatures.filter((signature) => signature !== undefined) };
}

/**
 * Those of the keys whose signatures stand under the note; signatures of other keys are passed over, as the specification asks.
 *
 * @throws ProofFailedError `signature-wrong` where one of the keys is named by a signature that is not its own.
 */
export function signersOf(note: SignedNote, keys: readonly VerifierKey[]): readonly VerifierKey[] {
  const message = Buffer.from(note.text);
  const signers = note.signatures.flatMap(({ name, id, signature }) => {
    const key = keys.find((candidate) => candidate.name === name && candidate.id === id);
    if (key === undefined) return [];
    if (!verify(null, message, key.publicKey, signature))
      throw new ProofFailedError(
        'signature-wrong',
        `The signature of the key ${key.id} does not fit the text.`,
      );
    return [key];
  });
  return [...new Set(signers)];
}

function readSignature(line: string): NoteSignature | undefined {
  const [, name, base64 = ''] = signatureForm.exec(line) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  // Only one spelling of the same bytes is taken, so that no bit of a note can be changed unseen.
  if (name === undefined || bytes.length < 5 || bytes.toString('base64') !== base64) return undefined;
  return { name, id: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
}
