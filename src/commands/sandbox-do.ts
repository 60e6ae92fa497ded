/** `audit sandbox do`: one change to the embedded account by hand, so that it can be watched arriving and brought back. */
import type { Command } from 'commander';
import { countedText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { harmless } from '../output/harmless.js';
import type { Deed, WrittenEvent } from '../sandbox/deed.js';
import { addCommand, addExamples, type GlobalFlags, type Run } from './command.js';
import { withEmbedded } from './embedded-account.js';
import { alignColumns } from './rows.js';
import { createVoice } from './voice.js';

/** Shown of what a deletion of hundreds writes; the log has them all. */
const shownAtMost = 8;

const ways = { web: 'WEB_USER', mobile: 'MOBILE_APP', bulk: 'BULK_ACTION', import: 'IMPORT' } as const;

interface DoFlags {
  readonly by?: string;
  readonly via?: keyof typeof ways;
  readonly late?: number;
  readonly format: string;
}

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
    .addOption(command.createOption('--via <way>', 'by which way').choices(Object.keys(ways)))
    .addOption(
      command
        .createOption('--late <span>', 'it happened so long ago, e.g. 20m, and the log hears of it now')
        .argParser(parseSpan),
    )
    .addOption(
      command
        .createOption('--format <format>', 'text (usual) or json')
        .choices(['text', 'json'])
        .default('text'),
    )
    .action((verb: string | undefined, words: readonly string[], flags: DoFlags) =>
      run((context, globals) =>
        verb === undefined
          ? listVerbs(flags.format, context)
          : doIt(toDeed(verb, words, flags), flags.format, context, globals),
      ),
    );
  addExamples(command, [
    ['audit sandbox do delete-pipeline "New patients" --by devon', 'then: audit restore --sandbox'],
    ['audit sandbox do tag newest vip --by "welcome and tag"', 'what a workflow does has it as its source'],
    ['audit sandbox do add-note any "Called back." --via mobile --late 3h', 'a phone that was offline'],
  ]);
}

function toDeed(verb: string, words: readonly string[], { by, via, late }: DoFlags): Deed {
  return {
    verb,
    words,
    ...(by === undefined ? {} : { by }),
    ...(via === undefined ? {} : { via: ways[via] }),
    ...(late === undefined ? {} : { lateMs: late }),
  };
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function parseSpan(text: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * (unitMs[unit] ?? 0);
  throw new UsageError('bad-span', `--late is “${text}”, which is no span of time.`, {
    hint: 'A number and s, m, h or d: 45s, 20m, 3h, 2d.',
  });
}

async function listVerbs(format: string, { stdout }: Context): Promise<ExitCode> {
  const { verbs } = await import('../sandbox/verbs/verbs.js');
  const listed = verbs.map(({ name, takes, summary }) => ({ name, takes, summary }));
  await stdout.write(
    format === 'json'
      ? `${JSON.stringify({ schema: 1, verbs: listed })}\n`
      : alignColumns(listed.map(({ name, takes, summary }) => [`${name} ${takes}`.trim(), summary])),
  );
  return exitCodes.done;
}

async function doIt(deed: Deed, format: string, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const events = await withEmbedded(context, (sandbox) => sandbox.do(deed));
  if (format === 'json') await context.stdout.write(`${JSON.stringify({ schema: 1, events })}\n`);
  else await context.stdout.write(alignColumns(events.slice(0, shownAtMost).map(row)));
  await createVoice(context, globals).note(said(events));
  return exitCodes.done;
}

function row({ id, module, type, recordName }: WrittenEvent): readonly string[] {
  return [id, type, module, harmless(recordName?.trim() ?? '')];
}

function said(events: readonly WrittenEvent[]): string {
  const [first] = events;
  if (first === undefined) return 'Nothing had to be changed, and nothing was logged.';
  const more = events.length - shownAtMost;
  return `${countedText(events.length, 'event', 'events')} logged${more > 0 ? `, ${shownAtMost} shown` : ''}. See: audit show --sandbox ${first.id}`;
}
