/**
 * The seal on the manifest: a signed note over its SHA-256, so that whoever trusts the archive's key may trust what the manifest
 * counts without counting again. Where it is missing or stale nothing is lost but time.
 */
import { hash } from 'node:crypto';
import { AuditError } from '../../errors.js';
import { readNote, type SigningKey, signersOf, signNote, type VerifierKey } from './note.js';

/** The signed note for a manifest of these bytes. */
export function sealOf(manifest: Uint8Array, key: SigningKey): string {
  return signNote(sealedText(key.verifier.name, manifest), [key]);
}

/** Whether one of the keys has sealed a manifest of these bytes. */
export function isSealed(manifest: Uint8Array, seal: string, keys: readonly VerifierKey[]): boolean {
  try {
    const note = readNote(seal);
    return signersOf(note, keys).some(({ name }) => note.text === sealedText(name, manifest));
  } catch (error) {
    if (error instanceof AuditError) return false;
    throw error;
  }
}

/** No checkpoint reads like this: its first line is no log's name, its second no number. */
function sealedText(origin: string, manifest: Uint8Array): string {
  return `${origin}/manifest\n${hash('sha256', manifest, 'hex')}  manifest.ndjson\n`;
}
