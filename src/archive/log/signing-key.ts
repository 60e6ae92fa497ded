/** The private key of an archive: Ed25519, in a file that only its owner reads, apart from the archive that it vouches for. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ProofFailedError } from '../../errors.js';
import { syncFolderOf } from '../../files/whole-file.js';
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

/** Lays a new key's file down; one that is there is never replaced. @throws the file system's EEXIST where there is one */
export async function writeSigningKey(path: string, pem: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(pem);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolderOf(path);
}

function signingKey(name: string, privateKey: KeyObject): SigningKey {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    verifier: verifierKey(name, der.subarray(-32)),
    sign: (message) => sign(null, message, privateKey),
  };
}
