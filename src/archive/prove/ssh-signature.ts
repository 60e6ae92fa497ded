/** Signatures and keys as OpenSSH has them (PROTOCOL.sshsig, RFC 8709), for `ssh-keygen -Y verify`. */
import { createHash } from 'node:crypto';
import type { SigningKey, VerifierKey } from '../log/note.js';

const keyType = 'ssh-ed25519';
const hashName = 'sha512';
const lineLength = 70;

/** What the signatures are good for: one made for another purpose is none for this. */
export const sshNamespace = 'hoopai-audit';

/** The line of an allowed_signers file. */
export function allowedSigner({ name, bytes }: VerifierKey): string {
  const blob = Buffer.concat([sshString(keyType), sshString(bytes)]);
  return `${name} namespaces="${sshNamespace}" ${keyType} ${blob.toString('base64')}\n`;
}

/** An armoured signature over the message. */
export function sshSignature({ verifier, sign }: SigningKey, message: Uint8Array): string {
  const digest = createHash(hashName).update(message).digest();
  const scope = [sshString(sshNamespace), sshString(''), sshString(hashName)];
  const signature = sign(Buffer.concat([Buffer.from('SSHSIG'), ...scope, sshString(digest)]));
  const blob = Buffer.concat([
    Buffer.from('SSHSIG'),
    Buffer.of(0, 0, 0, 1),
    sshString(Buffer.concat([sshString(keyType), sshString(verifier.bytes)])),
    ...scope,
    sshString(Buffer.concat([sshString(keyType), sshString(signature)])),
  ]);
  const lines = blob.toString('base64').match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}

/** RFC 4251: bytes with their length before them. */
function sshString(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
