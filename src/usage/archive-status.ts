/** How `audit archive status` is typed. */
import type { Command } from 'commander';
import type { ArchiveStatusFlags } from '../commands/archive-status.js';
import { addCommand, addExamples, type Run } from './command.js';

/** Its flags and its help. */
export function declareStatus(archive: Command, run: Run): void {
  const command = addCommand(
    archive,
    'status',
    'what it covers, what it lacks, and until when that can be had',
  );
  command
    .option(
      '--check [age]',
      'for cron: 3 where something is missing, or the last sync is older than that (7d, or half of what the account keeps)',
    )
    .option('--allow-lost', 'with --check: what is lost for good has been accepted')
    .option('--live', 'ask the account, too, which event leaves its log next without being archived')
    .addOption(command.createOption('--format <format>', 'text (usual) or json').choices(['text', 'json']))
    .action((flags: ArchiveStatusFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-status.js')).archiveStatus(flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit archive status', 'without asking anybody'],
    [
      'audit archive status --check 2d || mail -s "audit archive" ops@acme.example',
      'from cron: what wants attention, on stderr',
    ],
  ]);
}
