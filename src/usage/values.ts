/** How `audit values` is typed: the kind, and what is counted. */
import type { Command } from 'commander';
import { valueKinds } from '../commands/value-kind.js';
import type { ValuesFlags } from '../commands/values.js';
import { listingFormats } from '../output/listing-format.js';
import { addExamples, type Run } from './command.js';
import { declareFilters } from './filters.js';

/** The flags, arguments and examples of `audit values`. */
export function declare(command: Command, run: Run): void {
  command.argument('<kind>', valueKinds.join(', '));
  declareFilters(command)
    .optionsGroup('How:')
    .option('--format <format>', `${listingFormats.join(', ')}; default: table on a terminal, else tsv`)
    .option('--header', 'tsv: the names of the columns first')
    .action((kind: string, flags: ValuesFlags) =>
      run(async (context, globals) =>
        (await import('../commands/values.js')).values(kind, flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit values types', 'every event type that --type accepts, and its spellings'],
    ['audit values users --since 7d', 'who there is, and how much each did this week'],
    ['audit values modules --since 30d --type deleted', 'where most was deleted'],
    ['audit values objects --format json', 'custom objects with their keys, for a script'],
  ]);
}
