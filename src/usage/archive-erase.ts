/** How `audit archive erase` is typed. */
import type { Command } from 'commander';
import type { EraseFlags } from '../commands/archive-erase.js';
import { addCommand, addExamples, type Run, textOrJson } from './command.js';

/** Its flags and its help. */
export function declareErase(archive: Command, run: Run): void {
  const command = addCommand(
    archive,
    'erase',
    'remove the content of a record’s events for a privacy request; every proof of the rest stays valid',
  );
  command
    .requiredOption('--record <id>', 'the record’s id; what belongs to it (notes, tasks…) goes with it')
    .requiredOption('--case <text>', 'why, on record for good: the request’s number, and nobody by name')
    .option('--dry-run', 'show what it would take, and stop there')
    .option('--yes', 'do it without asking')
    .addOption(textOrJson(command))
    .action((flags: EraseFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-erase.js')).erase(flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit archive erase --record 7Yc2Kx --case DSR-2026-114 --dry-run', 'what would go, and what stays'],
    ['audit archive erase --record 7Yc2Kx --case DSR-2026-114', 'asks for the id once more, and does it'],
  ]);
}
