/** `audit sandbox simulate`: another beginning for the embedded account, or a told case on top of what is there. */
import { countedText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, InterruptedError, UsageError } from '../errors.js';
import type { OtherBeginning, Sandbox } from '../sandbox/sandbox.js';
import type { GlobalFlags } from './command.js';
import { withEmbedded } from './embedded-account.js';
import { alignColumns, widthOf } from './rows.js';
import { createVoice, type Voice } from './voice.js';

const planNames = { starter: 'Starter', growth: 'Growth', scale: 'Scale' } as const;

/** As they are typed. */
export interface SimulateFlags {
  readonly days?: number;
  readonly events?: number;
  readonly seed?: string;
  readonly plan?: keyof typeof planNames;
  /** `true`: asked for without a name, to be shown which there are. */
  readonly story?: string | true;
}

/**
 * Lives it on, begins it anew, or tells a story in it; without a story's name, lists them.
 *
 * @throws UsageError for a story that is not told, InterruptedError at Ctrl-C
 */
export async function simulate(
  { story, ...flags }: SimulateFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  if (story === true) return listStories(context);
  const voice = createVoice(context, globals);
  const beginning = toBeginning(flags);
  const isNew = Object.keys(beginning).length > 0;
  if (isNew && globals.location !== undefined) {
    throw new UsageError('whole-account', 'The account is begun anew as a whole, not one location of it.', {
      hint: 'Leave --location out; a story can be told in one: audit sandbox simulate --story <name> --location <id>',
    });
  }
  await withEmbedded(context, async (sandbox) => {
    if (story !== undefined) (await import('../sandbox/stories/stories.js')).storyCalled(story);
    if (isNew) await beginAnew(sandbox, beginning, context, voice);
    if (story !== undefined) {
      await voice.note(
        `Told ${story}: ${countedText(await sandbox.tell(story, globals.location), 'event', 'events')}.`,
      );
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

async function beginAnew(
  sandbox: Sandbox,
  beginning: OtherBeginning,
  { signal }: Context,
  voice: Voice,
): Promise<void> {
  await liveDays(sandbox, beginning, signal, voice);
  const { accountName, events, plan, retentionDays } = sandbox.info();
  await voice.note(`Begun afresh: ${accountName}, ${countedText(events, 'event', 'events')}.`);
  if (events > (beginning.events ?? events)) {
    await voice.note(`Fewer than that do not come of these days; fewer days have fewer: --days <n>`);
  }
  if ((beginning.days ?? 0) > retentionDays) {
    await voice.note(
      `The plan ${plan} keeps ${countedText(retentionDays, 'day', 'days')}; what was older is gone. --plan scale keeps a year.`,
    );
  }
}

/** @throws InterruptedError at Ctrl-C, with what is there then */
async function liveDays(
  sandbox: Sandbox,
  beginning: OtherBeginning,
  signal: AbortSignal,
  voice: Voice,
): Promise<void> {
  const progress = voice.progress('Living its days…');
  const onLived = (part: number, events: number) =>
    progress.update(
      part < 1
        ? `Living its days: ${Math.floor(part * 100)} %, ${countedText(events, 'event', 'events')}…`
        : 'Sorting the log…',
    );
  try {
    await sandbox.beginAnew(beginning, { signal, onLived });
  } catch (error) {
    if (!signal.aborted) throw error;
    const { accountName, events } = sandbox.info();
    throw new InterruptedError(
      'interrupted',
      `Interrupted; the embedded account is as it was: ${accountName}, ${countedText(events, 'event', 'events')}.`,
      { hint: 'Begin again with the same command.', cause: error },
    );
  } finally {
    progress.stop();
  }
}

async function listStories({ stdout }: Context): Promise<ExitCode> {
  const { stories } = await import('../sandbox/stories/stories.js');
  await stdout.write(
    alignColumns(
      stories.map(({ name, summary }) => [name, summary]),
      widthOf(stdout),
    ),
  );
  return exitCodes.done;
}
