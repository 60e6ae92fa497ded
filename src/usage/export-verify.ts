/** How `audit export verify` is typed. */
import type { Command } from 'commander';
import type { VerifyFlags } from '../commands/export-verify.js';
import { UsageError } from '../errors.js';
import { addCommand, addExamples, type Run } from './command.js';

interface VerifyWords {
  readonly againstAccount?: boolean;
  readonly format?: string;
}

/** Declares the command below `export`. */
export function declareVerify(command: Command, run: Run): void {
  const verify = addCommand(command, 'verify', 'is a file what its manifest says, and what the account says')
    .argument('<files...>', 'exported files; the manifest lies beside each')
    .option('--against-account', 'also compare with what the account still holds, both ways')
    .option('--format <format>', 'text (usual) or json: one object a file');
  // The --format of export takes what is meant for this one.
  verify.action((files: readonly string[]) =>
    run(async (context, globals) =>
      (await import('../commands/export-verify.js')).verifyFiles(
        files,
        readFlags(verify.optsWithGlobals()),
        context,
        globals,
      ),
    ),
  );
  addExamples(verify, [
    ['audit export verify report.csv', '0: nobody has changed it; 10: somebody has'],
    ['audit export verify audit-*.csv --against-account', '3: the account holds other events than the files'],
  ]);
}

function readFlags({ againstAccount = false, format = 'text' }: VerifyWords): VerifyFlags {
  if (format === 'text' || format === 'json') return { againstAccount, format };
  throw new UsageError('unknown-format', `There is no format "${format}" here.`, {
    hint: 'There are: text, json',
  });
}
