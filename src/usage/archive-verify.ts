/** How `audit archive verify` and `audit archive head` are typed. */
import type { Command } from 'commander';
import type { VerifyArchiveFlags } from '../commands/archive-verify.js';
import { addCommand, addExamples, collect, type Run } from './command.js';

/** Its flags and its help. */
export function declareVerify(archive: Command, run: Run): void {
  const verify = addCommand(
    archive,
    'verify',
    'whether anybody has touched the archive: offline; 10 for a finding, a hole, an unknown key',
  );
  verify
    .option(
      '--known <head>',
      'a head that was kept elsewhere, or a file with one: the archive must go on from it',
    )
    .option(
      '--key <key>',
      'the public key to believe, instead of the one that this machine keeps; repeats',
      collect,
    )
    .option('--incremental', 'do not read again what nobody has touched since it was verified here')
    .option('--allow-gaps', 'let holes in what was read pass')
    .addOption(verify.createOption('--format <format>', 'text (usual) or json').choices(['text', 'json']))
    .action((flags: VerifyArchiveFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-verify.js')).verifyArchiveFolder(flags, context, globals),
      ),
    );
  addExamples(verify, [
    ['audit archive verify', '0: nobody has touched it; 10: what was done, to which segment and event'],
    ['audit archive verify --known head.txt', 'also whether its end was cut off, or it was written anew'],
    ['audit archive verify --archive-folder ./copy --key "$KEY"', 'a copy, anywhere'],
  ]);
}

/** Its help. */
export function declareHead(archive: Command, run: Run): void {
  const head = addCommand(archive, 'head', 'the archive’s head in one line, to keep elsewhere');
  head.action(() =>
    run(async (context, globals) =>
      (await import('../commands/archive-head.js')).printHead(context, globals),
    ),
  );
  addExamples(head, [['audit archive head >> heads.txt', 'one line more: key, size, root']]);
}
