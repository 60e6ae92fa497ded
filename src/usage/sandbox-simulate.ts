/** How `audit sandbox simulate` is typed. */
import type { Command } from 'commander';
import { countText } from '../audit/phrase.js';
import type { SimulateFlags } from '../commands/sandbox-simulate.js';
import { UsageError } from '../errors.js';
import { addCommand, addExamples, type Run } from './command.js';

const plans: readonly NonNullable<SimulateFlags['plan']>[] = ['starter', 'growth', 'scale'];

/** The longest time that any plan keeps events. */
const mostDays = 365;
/** A day of a million is no life any more, and a disk is not without an end. */
const mostEvents = 20_000_000;

/** Its flags and its help. */
export function declareSimulate(parent: Command, run: Run): void {
  const command = addCommand(
    parent,
    'simulate',
    'live it on until now; begin it anew in another way; tell a story in it',
  );
  command
    .addOption(
      command
        .createOption('--days <n>', `begin anew, so many days ago (60, at most ${mostDays})`)
        .argParser(between('--days', 1, mostDays)),
    )
    .addOption(
      command
        .createOption('--events <n>', 'begin anew, with just so many events in the log')
        .argParser(between('--events', 1, mostEvents)),
    )
    .option('--seed <text>', 'begin anew: the same seed lives the same business')
    .addOption(
      command
        .createOption('--plan <plan>', 'begin anew: how long the log is kept: 30, 60 or 365 days')
        .choices(plans),
    )
    .option('--story [name]', 'tell a story that ends now; without a name: which there are')
    .action((flags: SimulateFlags) =>
      run(async (context, globals) =>
        (await import('../commands/sandbox-simulate.js')).simulate(flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit sandbox simulate --story mistaken-pipeline', 'something to bring back with audit restore'],
    ['audit sandbox simulate --days 365 --events 1000000 --plan scale', 'a million events of a year'],
    ['audit sandbox simulate', 'what has happened since it was last opened, also today'],
    ['audit sandbox reset', 'the usual account again'],
  ]);
}

function between(flag: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,12}$/.test(text.replaceAll(/[,_]/g, ''))
      ? Number(text.replaceAll(/[,_]/g, ''))
      : Number.NaN;
    if (number >= low && number <= high) return number;
    throw new UsageError('bad-number', `${flag} is “${text}”, which is no such number.`, {
      hint: `It goes from ${countText(low)} to ${countText(high)}.`,
    });
  };
}
