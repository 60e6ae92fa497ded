/** How `audit profile` is typed: one command below it for each thing that can be done to a profile. */
import type { Command } from 'commander';
import { addCommand, addExamples, type Run } from './command.js';

/** One command below it for each thing that can be done to a profile. */
export function declare(command: Command, run: Run): void {
  const list = addCommand(command, 'list', 'the accounts that are connected; * marks the one in use');
  addFormat(list).action(({ format }: { format?: string }) =>
    run(async (context, globals) =>
      (await import('../commands/profile.js')).listProfiles(context, globals, format),
    ),
  );
  addExamples(list, [['audit profile list', 'what is connected, and which one is in use']]);

  const use = addCommand(command, 'use', 'use this account from now on').argument(
    '<name>',
    'a profile, or sandbox',
  );
  use.action((name: string) =>
    run(async (context, globals) =>
      (await import('../commands/profile.js')).useProfile(name, context, globals),
    ),
  );
  addExamples(use, [
    ['audit profile use acme', 'every command reads this account from now on'],
    ['audit profile use sandbox', 'every command reads the embedded account'],
  ]);

  const rename = addCommand(command, 'rename', 'give an account another name; its token moves along')
    .argument('<name>', 'a profile')
    .argument('<new-name>', 'lower-case letters, digits, dots, dashes, underscores');
  rename.action((from: string, to: string) =>
    run(async (context, globals) =>
      (await import('../commands/profile.js')).renameProfile(from, to, context, globals),
    ),
  );
  addExamples(rename, [['audit profile rename default acme', 'from now on: --profile acme']]);

  const remove = addCommand(command, 'remove', 'forget an account: its settings and its token').argument(
    '<name>',
    'a profile',
  );
  remove.action((name: string) =>
    run(async (context, globals) =>
      (await import('../commands/profile.js')).removeProfile(name, context, globals),
    ),
  );
  addExamples(remove, [['audit profile remove acme', 'forget the account and its token']]);
}

function addFormat(command: Command): Command {
  return command.addOption(
    command.createOption('--format <name>', 'text (usual) or json').choices(['text', 'json']),
  );
}
