/** `audit list`: matching events, newest first. */
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { fieldNames, parseFields } from '../output/fields.js';
import { formatNames, parseFormat } from '../output/formats.js';
import { answer } from './answer.js';
import { addExamples, type GlobalFlags, type Run } from './command.js';
import { declareFilters, type FilterFlags } from './filters.js';
import { understand } from './question.js';
import { withSession } from './session.js';

interface ListFlags extends FilterFlags {
  readonly limit?: number;
  readonly all?: true;
  readonly order: 'asc' | 'desc';
  /** True where the flag stands alone. */
  readonly fields?: string | true;
  readonly format?: string;
  readonly header?: true;
}

/** A screenful or two: what a person looks through (cli.md). */
const usualLimit = 50;

export function declare(command: Command, run: Run): void {
  declareFilters(command)
    .optionsGroup('How many and how:')
    .addOption(
      command
        .createOption('--limit <n>', `at most so many (${usualLimit})`)
        .argParser(parseCount)
        .conflicts('all'),
    )
    .option('--all', 'every matching event')
    .addOption(
      command
        .createOption('--order <order>', 'desc: newest first (usual), or asc: oldest first')
        .choices(['desc', 'asc'])
        .default('desc'),
    )
    .option('--fields [names]', 'a comma list, in its order; without a value: which there are')
    .option('--format <format>', `${formatNames.join(', ')}; default: table on a terminal, else tsv`)
    .option('--header', 'tsv: the names of the fields first')
    .action((flags: ListFlags) => run((context, globals) => list(flags, context, globals)));
  addExamples(command, [
    ['audit list --sandbox', 'look around in the embedded account'],
    ['audit list --user maria --since 7d', 'what Maria did in the last seven days'],
    ['audit list --type deleted --module pipelines,opportunities', 'what was deleted'],
    ['audit list --record "Roof repair" --all', 'everything that happened to one record'],
    ['audit list --since "last month" --until "this month" --not-source workflow', 'last month, people only'],
    ['audit list --fields timestamp,user,description --format json', 'for a script'],
  ]);
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError('bad-limit', `--limit is “${text}”, which is no number of events.`, {
    hint: 'Give a number from 1 on, or --all for every matching event.',
  });
}

async function list(flags: ListFlags, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  if (flags.fields === true) {
    await context.stdout.write(fieldNames.map((name) => `${name}\n`).join(''));
    return exitCodes.done;
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
