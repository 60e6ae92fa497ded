/** `audit archive head`: the archive's head in one line, to be kept where nobody who can write to the archive can. */
import { headLine } from '../archive/log/head.js';
import { readVerifierKey } from '../archive/log/note.js';
import { openArchive } from '../archive/store/open.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, ProofFailedError } from '../errors.js';
import { findArchiveFolder } from './archive-place.js';
import type { GlobalFlags } from './command.js';
import { createVoice } from './voice.js';

/**
 * Prints the line: public key, size, root.
 *
 * @throws NotFoundError where there is no archive; ProofFailedError where its checkpoint cannot be believed
 */
export async function printHead(context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const folder = await findArchiveFolder(globals, context);
  const { log, description } = await openArchive(folder);
  const newest = description.keys.findLast(({ sinceSize }) => sinceSize <= log.size);
  if (log.checkpoint === undefined || newest === undefined)
    throw new ProofFailedError('nothing-to-verify', `The archive in ${folder} has no checkpoint yet.`, {
      hint: 'audit archive sync makes the first one.',
    });
  await context.stdout.write(`${headLine(log.checkpoint, readVerifierKey(newest.publicKey))}\n`);
  await createVoice(context, globals).note(
    "Keep this line elsewhere: in a ticket, a mail, a notebook. audit archive verify --known '<the line>' holds the archive against it.",
  );
  return exitCodes.done;
}
