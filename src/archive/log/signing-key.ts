/** The private key of an archive: Ed25519, made here, written and read as PKCS#8. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { ProofFailedError } from '../../errors.js';
import { type SigningKey, verifierKey } from './note.js';

/** A new key of that name. */
export function createSigningKey(name: string): SigningKey & { readonly pem: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    ...signingKey(name, privateKey),
    pem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** The key of that name in PKCS#8. @throws ProofFailedError `private-key-not-readable` */
export function readSigningKey(name: string, pem: string): SigningKey {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return signingKey(name, key);
  } catch {
    // What is wrong with it is said below, in words that name no part of a secret.
  }
  throw new ProofFailedError(
    'private-key-not-readable',
    'The private key of the archive is no Ed25519 key in PEM.',
  );
}

function signingKey(name: string, privateKey: KeyObject): SigningKey {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    verifier: verifierKey(name, der.subarray(-32)),
    sign: (message) => sign(null, message, privateKey),
  };
}
