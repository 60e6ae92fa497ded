/** How `audit archive hold` and the commands below it are typed. */
import type { Command } from 'commander';
import type { HoldFlags, HoldListFlags, ReleaseFlags } from '../commands/archive-hold.js';
import { addCommand, addExamples, collect, type Run } from './command.js';

const why = 'why, on record for good: the file’s number, and nobody by name';

/** Its commands, their flags and their help. */
export function declareHold(archive: Command, run: Run): void {
  const hold = addCommand(archive, 'hold', 'keep what must not be erased, until it is released');
  const add = addCommand(hold, 'add', 'put a hold on records, on a span of time, or on everything');
  add
    .requiredOption('--case <text>', why)
    .option('--record <id>', 'a record and what belongs to it; repeats, takes comma lists', collect)
    .option('--since <time>', 'everything from there on')
    .option('--until <time>', 'everything before that')
    .option('--all', 'the whole archive')
    .action((flags: HoldFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-hold.js')).addHold(flags, context, globals),
      ),
    );
  addExamples(add, [
    ['audit archive hold add --record 7Yc2Kx --case "Matter 2026-14"', 'one record'],
    ['audit archive hold add --since 2026-03 --until 2026-07 --case "Matter 2026-14"', 'four months'],
  ]);

  const release = addCommand(hold, 'release', 'end a hold');
  release
    .argument('<hold>', 'its name, as hold list shows it')
    .requiredOption('--case <text>', why)
    .action((name: string, flags: ReleaseFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-hold.js')).releaseHold(name, flags, context, globals),
      ),
    );

  const list = addCommand(hold, 'list', 'every hold there is and was');
  list
    .option('--format <format>', 'table, tsv, json or ndjson')
    .option('--header', 'tsv: the columns’ names first')
    .action((flags: HoldListFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-hold.js')).listHolds(flags, context, globals),
      ),
    );
}
