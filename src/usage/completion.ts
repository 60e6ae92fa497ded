/** How `audit completion` is typed. */
import type { Command } from 'commander';
import { type Shell, shells } from '../completion/shell.js';
import { addExamples, type Run } from './command.js';

/** The flags, arguments and examples of `audit completion`. */
export function declare(command: Command, run: Run): void {
  command
    .addArgument(command.createArgument('<shell>', shells.join(', ')).choices(shells))
    .action((shell: Shell) =>
      run(async (context) => (await import('../commands/completion.js')).writeScript(shell, context)),
    );
  addExamples(command, [
    ['audit completion bash >> ~/.bash_completion', 'bash 4 or newer: from the next shell on'],
    ['audit completion zsh > "$fpath[1]/_audit"', 'zsh: into a folder of its function path, after compinit'],
    ['audit completion fish > ~/.config/fish/completions/audit.fish', 'fish: at once'],
  ]);
}
