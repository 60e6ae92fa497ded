/** `audit sandbox simulate`: another beginning for the embedded account, or a told case on top of what is there. */
import type { Command } from 'commander';
import { countedText, countText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import type { OtherBeginning, Sandbox } from '../sandbox/sandbox.js';
import { addCommand, addExamples, type GlobalFlags, type Run } from './command.js';
import { withEmbedded } from './embedded-account.js';
import { alignColumns } from './rows.js';
import { createVoice, type Voice } from './voice.js';

const planNames = { starter: 'Starter', growth: 'Growth', scale: 'Scale' } as const;

/** The longest time that any plan keeps events. */
const mostDays = 365;
/** A day of a million is no life any more, and a disk is not without an end. */
const mostEvents = 20_000_000;

interface SimulateFlags {
  readonly days?: number;
  readonly events?: number;
  readonly seed?: string;
  readonly plan?: keyof typeof planNames;
  /** `true`: asked for without a name, to be shown which there are. */
  readonly story?: string | true;
}

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
        .createOption('--events <n>', 'begin anew, with about so many events in these days')
        .argParser(between('--events', 1, mostEvents)),
    )
    .option('--seed <text>', 'begin anew: the same seed lives the same business')
    .addOption(
      command
        .createOption('--plan <plan>', 'begin anew: how long the log is kept: 30, 60 or 365 days')
        .choices(Object.keys(planNames)),
    )
    .option('--story [name]', 'tell a story that ends now; without a name: which there are')
    .action((flags: SimulateFlags) => run((context, globals) => simulate(flags, context, globals)));
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

async function simulate(
  { story, ...flags }: SimulateFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  if (story === true) return listStories(context);
  const voice = createVoice(context, globals);
  const beginning = toBeginning(flags);
  const isNew = Object.keys(beginning).length > 0;
  await withEmbedded(context, async (sandbox) => {
    if (story !== undefined) (await import('../sandbox/stories/stories.js')).storyCalled(story);
    if (isNew) await beginAnew(sandbox, beginning, voice);
    if (story !== undefined) {
      await voice.note(`Told ${story}: ${countedText(await sandbox.tell(story), 'event', 'events')}.`);
    } else if (!isNew) {
      await voice.note(`Lived on until now: ${countedText(sandbox.liveOn(), 'event', 'events')}.`);
    }
  });
  return exitCodes.done;
}

function toBeginning({ days, events, seed, plan }: SimulateFlags): OtherBeginning {
  return {
    ...(days === undefined ? {} : { days }),
    ...(events === undefined ? {} : { events }),
    ...(seed === undefined ? {} : { seed }),
    ...(plan === undefined ? {} : { plan: planNames[plan] }),
  };
}

async function beginAnew(sandbox: Sandbox, beginning: OtherBeginning, voice: Voice): Promise<void> {
  sandbox.reset(beginning);
  const { accountName, events, plan, retentionDays } = sandbox.info();
  await voice.note(`Begun afresh: ${accountName}, ${countedText(events, 'event', 'events')}.`);
  if ((beginning.days ?? 0) > retentionDays) {
    await voice.note(
      `The plan ${plan} keeps ${countedText(retentionDays, 'day', 'days')}; what was older is gone. --plan scale keeps a year.`,
    );
  }
}

async function listStories({ stdout }: Context): Promise<ExitCode> {
  const { stories } = await import('../sandbox/stories/stories.js');
  await stdout.write(alignColumns(stories.map(({ name, summary }) => [name, summary])));
  return exitCodes.done;
}
