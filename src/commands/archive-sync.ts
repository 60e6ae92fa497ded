/** `audit archive sync`: brings the archive of an account up to now, and says what came, what is missing and how to go on. */
import type { ArchiveWriter } from '../archive/store/append.js';
import { withArchiveForWriting } from '../archive/store/writing.js';
import { type Synced, syncArchive } from '../archive/sync/sync.js';
import { parseInstant } from '../audit/time.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { harmlessJson } from '../output/harmless.js';
import { archivedAccount, archiveFolder } from './archive-place.js';
import { reportOf, type SyncReport, syncJson } from './archive-sync-report.js';
import { beginningWords, planWords, syncWarnings, syncWords } from './archive-sync-words.js';
import type { GlobalFlags } from './command.js';
import { progressWords } from './export-progress.js';
import { type Session, withSession } from './session.js';
import { watchTokenLife } from './token-life.js';
import { typedAgain } from './typed-again.js';
import { chooseZone } from './zone.js';

/** As they are typed. */
export interface SyncFlags {
  readonly since?: string;
  readonly allProfiles?: true;
  readonly format?: 'text' | 'json';
}

/**
 * Syncs the archive of the account that the settings name.
 *
 * @throws what ended the reading, after what it brought was committed
 */
export async function sync(flags: SyncFlags, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const report = await syncOne(flags, context, globals);
  if (flags.format === 'json')
    await context.stdout.write(`${harmlessJson(JSON.stringify({ schema: 1, ...syncJson(report) }))}\n`);
  if (report.failure !== undefined) throw report.failure;
  return exitCodeOf(report);
}

/** 3 where something is missing that this sync met: a hole that can still be filled, or what was lost since the last one. */
export function exitCodeOf({ fillable, plan }: SyncReport): ExitCode {
  return fillable.length + plan.lost.length === 0 ? exitCodes.done : exitCodes.incomplete;
}

/** The same without the ending: what ended the reading early is in the report. */
export async function syncOne(
  flags: Pick<SyncFlags, 'since'>,
  context: Context,
  globals: GlobalFlags,
): Promise<SyncReport> {
  return withSession(globals, context, async (session) => {
    const { voice, connection } = session;
    const account = archivedAccount(connection);
    const folder = archiveFolder(account, globals, context);
    const { configFolder, clock, runner, version } = context;
    const say = (sentence: string) => voice.warn(sentence);
    const writing = { configFolder, clock, runner, version, say, account };
    return withArchiveForWriting(folder, writing, (writer) =>
      syncInto(writer, flags, session, context, globals),
    );
  });
}

async function syncInto(
  writer: ArchiveWriter,
  { since }: Pick<SyncFlags, 'since'>,
  session: Session,
  context: Context,
  globals: GlobalFlags,
): Promise<SyncReport> {
  const { account, connection, voice } = session;
  const isNew = writer.log.size <= 1;
  if (isNew) await voice.note(beginningWords(writer, context.configFolder));
  const zone = await chooseZone(connection.settings.timeZone, account, context.machineTimeZone);
  const sinceMs =
    since === undefined
      ? undefined
      : parseInstant(since, { nowMs: account.nowMs(), timeZone: zone.name, edge: 'since' });
  const synced = await read(writer, sinceMs, zone.name, session, context);
  globals.witness?.covered({ ...synced.coverage, count: synced.tally.new });
  const report = await reportOf(writer, synced, zone.name, account.nowMs());
  for (const warning of syncWarnings(report)) await voice.warn(warning);
  await voice.note(syncWords(report));
  if (report.failure !== undefined)
    await voice.note(
      `What was read is in the archive; go on with: ${typedAgain('archive sync', {}, {}, globals)}`,
    );
  return report;
}

async function read(
  writer: ArchiveWriter,
  sinceMs: number | undefined,
  timeZone: string,
  { account, connection, signal, voice }: Session,
  { clock, version }: Context,
): Promise<Synced> {
  const startedMs = clock.nowMs();
  const tokenLife = watchTokenLife({ account, connection, voice }, clock);
  const progress = voice.progress('Reading the log…');
  try {
    return await syncArchive(writer, {
      account,
      signal,
      clock,
      version,
      sinceMs,
      onPlan: (plan) => voice.note(planWords(plan, timeZone)),
      async onProgress(at) {
        progress.update(progressWords(at, { before: 0, elapsedMs: clock.nowMs() - startedMs }));
        await tokenLife(at.part);
      },
    });
  } finally {
    progress.stop();
  }
}
