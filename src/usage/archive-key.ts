/** How `audit archive rotate-key` is typed. */
import type { Command } from 'commander';
import type { RotateKeyFlags } from '../commands/archive-key.js';
import { addCommand, addExamples, type Run } from './command.js';

/** Its flags and its help. */
export function declareRotateKey(archive: Command, run: Run): void {
  const rotate = addCommand(
    archive,
    'rotate-key',
    'another key that signs the archive from now on; visible in it for ever',
  );
  rotate
    .option(
      '--lost',
      'the old private key is gone for good and cannot sign for the new one: that stays visible too',
    )
    .action((flags: RotateKeyFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-key.js')).changeKey(flags, context, globals),
      ),
    );
  addExamples(rotate, [['audit archive rotate-key', 'the new public key, to keep elsewhere']]);
}
