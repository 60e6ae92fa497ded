/** `audit archive rotate-key`: another key for the archive, in a way that stays visible for ever. */
import { rotateKey } from '../archive/rotation/rotate.js';
import { countText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { findArchiveFolder } from './archive-place.js';
import { writingBy } from './archive-writing.js';
import type { GlobalFlags } from './command.js';
import { createVoice } from './voice.js';

export interface RotateKeyFlags {
  /** The old private key is gone for good. */
  readonly lost?: boolean;
}

/** Changes the key, and prints the new public one. @throws as rotateKey */
export async function changeKey(
  { lost = false }: RotateKeyFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const voice = createVoice(context, globals);
  const folder = await findArchiveFolder(globals, context);
  const { old, new: next, size } = await rotateKey(folder, writingBy(context, voice), lost);
  await context.stdout.write(`${next}\n`);
  await voice.note(
    [
      lost
        ? `From ${countText(size)} leaves on the archive is signed by this key. The old one did not sign for it, and whoever believes only ${old} will be told so.`
        : `From ${countText(size)} leaves on the archive is signed by this key; the old one has signed for it.`,
      'Keep the line elsewhere, with a new head: audit archive head',
    ].join('\n'),
  );
  return exitCodes.done;
}
