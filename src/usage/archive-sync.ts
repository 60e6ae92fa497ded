/** How `audit archive sync` is typed. */
import type { Command } from 'commander';
import type { SyncFlags } from '../commands/archive-sync.js';
import { addCommand, addExamples, type Run } from './command.js';

/** Its flags and its help. */
export function declareSync(archive: Command, run: Run): void {
  const command = addCommand(
    archive,
    'sync',
    'bring the archive up to now: what is new, what came late, what could not be read before',
  );
  command
    .option('--since <time>', 'look again from there on, as far back as the account still tells')
    .option('--timestamp <tsa-url>', 'and have an authority attest when it was as it is then (RFC 3161)')
    .option('--all-profiles', 'the archives of all connected accounts, one after the other')
    .addOption(command.createOption('--format <format>', 'text (usual) or json').choices(['text', 'json']))
    .action((flags: SyncFlags) =>
      run(async (context, globals) =>
        flags.allProfiles
          ? (await import('../commands/archive-sync-all.js')).syncAllProfiles(flags, context, globals)
          : (await import('../commands/archive-sync.js')).sync(flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit archive sync', 'begin an archive, or go on with it; again and again, as often as you like'],
    [
      'audit archive sync --all-profiles --quiet',
      'from cron: 0 complete, 3 something is missing, 4 token, 6 out of reach',
    ],
    ['audit archive sync --since 14d', 'look at two weeks again, for what came later than ever before'],
  ]);
}
