/** How `audit logout` is typed: it has no flag of its own. */
import type { Command } from 'commander';
import { addExamples, type Run } from './command.js';

/** It has no flag of its own. */
export function declare(command: Command, run: Run): void {
  command.action(() =>
    run(async (context, globals) => (await import('../commands/logout.js')).logout(context, globals)),
  );
  addExamples(command, [
    ['audit logout', 'forget the token of the profile in use'],
    ['audit logout --profile acme', 'forget another one’s'],
  ]);
}
