/** The manifest's file and its seal: appended to with each commit, written anew where it does not tell of what there is. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, replaceFile } from '../../files/whole-file.js';
import type { SigningKey } from '../log/note.js';
import { sealOf } from '../log/seal.js';
import { manifestFile } from './form.js';
import { manifestLine, type SegmentEntry } from './manifest.js';

/** Windows knows no O_NOFOLLOW. */
const appendOnly = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

/** Below the archive's folder. */
export const sealFile = 'manifest.note';

/** Adds lines and seals the whole. */
export async function appendToManifest(archiveFolder: string, lines: string, key: SigningKey): Promise<void> {
  const file = await open(join(archiveFolder, manifestFile), appendOnly, 0o600);
  try {
    await file.writeFile(lines);
  } finally {
    await file.close();
  }
  const whole = await readIfThere(join(archiveFolder, manifestFile));
  await seal(archiveFolder, whole ?? Buffer.alloc(0), key);
}

/** Puts a manifest of these entries in the place of what was there, sealed. */
export async function writeManifest(
  archiveFolder: string,
  entries: readonly SegmentEntry[],
  key: SigningKey,
): Promise<void> {
  const text = entries.map(manifestLine).join('');
  await replaceFile(join(archiveFolder, manifestFile), text, 0o600);
  await seal(archiveFolder, Buffer.from(text), key);
}

async function seal(archiveFolder: string, manifest: Uint8Array, key: SigningKey): Promise<void> {
  await replaceFile(join(archiveFolder, sealFile), sealOf(manifest, key), 0o600);
}
