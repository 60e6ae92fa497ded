/** `audit retention`: how long the account keeps what, how far back its log really reaches, and what is lost next. */
import { parseDuration } from '../audit/duration.js';
import type { Context, OutputStream } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { fieldNames } from '../output/fields.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import type { GlobalFlags } from './command.js';
import { findDeletions } from './deletions.js';
import { understand } from './question.js';
import { conclude } from './read-through.js';
import { measureRetention } from './retention-measure.js';
import { expiryText, retentionJson, retentionRows } from './retention-page.js';
import { alignColumns } from './rows.js';
import { withSession } from './session.js';

/** As they are typed. */
export interface RetentionFlags {
  readonly format: 'text' | 'json';
  readonly check?: string;
  readonly of: 'all' | 'deletions' | 'events';
}

/** Without --check: what a person can still do something about today. */
const usualAhead = '24h';

/** Measures and tells it; exit 3 where `--check` finds that something is lost within its time. @throws what ended a reading */
export async function retention(
  flags: RetentionFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const ahead = flags.check ?? usualAhead;
  const aheadMs = parseDuration(ahead, '--check');
  return withSession(globals, context, async (session) => {
    const question = await understand({}, fieldNames, session, context);
    const measured = await measureRetention(aheadMs, question, session, context);
    const { found, through } = await findDeletions(question, session);
    const facts = { ...measured, ahead, deletions: found, view: question.view };
    await context.stdout.write(
      flags.format === 'json'
        ? `${harmlessJson(JSON.stringify(retentionJson(facts, flags.check !== undefined)))}\n`
        : asText(retentionRows(facts), context.stdout),
    );
    const isComplete = through.coverage.complete && through.failure === undefined;
    if (!isComplete) await conclude(through, question, session, context);
    const expiring = flags.check === undefined ? undefined : expiryText(facts, flags.of);
    if (expiring !== undefined) await session.voice.warn(expiring);
    return isComplete && expiring === undefined ? exitCodes.done : exitCodes.incomplete;
  });
}

function asText(
  rows: readonly (readonly [label: string, value: string])[],
  { isTerminal, columns }: OutputStream,
): string {
  const lines = rows.map((row) => row.map(harmless));
  return isTerminal ? alignColumns(lines, columns) : lines.map((line) => `${line.join('\t')}\n`).join('');
}
