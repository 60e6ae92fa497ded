/** How `audit status` is typed. */
import type { Command } from 'commander';
import { addExamples, type Run, textOrJson } from './command.js';

/** Its one flag. */
export function declare(command: Command, run: Run): void {
  command
    .addOption(textOrJson(command))
    .action(({ format }: { format: string }) =>
      run(async (context, globals) =>
        (await import('../commands/status.js')).status(format, context, globals),
      ),
    );
  addExamples(command, [
    ['audit status', 'the account in use, and where each setting comes from'],
    ['audit status --sandbox', 'the embedded account'],
    ['audit status --format json', 'for a script: exit 0 means that the log can be read'],
  ]);
}
