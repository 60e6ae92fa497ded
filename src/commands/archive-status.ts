/** `audit archive status`: what an archive covers, what it lacks and until when that can be had; with --check an exit code for cron. */
import { parseDuration } from '../audit/duration.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import { barSigns } from '../output/span-bar.js';
import { readEvents } from '../reading/read.js';
import { archiveConcerns, unarchivedSinceMs } from './archive-check.js';
import { findArchiveFolder } from './archive-place.js';
import { type ArchiveState, readArchiveState } from './archive-state.js';
import { type NextToExpire, statusJson, statusRows } from './archive-status-page.js';
import { archiveZone } from './archive-zone.js';
import type { GlobalFlags } from './command.js';
import { pageText } from './page.js';
import { withSession } from './session.js';
import { createVoice } from './voice.js';

/** As they are typed. */
export interface ArchiveStatusFlags {
  readonly check?: string | true;
  readonly allowLost?: true;
  readonly live?: true;
  readonly format?: 'text' | 'json';
}

/**
 * Shows how the archive of the account that the settings name stands.
 *
 * @throws NotFoundError where there is no archive; with --live what the account refuses or fails with
 */
export async function archiveStatus(
  flags: ArchiveStatusFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { check, allowLost = false, live, format } = flags;
  const mostAgeMs = typeof check === 'string' ? parseDuration(check, '--check') : undefined;
  const state = await readArchiveState(await findArchiveFolder(globals, context), context.clock.nowMs());
  const timeZone = await archiveZone(async () => state.timeZone, globals, context);
  const next = live ? await nextToExpire(state, context, globals) : undefined;
  const concerns = archiveConcerns(state, { mostAgeMs, allowsLost: allowLost }, timeZone);
  await context.stdout.write(
    format === 'json'
      ? `${harmlessJson(JSON.stringify({ schema: 1, ...statusJson(state, next), concerns }))}\n`
      : await asText(state, next, timeZone, context),
  );
  if (check === undefined) return exitCodes.done;
  const voice = createVoice(context, globals);
  for (const concern of concerns) await voice.warn(concern);
  return concerns.length === 0 ? exitCodes.done : exitCodes.incomplete;
}

/** The oldest event that is not in the archive for good: one look at the account. */
async function nextToExpire(
  state: ArchiveState,
  context: Context,
  globals: GlobalFlags,
): Promise<NextToExpire> {
  const sinceMs = unarchivedSinceMs(state);
  return withSession(globals, context, async ({ account, signal }) => {
    const { retentionDays } = await account.capabilities();
    const untilMs = account.nowMs();
    if (sinceMs === undefined || sinceMs >= untilMs) return { event: undefined, retentionDays };
    const asked = { matches: undefined, push: {}, filterNames: [], limit: 1 };
    const reading = readEvents(
      account,
      { window: { sinceMs, untilMs }, order: 'oldest-first', ...asked },
      { signal, clock: context.clock },
    );
    let event: NextToExpire['event'];
    for await (const [first] of reading.batches()) event ??= first;
    const failure = reading.failure();
    if (failure !== undefined) throw failure;
    return { event, retentionDays };
  });
}

async function asText(
  state: ArchiveState,
  next: NextToExpire | undefined,
  timeZone: string,
  { stdout, terminal, environment }: Context,
): Promise<string> {
  const { isTerminal, columns } = stdout;
  if (!isTerminal) {
    const rows = statusRows(state, next, { timeZone, bar: undefined });
    return rows.flatMap(([label, lines]) => lines.map((line) => `${label}\t${harmless(line)}\n`)).join('');
  }
  const palette = await terminal.palette(stdout);
  const bar = { columns: columns ?? 80, signs: barSigns(environment) };
  const title = `The archive of ${state.accountName ?? state.description.account.locationId}`;
  return pageText(title, statusRows(state, next, { timeZone, bar }), { width: columns, palette });
}
