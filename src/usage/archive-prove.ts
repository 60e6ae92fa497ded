/** How `audit archive prove` is typed. */
import type { Command } from 'commander';
import type { ProveFlags } from '../commands/archive-prove.js';
import { addCommand, addExamples, type Run } from './command.js';

/** Its flags and its help. */
export function declareProve(archive: Command, run: Run): void {
  const prove = addCommand(
    archive,
    'prove',
    'a folder that proves one event to a stranger, with sha256sum, openssl, ssh-keygen, Go or Python alone',
  );
  prove
    .argument('<eventId>')
    .option('-o, --output <folder>', 'where to; usual: proof-<eventId>')
    .option('--known <head>', 'also that the log goes on from this head, which was kept elsewhere')
    .option('--leaf <n>', 'which of its leaves, where the event came more than once; usual: the newest')
    .action((eventId: string, flags: ProveFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-prove.js')).proveToStrangers(eventId, flags, context, globals),
      ),
    );
  addExamples(prove, [
    [
      'audit archive prove 6b02153d0000000000000003',
      'the event, its leaf, its path, the signed checkpoint, the keys',
    ],
    [
      'audit archive prove 6b02153d0000000000000003 --known head.txt',
      'and that nothing was rewritten since that head',
    ],
  ]);
}
