/** `audit list`: matching events, newest first. */
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { fieldNames, parseFields } from '../output/fields.js';
import { parseFormat } from '../output/formats.js';
import { answer } from './answer.js';
import { addExamples, type GlobalFlags, type Run } from './command.js';
import { declareListFlags, type ListFlags, usualLimit } from './list-flags.js';
import { understand } from './question.js';
import { withSession } from './session.js';

/** Flags, examples, and what becomes of them. */
export function declare(command: Command, run: Run): void {
  declareListFlags(command).action((flags: ListFlags) =>
    run((context, globals) => list(flags, context, globals)),
  );
  addExamples(command, [
    ['audit list --sandbox', 'look around in the embedded account'],
    ['audit list --user maria --since 7d', 'what Maria did in the last seven days'],
    ['audit list --type deleted --module pipelines,opportunities', 'what was deleted'],
    ['audit list --record "Roof repair" --all', 'everything that happened to one record'],
    ['audit list --since "last month" --until "this month" --not-source workflow', 'last month, people only'],
    ['audit list --fields timestamp,user,description --format json', 'for a script'],
    ['audit list --browse --user maria', 'walk through what Maria did, each event in full beside the list'],
    ['audit list --follow --limit 10 --type deleted', 'the last ten deletions, and each new one as it comes'],
  ]);
}

async function list(flags: ListFlags, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  if (flags.fields === true) {
    await context.stdout.write(fieldNames.map((name) => `${name}\n`).join(''));
    return exitCodes.done;
  }
  if (flags.follow) return (await import('./follow-list.js')).followList(flags, context, globals);
  if (flags.browse) return (await import('./browse-list.js')).browseList(flags, context, globals);
  if (flags.interval !== undefined) {
    throw new UsageError('interval-alone', '--interval says how often to look, which only --follow does.', {
      hint: 'Add --follow, or leave --interval out.',
    });
  }
  const fields = flags.fields === undefined ? undefined : parseFields(flags.fields);
  const format = parseFormat(flags.format ?? (context.stdout.isTerminal ? 'table' : 'tsv'));
  return withSession(globals, context, async (session) => {
    const question = await understand(flags, fields ?? fieldNames, session, context);
    const limit = flags.all ? undefined : (flags.limit ?? usualLimit);
    const order = flags.order === 'asc' ? 'oldest-first' : 'newest-first';
    const header = flags.header ?? false;
    return answer(
      question,
      {
        order,
        limit,
        isLimitChosen: flags.limit !== undefined,
        format,
        fields,
        header,
        requireComplete: false,
        isPaged: true,
      },
      session,
      context,
    );
  });
}
