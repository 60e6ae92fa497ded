/** How `audit deletions` is typed: the filters, and the form of the answer. */
import type { Command } from 'commander';
import type { DeletionsFlags } from '../commands/deletions.js';
import { listingFormats } from '../output/listing-format.js';
import { addExamples, type Run } from './command.js';
import { declareFilters } from './filters.js';

/** The flags, arguments and examples of `audit deletions`. */
export function declare(command: Command, run: Run): void {
  declareFilters(command)
    .optionsGroup('How:')
    .option('--format <format>', `${listingFormats.join(', ')}; default: table on a terminal, else tsv`)
    .option('--header', 'tsv: the names of the columns first')
    .action((flags: DeletionsFlags) =>
      run(async (context, globals) =>
        (await import('../commands/deletions.js')).deletions(flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit deletions', 'what can be brought back, the most urgent first'],
    ['audit deletions --module pipelines --since 7d', 'pipelines that were deleted this week'],
    ['audit deletions --user devon --format json', 'what Devon deleted, for a script'],
  ]);
}
