/** How `audit restore` is typed. */
import type { Command } from 'commander';
import type { RestoreFlags } from '../commands/restore-flags.js';
import { addExamples, type Run } from './command.js';
import { declareRestoreFlags } from './restore-flags.js';

/** The flags, and what they mean together. */
export function declare(command: Command, run: Run): void {
  declareRestoreFlags(command).action((words: string | undefined, flags: RestoreFlags) =>
    run(async (context, globals) =>
      (await import('../commands/restore.js')).restore(words, flags, context, globals),
    ),
  );
  addExamples(command, [
    ['audit restore --sandbox', 'choose from what can be brought back'],
    ['audit restore 69213a5f --dry-run', 'what would come back, and what would not'],
    ['audit restore Implants', 'by its name; asks for it once more before anything is done'],
    ['audit restore 69213a5f --yes --format json', 'for a script: the receipt as JSON'],
    ['audit restore --receipts', 'what was restored, for the ticket'],
  ]);
}
