/** `audit retention`: how long the account keeps what, how far back its log really reaches, and what is lost next. */
import type { Command } from 'commander';
import { parseDuration } from '../audit/duration.js';
import type { Context, OutputStream } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { fieldNames } from '../output/fields.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import { addExamples, type GlobalFlags, type Run } from './command.js';
import { findDeletions } from './deletions.js';
import { understand } from './question.js';
import { conclude } from './read-through.js';
import { measureRetention } from './retention-measure.js';
import { expiryText, retentionJson, retentionRows } from './retention-page.js';
import { alignColumns } from './rows.js';
import { withSession } from './session.js';

interface RetentionFlags {
  readonly format: 'text' | 'json';
  readonly check?: string;
  readonly of: 'all' | 'deletions' | 'events';
}

/** Without --check: what a person can still do something about today. */
const usualAhead = '24h';

/** The flags, arguments and examples of `audit retention`. */
export function declare(command: Command, run: Run): void {
  command
    .addOption(
      command
        .createOption('--format <format>', 'text (usual) or json')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--check <duration>', 'exit 3 when something is lost within it: 24h, 7d, 2w')
    .addOption(
      command
        .createOption('--of <what>', 'of what --check speaks: all (usual), deletions, events')
        .choices(['all', 'deletions', 'events'])
        .default('all'),
    )
    .action((flags: RetentionFlags) => run((context, globals) => retention(flags, context, globals)));
  addExamples(command, [
    ['audit retention', 'the window, its floor as measured, and what falls out of it next'],
    ['audit retention --check 7d --of deletions || mail …', 'from cron: a restore that becomes impossible'],
    ['audit retention --check 2d --of events --quiet', 'from cron: 3 when the log is about to lose events'],
    ['audit retention --format json', 'for a script'],
  ]);
}

async function retention(flags: RetentionFlags, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const ahead = flags.check ?? usualAhead;
  const aheadMs = parseDuration(ahead, '--check');
  return withSession(globals, context, async (session) => {
    const question = await understand({}, fieldNames, session, context);
    const measured = await measureRetention(aheadMs, question, session, context);
    const { found, through } = await findDeletions(question, session, context);
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
