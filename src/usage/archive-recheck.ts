/** How `audit archive recheck` is typed. */
import type { Command } from 'commander';
import type { RecheckFlags } from '../commands/archive-recheck.js';
import { addCommand, addExamples, type Run } from './command.js';
import { parseCount } from './list-flags.js';

/** Its flags and its help. */
export function declareRecheck(archive: Command, run: Run): void {
  const command = addCommand(
    archive,
    'recheck',
    'compare what the service still holds with the archive: what changed or vanished since',
  );
  command
    .addOption(
      command
        .createOption('--sample <n>', 'about so many events, from here and there (1000)')
        .argParser((text) => parseCount(text, '--sample'))
        .conflicts('all'),
    )
    .option('--all', 'everything that both hold')
    .addOption(command.createOption('--format <format>', 'text (usual) or json').choices(['text', 'json']))
    .action((flags: RecheckFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-recheck.js')).recheckArchive(flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit archive recheck', 'a sample, from cron: 0 nothing changed, 10 something did'],
    ['audit archive recheck --all', 'everything; as many requests as an export'],
  ]);
}
