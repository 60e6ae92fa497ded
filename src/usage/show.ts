/** How `audit show` is typed. */
import type { Command } from 'commander';
import type { ShowFlags } from '../commands/show.js';
import { addExamples, type Run, textOrJson } from './command.js';
import { archiveFlagText } from './filters.js';

/** The flags, arguments and examples of `audit show`. */
export function declare(command: Command, run: Run): void {
  command
    .argument('<eventId>', 'the id, or enough of its beginning')
    .addOption(textOrJson(command))
    .option('--raw', 'the event exactly as the account sent it')
    .option('--archive', archiveFlagText)
    .action((eventId: string, flags: ShowFlags) =>
      run(async (context, globals) =>
        (await import('../commands/show.js')).show(eventId, flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit show 69213a5f --sandbox', 'the event whose id begins so'],
    ['audit show 69213a5f0c0ffee000a00001 --format json', 'with its neighbours, for a script'],
    ['audit show 69213a5f0c0ffee000a00001 --raw', 'the account’s own bytes'],
  ]);
}
