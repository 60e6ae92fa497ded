/** The shape of a command: declared in one place, done in another, so that either is had without the other. */
import type { Command } from 'commander';
import type { Context } from '../context.js';
import type { ExitCode } from '../errors.js';
import type { SettingFlags } from '../profile/settings.js';
import type { Witness } from './witness.js';

/** The flags that stand before or after every command. */
export interface GlobalFlags extends SettingFlags {
  /** Only what went wrong on stderr. */
  readonly quiet?: boolean;
  /** Requests and waits on stderr. */
  readonly verbose?: boolean;
  /** Told of what the command does to an account; undefined where nobody keeps a journal. */
  readonly witness?: Witness | undefined;
}

/** What a parsed command line asks for. */
export type Work = (context: Context, globals: GlobalFlags) => Promise<ExitCode>;

/** Handed to `declare`: keeps the work until the whole line has been understood. */
export type Run = (work: Work) => void;

export interface CommandModule {
  /** Flags, arguments, help and examples of a command whose name and summary the program knows already. */
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
