/** `audit retention`: how long the account keeps what, how far back its log really reaches, and what is lost next. */
import { parseDuration } from '../audit/duration.js';
import type { Context, OutputStream } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { fieldNames } from '../output/fields.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import { type LogFlags, withChosenLog } from './chosen-log.js';
import type { GlobalFlags } from './command.js';
import { findDeletions } from './deletions.js';
import { understand } from './question.js';
import { archiveOf } from './reaching-log.js';
import { conclude } from './read-through.js';
import { type ArchivedPast, archivedPast } from './retention-archive.js';
import { measureRetention, type Retention, recallRetention } from './retention-measure.js';
import { expiryText, retentionJson, retentionRows } from './retention-page.js';
import { alignColumns } from './rows.js';
import type { Session } from './session.js';

/** As they are typed. */
export interface RetentionFlags extends LogFlags {
  readonly format: 'text' | 'json';
  readonly check?: string;
  readonly of: 'all' | 'deletions' | 'events';
}

interface Asked {
  readonly session: Session;
  readonly context: Context;
  readonly globals: GlobalFlags;
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
  return withChosenLog(flags, globals, context, async (session) => {
    const question = await understand({}, fieldNames, session, context);
    const measured = flags.archive
      ? await recallRetention(aheadMs, session)
      : await measureRetention(aheadMs, question, session, context);
    const archived = await pastOf(measured, { session, context, globals });
    const { found, through } = await findDeletions(question, session);
    const facts = { ...measured, archived, ahead, deletions: found, view: question.view };
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

async function pastOf(
  { floor, aheadMs, nowMs }: Retention,
  { session, context, globals }: Asked,
): Promise<ArchivedPast | undefined> {
  const log = await archiveOf({ ...session, context, globals });
  const untilMs = Math.min(nowMs, floor.ms + aheadMs);
  return log && archivedPast(log, { sinceMs: floor.ms, untilMs });
}

function asText(
  rows: readonly (readonly [label: string, value: string])[],
  { isTerminal, columns }: OutputStream,
): string {
  const lines = rows.map((row) => row.map(harmless));
  return isTerminal ? alignColumns(lines, columns) : lines.map((line) => `${line.join('\t')}\n`).join('');
}
