/** `audit sandbox do`: one change to the embedded account by hand, so that it can be watched arriving and brought back. */
import { countedText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { harmless } from '../output/harmless.js';
import type { Deed, WrittenEvent } from '../sandbox/deed.js';
import type { GlobalFlags } from './command.js';
import { withEmbedded } from './embedded-account.js';
import { alignColumns, widthOf } from './rows.js';
import { createVoice } from './voice.js';

/** Shown of what a deletion of hundreds writes; the log has them all. */
const shownAtMost = 8;

const ways = { web: 'WEB_USER', mobile: 'MOBILE_APP', bulk: 'BULK_ACTION', import: 'IMPORT' } as const;

/** As they are typed. */
export interface DoFlags {
  readonly by?: string;
  readonly via?: keyof typeof ways;
  readonly late?: number;
  readonly format: string;
}

/** Does what the words say, or without a verb lists them. @throws UsageError for words that mean nothing, NotFoundError for nobody */
export async function changeByHand(
  verb: string | undefined,
  words: readonly string[],
  flags: DoFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  if (verb === undefined) return listVerbs(flags.format, context);
  return doIt(toDeed(verb, words, flags, globals.location), flags.format, context, globals);
}

function toDeed(
  verb: string,
  words: readonly string[],
  { by, via, late }: DoFlags,
  locationId: string | undefined,
): Deed {
  return {
    verb,
    words,
    ...(by === undefined ? {} : { by }),
    ...(via === undefined ? {} : { via: ways[via] }),
    ...(late === undefined ? {} : { lateMs: late }),
    ...(locationId === undefined ? {} : { locationId }),
  };
}

async function listVerbs(format: string, { stdout }: Context): Promise<ExitCode> {
  const { verbs } = await import('../sandbox/verbs/verbs.js');
  const listed = verbs.map(({ name, takes, summary }) => ({ name, takes, summary }));
  await stdout.write(
    format === 'json'
      ? `${JSON.stringify({ schema: 1, verbs: listed })}\n`
      : alignColumns(
          listed.map(({ name, takes, summary }) => [`${name} ${takes}`.trim(), summary]),
          widthOf(stdout),
        ),
  );
  return exitCodes.done;
}

async function doIt(deed: Deed, format: string, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const events = await withEmbedded(context, (sandbox) => sandbox.do(deed));
  if (format === 'json') await context.stdout.write(`${JSON.stringify({ schema: 1, events })}\n`);
  else
    await context.stdout.write(alignColumns(events.slice(0, shownAtMost).map(row), widthOf(context.stdout)));
  await createVoice(context, globals).note(said(events, globals.location));
  return exitCodes.done;
}

function row({ id, module, type, recordName }: WrittenEvent): readonly string[] {
  return [id, type, module, harmless(recordName?.trim() ?? '')];
}

function said(events: readonly WrittenEvent[], locationId: string | undefined): string {
  const where = locationId === undefined ? '' : `--location ${locationId} `;
  const [first] = events;
  if (first === undefined) return 'Nothing had to be changed, and nothing was logged.';
  const more = events.length - shownAtMost;
  return `${countedText(events.length, 'event', 'events')} logged${more > 0 ? `, ${shownAtMost} shown` : ''}. See: audit show --sandbox ${where}${first.id}`;
}
