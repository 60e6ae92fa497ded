/** How `audit retention` is typed. */
import type { Command } from 'commander';
import type { RetentionFlags } from '../commands/retention.js';
import { addExamples, type Run, textOrJson } from './command.js';
import { archiveFlagText } from './filters.js';

/** The flags, arguments and examples of `audit retention`. */
export function declare(command: Command, run: Run): void {
  command
    .addOption(textOrJson(command))
    .option('--check <duration>', 'exit 3 when something is lost within it: 24h, 7d, 2w')
    .addOption(
      command
        .createOption('--of <what>', 'of what --check speaks: all (usual), deletions, events')
        .choices(['all', 'deletions', 'events'])
        .default('all'),
    )
    .option('--archive', archiveFlagText)
    .action((flags: RetentionFlags) =>
      run(async (context, globals) =>
        (await import('../commands/retention.js')).retention(flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit retention', 'the window, its floor as measured, and what falls out of it next'],
    ['audit retention --check 7d --of deletions || mail …', 'from cron: a restore that becomes impossible'],
    ['audit retention --check 2d --of events --quiet', 'from cron: 3 when the log is about to lose events'],
    ['audit retention --format json', 'for a script'],
  ]);
}
