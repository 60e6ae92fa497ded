/** How `audit doctor` is typed. */
import type { Command } from 'commander';
import { addExamples, type Run, textOrJson } from './command.js';

/** The flags, arguments and examples of `audit doctor`. */
export function declare(command: Command, run: Run): void {
  command
    .addOption(textOrJson(command))
    .action(({ format }: { format: string }) =>
      run(async (context, globals) =>
        (await import('../commands/doctor.js')).doctor(format, context, globals),
      ),
    );
  addExamples(command, [
    ['audit doctor', 'look at everything, from Node to the restore route'],
    ['audit doctor --profile acme', 'one account of several'],
    ['audit doctor --format json', 'for a ticket; no secret is in it'],
  ]);
}
