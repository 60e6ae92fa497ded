/** `audit export verify`: is a file what its manifest says, and is it still what the account says. */
import { realpath } from 'node:fs/promises';
import { countText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, ProofFailedError, UsageError } from '../errors.js';
import { cannotRead } from '../files/file-failure.js';
import { contentOf, exportedRows } from '../output/exported-file.js';
import { type Manifest, readManifest } from '../output/manifest-reader.js';
import { type Position, positionOfFile } from '../output/partial-file.js';
import { isThere } from '../output/publication.js';
import { companionsOf } from '../output/target.js';
import { sayCoverage } from './answer.js';
import type { GlobalFlags } from './command.js';
import { compareWithAccount } from './export-compare.js';
import { type Verdict, verdictJson, verdictText } from './export-verdict.js';
import { withSession } from './session.js';

/** As they are understood. */
export interface VerifyFlags {
  readonly againstAccount: boolean;
  readonly format: 'text' | 'json';
}

/**
 * Judges one file after the other, each in a text of its own; the exit code is the worst of theirs.
 *
 * @throws UsageError, ProofFailedError where nothing vouches for a file
 */
export async function verifyFiles(
  files: readonly string[],
  flags: VerifyFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  let worst: ExitCode = exitCodes.done;
  for (const path of files) {
    const verdict = await judge(path, flags, context, globals);
    await context.stdout.write(flags.format === 'json' ? verdictJson(verdict) : verdictText(verdict));
    worst = worse(worst, codeOf(verdict));
  }
  return worst;
}

async function judge(
  path: string,
  { againstAccount }: VerifyFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<Verdict> {
  const manifest = await manifestOf(path);
  const problems = await problemsOf(path, manifest);
  if (!againstAccount || problems.length > 0) return { path, manifest, problems, comparison: undefined };
  const comparison = await withSession(globals, context, async (session) => {
    const progress = session.voice.progress('Comparing with the account…');
    const found = await compareWithAccount(path, manifest, session, context).finally(() => progress.stop());
    const options = { order: 'oldest-first', isLimitChosen: true, place: 'read from the account' } as const;
    await sayCoverage(found.coverage, found.question, options, session, context);
    return found;
  });
  return { path, manifest, problems, comparison };
}

async function manifestOf(path: string): Promise<Manifest> {
  if (!(await isThere(path))) {
    throw new UsageError('no-such-file', `${path} is not there.`, {
      hint: 'Name a file that audit export -o has written.',
    });
  }
  const { manifest: manifestPath } = companionsOf(await realpath(path));
  const manifest = await readManifest(manifestPath);
  if (manifest !== undefined) return manifest;
  throw new ProofFailedError('manifest-missing', `${path} has no manifest: ${manifestPath} is not there.`, {
    hint: 'Nothing vouches for the file. Bring its manifest back, or export it again.',
  });
}

/** In the order in which they are cheap to find; one that explains the others ends the list. */
async function problemsOf(path: string, manifest: Manifest): Promise<readonly string[]> {
  try {
    const { file } = manifest;
    const differences = positionProblems('it', await positionOfFile(path), file);
    if (differences.length > 0) return differences;
    if (file.content !== undefined) {
      const inside = positionProblems('what it holds', await contentOf(path), file.content);
      if (inside.length > 0) return inside;
    }
    let rows = 0;
    for await (const _row of exportedRows(path, manifest)) rows += 1;
    return rows === file.rows
      ? []
      : [`it has ${countText(rows)} rows, the manifest says ${countText(file.rows)}`];
  } catch (error) {
    throw cannotRead(error, path);
  }
}

function positionProblems(what: string, found: Position, said: Position): readonly string[] {
  if (found.bytes !== said.bytes)
    return [`${what} has ${countText(found.bytes)} bytes, the manifest says ${countText(said.bytes)}`];
  if (found.sha256 !== said.sha256)
    return [`${what} has SHA-256 ${found.sha256}, the manifest says ${said.sha256}`];
  return [];
}

function codeOf({ problems, comparison }: Verdict): ExitCode {
  if (problems.length > 0) return exitCodes.proofFailed;
  if (comparison === undefined) return exitCodes.done;
  const { notInFile, notInAccount, coverage } = comparison;
  const agrees = notInFile.length === 0 && notInAccount.length === 0 && coverage.complete;
  return agrees ? exitCodes.done : exitCodes.incomplete;
}

/** A failed proof outweighs a difference, and that outweighs nothing. */
function worse(a: ExitCode, b: ExitCode): ExitCode {
  return Math.max(a, b) as ExitCode;
}
