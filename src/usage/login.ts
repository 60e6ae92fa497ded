/** How `audit login` is typed. */
import type { Command } from 'commander';
import type { LoginFlags } from '../commands/login.js';
import { addExamples, type Run } from './command.js';

/** Its flags and examples. */
export function declare(command: Command, run: Run): void {
  command
    .option('--with-token', 'read the token from standard input')
    .addOption(
      command
        .createOption(
          '--token-command <command>',
          'keep no token: this shell command writes it, each time that it is needed',
        )
        .conflicts('withToken'),
    )
    .addOption(
      command
        .createOption(
          '--auth <style>',
          'how the account takes the token: bearer or token-id; usual: tries both',
        )
        .choices(['bearer', 'token-id']),
    )
    .option('--read-only', 'a profile that cannot restore')
    .option('--no-read-only', 'lift that again')
    .option('--restore-route <route>', "the account's own restore route: 'POST /path/{eventId}'")
    .action((flags: LoginFlags) =>
      run(async (context, globals) => (await import('../commands/login.js')).login(flags, context, globals)),
    );
  addExamples(command, [
    ['audit login', 'asks for account and token'],
    ['audit login --profile acme --location ve9EPM428h8vShlRW1KT', 'a second account, under a name'],
    ['audit login --with-token < token.txt', 'from a file'],
    ["audit login --token-command 'vault kv get -field=token secret/audit'", 'from a vault, each time'],
    ['audit login --read-only', 'for people who look and never restore'],
  ]);
}
