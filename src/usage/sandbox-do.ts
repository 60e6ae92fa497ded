/** How `audit sandbox do` is typed. */
import type { Command } from 'commander';
import type { DoFlags } from '../commands/sandbox-do.js';
import { UsageError } from '../errors.js';
import { addCommand, addExamples, type Run, textOrJson } from './command.js';

const ways: readonly NonNullable<DoFlags['via']>[] = ['web', 'mobile', 'bulk', 'import'];

/** Its flags and its help. */
export function declareDo(parent: Command, run: Run): void {
  const command = addCommand(
    parent,
    'do',
    'change something by hand; without a verb: all that can be changed',
  );
  command
    .argument('[verb]', 'what to do, e.g. delete-pipeline')
    .argument('[words...]', 'with what: a record’s name, part of it, or id; any and newest mean one of them')
    .option('--by <user>', 'who does it, a user or a workflow; an administrator unless given')
    .addOption(command.createOption('--via <way>', 'by which way').choices(ways))
    .addOption(
      command
        .createOption('--late <span>', 'it happened so long ago, e.g. 20m, and the log hears of it now')
        .argParser(parseSpan),
    )
    .addOption(textOrJson(command))
    .action((verb: string | undefined, words: readonly string[], flags: DoFlags) =>
      run(async (context, globals) =>
        (await import('../commands/sandbox-do.js')).changeByHand(verb, words, flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit sandbox do delete-pipeline "New patients" --by devon', 'then: audit restore --sandbox'],
    ['audit sandbox do tag newest vip --by "welcome and tag"', 'what a workflow does has it as its source'],
    ['audit sandbox do add-note any "Called back." --via mobile --late 3h', 'a phone that was offline'],
  ]);
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function parseSpan(text: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * (unitMs[unit] ?? 0);
  throw new UsageError('bad-span', `--late is “${text}”, which is no span of time.`, {
    hint: 'A number and s, m, h or d: 45s, 20m, 3h, 2d.',
  });
}
