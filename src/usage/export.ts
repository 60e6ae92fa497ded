/** How `audit export` is typed: the filters, how it is written, and where to. */
import type { Command } from 'commander';
import type { ExportFlags } from '../commands/export-settings.js';
import { addExamples, type Run } from './command.js';
import { declareVerify } from './export-verify.js';
import { declareFilters } from './filters.js';

/** The flags, arguments and examples of `audit export`. */
export function declare(command: Command, run: Run): void {
  declareVerify(command, run);
  declareFilters(command)
    .optionsGroup('How:')
    .option('--format <format>', 'csv (usual), ndjson or json')
    .option('--columns [names]', 'a comma list, in its order; without a value: which there are')
    .addOption(command.createOption('--fields [names]', 'the same as --columns').conflicts('columns'))
    .addOption(
      command
        .createOption('--order <order>', 'asc: oldest first (usual), or desc: newest first')
        .choices(['asc', 'desc']),
    )
    .option('--per-field', 'csv: one row for each changed field, with its old and its new value')
    .addOption(
      command
        .createOption(
          '--times <form>',
          'csv: iso (usual), or split: date, time and offset in columns of their own',
        )
        .choices(['iso', 'split']),
    )
    .option('--bom', 'csv: a byte order mark first, for spreadsheets that guess the encoding')
    .option('--raw-cells', 'csv: cells as the log has them, also where a spreadsheet would run them')
    .option('--gzip', 'packed; the same log gives the same bytes')
    .optionsGroup('Where to:')
    .option(
      '-o, --output <file>',
      'a file, in its place only when it is whole; beside it <file>.manifest.json',
    )
    .addOption(
      command
        .createOption('--split <unit>', 'a file for each day or month: -o audit-{month}.csv')
        .choices(['day', 'month']),
    )
    .option('--resume', 'go on where an interrupted export stopped; -o alone is enough')
    .option(
      '--allow-gaps',
      'put the file in its place although spans could not be read; the manifest names them',
    )
    .option('--require-complete', 'exit 3, and no file, also where part of the window is no longer kept')
    .action((flags: ExportFlags) =>
      run(async (context, globals) =>
        (await import('../commands/export.js')).exportEvents(flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit export --sandbox > report.csv', 'everything in the embedded account'],
    ['audit export --since 2026-10 --until 2026-11 -o october.csv', 'one month, as a file with its manifest'],
    ['audit export --since 3mo --split month -o audit-{month}.csv.gz --gzip', 'a packed file for each month'],
    ['audit export --resume -o october.csv', 'go on after an interruption'],
    ['audit export --type deleted --format ndjson | jq .record', 'one event a line, for a script'],
    [
      'audit export --since yesterday --until today --require-complete -o night.csv',
      'from cron: 0 means that this is all',
    ],
  ]);
}
