/** `audit sandbox simulate`: another beginning for the embedded account, or a told case on top of what is there. */
import { countedText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import type { OtherBeginning, Sandbox } from '../sandbox/sandbox.js';
import type { GlobalFlags } from './command.js';
import { withEmbedded } from './embedded-account.js';
import { alignColumns } from './rows.js';
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
 * @throws UsageError for a story that is not told
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
  await withEmbedded(context, async (sandbox) => {
    if (story !== undefined) (await import('../sandbox/stories/stories.js')).storyCalled(story);
    if (isNew) await beginAnew(sandbox, beginning, voice);
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
