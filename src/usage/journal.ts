/** How `audit journal` is typed: the listing, and the proof below it. */
import type { Command } from 'commander';
import type { JournalFlags } from '../commands/journal.js';
import { addCommand, addExamples, type Run } from './command.js';

/** Flags of the listing, and the proof below it. */
export function declare(command: Command, run: Run): void {
  command
    .option('--limit <n>', 'the newest so many; usual: 50', '50')
    .option('--all', 'all of them')
    .addOption(
      command
        .createOption('--format <format>', 'text (usual), json or ndjson')
        .choices(['text', 'json', 'ndjson'])
        .default('text'),
    )
    .action((flags: JournalFlags) =>
      run(async (context, globals) =>
        (await import('../commands/journal.js')).showJournal(flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit journal', 'what this tool did lately'],
    ['audit journal --all --format ndjson', 'everything, one entry a line'],
    ['audit journal verify', 'exit 10 where a line was changed, taken out or put in'],
  ]);

  const verify = addCommand(command, 'verify', 'whether each line follows from the one before it').option(
    '--head <hash>',
    'one that was kept elsewhere: nothing up to it has changed, and nothing was cut off before it',
  );
  verify.action(({ head }: { head?: string }) =>
    run(async (context, globals) =>
      (await import('../commands/journal.js')).verifyJournal(head, context, globals),
    ),
  );
  addExamples(verify, [
    ['audit journal verify', 'the chain, and its head to keep elsewhere'],
    ['audit journal verify --head 3f9a…', 'whether the journal still holds what it held then'],
  ]);
}
