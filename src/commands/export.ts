/** `audit export`: every matching event, oldest first, as a stream to stdout. */
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { fieldNames, parseFields } from '../output/fields.js';
import { type FormatName, parseFormat } from '../output/formats.js';
import { answer } from './answer.js';
import { addExamples, type GlobalFlags, type Run } from './command.js';
import { declareFilters, type FilterFlags } from './filters.js';
import { understand } from './question.js';
import { withSession } from './session.js';

interface ExportFlags extends FilterFlags {
  readonly format: string;
  readonly columns?: string | true;
  readonly fields?: string | true;
  readonly order: 'asc' | 'desc';
  readonly requireComplete?: true;
}

const exportFormats: readonly FormatName[] = ['csv', 'ndjson', 'json'];

export function declare(command: Command, run: Run): void {
  declareFilters(command)
    .optionsGroup('How:')
    .option('--format <format>', 'csv (usual), ndjson or json', 'csv')
    .option('--columns [names]', 'a comma list, in its order; without a value: which there are')
    .addOption(command.createOption('--fields [names]', 'the same as --columns').conflicts('columns'))
    .addOption(
      command
        .createOption('--order <order>', 'asc: oldest first (usual), or desc: newest first')
        .choices(['asc', 'desc'])
        .default('asc'),
    )
    .option('--require-complete', 'exit 3 also where part of the window is no longer kept')
    .action((flags: ExportFlags) => run((context, globals) => exportEvents(flags, context, globals)));
  addExamples(command, [
    ['audit export --sandbox > report.csv', 'everything in the embedded account'],
    ['audit export --since 2026-10 --until 2026-11 > october.csv', 'one month'],
    ['audit export --type deleted --format ndjson | jq .record', 'one event a line, for a script'],
    [
      'audit export --since yesterday --until today --require-complete > night.csv',
      'from cron: 0 means that this is all',
    ],
  ]);
}

async function exportEvents(flags: ExportFlags, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const columns = flags.columns ?? flags.fields;
  if (columns === true) {
    await context.stdout.write(fieldNames.map((name) => `${name}\n`).join(''));
    return exitCodes.done;
  }
  const fields = columns === undefined ? undefined : parseFields(columns);
  const format = parseFormat(flags.format, exportFormats);
  return withSession(globals, context, async (session) => {
    const question = await understand(flags, fields ?? fieldNames, session, context);
    const order = flags.order === 'asc' ? 'oldest-first' : 'newest-first';
    const requireComplete = flags.requireComplete ?? false;
    return answer(
      question,
      { order, limit: undefined, isLimitChosen: false, format, fields, header: true, requireComplete },
      session,
      context,
    );
  });
}
