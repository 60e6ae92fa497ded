/** How `audit list` is typed: the filters, how many and how, and staying with it. */
import type { Command } from 'commander';
import type { ListFlags } from '../commands/list-flags.js';
import { addExamples, type Run } from './command.js';
import { declareListFlags } from './list-flags.js';

/** Flags, examples, and what becomes of them. */
export function declare(command: Command, run: Run): void {
  declareListFlags(command).action((flags: ListFlags) =>
    run(async (context, globals) => (await import('../commands/list.js')).list(flags, context, globals)),
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
