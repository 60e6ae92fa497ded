/** How `audit archive reconcile` is typed. */
import type { Command } from 'commander';
import type { ReconcileFlags } from '../commands/archive-reconcile.js';
import { addCommand, addExamples, type Run } from './command.js';

/** Its argument, its flags and its help. */
export function declareReconcile(archive: Command, run: Run): void {
  const command = addCommand(
    archive,
    'reconcile',
    'compare an export with the archive: what only one of the two holds',
  );
  command
    .argument('<file>', 'a CSV with event ids (.gz too): of audit export, or of the service')
    .addOption(command.createOption('--format <format>', 'text (usual) or json').choices(['text', 'json']))
    .action((path: string, flags: ReconcileFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-reconcile.js')).reconcileArchive(path, flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit archive reconcile october.csv', '0: both hold the same events; 3: they do not'],
  ]);
}
