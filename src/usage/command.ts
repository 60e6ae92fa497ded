/** The shape of a declaration: how a command is typed, apart from what it does, so that either is had without the other. */
import type { Command, Option } from 'commander';
import type { Work } from '../commands/command.js';

/** Handed to `declare`: keeps the work until the whole line has been understood. */
export type Run = (work: Work) => void;

export interface Declaration {
  /**
   * Flags, arguments, help and examples of a command whose name and summary the program knows already. Its actions load what they
   * do with `import()`, so that nobody pays for it who only asks how it is typed.
   */
  declare(command: Command, run: Run): void;
}

/** A command below another, which says in a list what it is for, and on its own page the same as a sentence. */
export function addCommand(parent: Command, name: string, summary: string): Command {
  return parent.command(name).summary(summary).description(sentence(summary)).helpCommand(false);
}

/** With a capital and a full stop. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`;
}

/** Examples below a command's help: what to type, and in words what it gives. */
export function addExamples(
  command: Command,
  examples: readonly (readonly [line: string, gives: string])[],
): void {
  const lines = examples.map(([line, gives]) => `  # ${gives}\n  $ ${line}`);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n\n')}`);
}

/** What a flag that repeats has gathered; each value may still be a comma list. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** The flag of a page that is had as JSON too. */
export function textOrJson(command: Command): Option {
  return command
    .createOption('--format <format>', 'text (usual) or json')
    .choices(['text', 'json'])
    .default('text');
}
