/** `audit archive verify`: whether anybody has touched the archive, offline, and on what that word rests. */
import { readVerifierKey } from '../archive/log/note.js';
import type { Verification } from '../archive/verify/verification.js';
import { verifyArchive } from '../archive/verify/verify.js';
import { countText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { findArchiveFolder } from './archive-place.js';
import { isWhole, verificationJson, verificationText } from './archive-verdict.js';
import { accountZoneIn, archiveZone } from './archive-zone.js';
import type { GlobalFlags } from './command.js';
import { readGivenHead } from './given-head.js';
import { widthOf } from './rows.js';
import { createVoice } from './voice.js';

export interface VerifyArchiveFlags {
  /** A head: its line, or a file with it or with a checkpoint. */
  readonly known?: string;
  /** Public keys, as lines. */
  readonly key?: readonly string[];
  readonly incremental?: boolean;
  readonly allowGaps?: boolean;
  readonly format?: 'text' | 'json';
}

/**
 * Verifies, and says what was found; 10 for a finding, and for a hole in what was read unless holes are allowed.
 *
 * @throws UsageError for a key or head that is none; ProofFailedError `nothing-to-verify`
 */
export async function verifyArchiveFolder(
  flags: VerifyArchiveFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { known, key = [], incremental = false, allowGaps = false, format = 'text' } = flags;
  const given = {
    keys: key.map((line) => readVerifierKey(line.trim())),
    head: known === undefined ? undefined : await readGivenHead(known),
  };
  const folder = await findArchiveFolder(globals, context);
  const progress = createVoice(context, globals).progress('Verifying…');
  const verification = await verifyArchive({
    folder,
    configFolder: context.configFolder,
    given,
    isIncremental: incremental,
    progress: (leaves, of) => {
      context.signal.throwIfAborted();
      progress.update(`Verifying… ${countText(leaves)} of ${countText(of)} leaves`);
    },
  }).finally(() => progress.stop());
  await context.stdout.write(
    format === 'json'
      ? verificationJson(verification, allowGaps)
      : await asText(verification, allowGaps, folder, context, globals),
  );
  return isProven(verification, allowGaps) ? exitCodes.done : exitCodes.proofFailed;
}

async function asText(
  verification: Verification,
  allowGaps: boolean,
  folder: string,
  context: Context,
  globals: GlobalFlags,
): Promise<string> {
  const timeZone = await archiveZone(() => accountZoneIn(folder), globals, context);
  return verificationText(verification, { allowGaps, timeZone, width: widthOf(context.stdout) });
}

function isProven(verification: Verification, allowGaps: boolean): boolean {
  return verification.findings.length === 0 && (allowGaps || isWhole(verification));
}
