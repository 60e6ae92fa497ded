/** `audit archive sync`: brings the archive of an account up to now, and says what came, what is missing and how to go on. */
import type { ArchiveWriter } from '../archive/store/append.js';
import { withArchiveForWriting } from '../archive/store/writing.js';
import { type Synced, syncArchive } from '../archive/sync/sync.js';
import { anchorNewest } from '../archive/timestamp/anchor.js';
import { parseInstant } from '../audit/time.js';
import type { Context } from '../context.js';
import { AuditError, type ExitCode, exitCodes, InterruptedError, UsageError } from '../errors.js';
import { harmlessJson } from '../output/harmless.js';
import { archivedAccount, archiveFolder } from './archive-place.js';
import { failureOf, reportOf, type Stamping, type SyncReport, syncJson } from './archive-sync-report.js';
import { beginningWords, planWords, syncWarnings, syncWords } from './archive-sync-words.js';
import { assertAuthority, stampedWords } from './archive-timestamp.js';
import type { GlobalFlags } from './command.js';
import { progressWords } from './export-progress.js';
import { type Session, withSession } from './session.js';
import { watchTokenLife } from './token-life.js';
import { typedAgain } from './typed-again.js';
import { chooseZone } from './zone.js';

/** As they are typed. */
export interface SyncFlags {
  readonly since?: string;
  /** The address of an authority that is to attest the outcome. */
  readonly timestamp?: string;
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
  const failure = failureOf(report);
  if (failure !== undefined) throw failure;
  return exitCodeOf(report);
}

/** 3 where something is missing that this sync met: a hole that can still be filled, or what was lost since the last one. */
export function exitCodeOf({ fillable, plan }: SyncReport): ExitCode {
  return fillable.length + plan.lost.length === 0 ? exitCodes.done : exitCodes.incomplete;
}

/** The same without the ending: what ended the reading early is in the report. */
export async function syncOne(
  flags: Pick<SyncFlags, 'since' | 'timestamp'>,
  context: Context,
  globals: GlobalFlags,
): Promise<SyncReport> {
  if (flags.timestamp !== undefined) assertAuthority(flags.timestamp);
  return withSession(globals, context, async (session) => {
    const { voice, connection } = session;
    const account = archivedAccount(connection);
    const folder = archiveFolder(account, globals, context);
    const { configFolder, clock, runner, version } = context;
    const say = (sentence: string) => voice.warn(sentence);
    const writing = { configFolder, clock, runner, version, say, account };
    // Asked in any case, and first: no archive is begun for an address where nobody answers.
    await session.account.capabilities();
    return withArchiveForWriting(folder, writing, (writer) =>
      syncInto(writer, flags, session, context, globals),
    );
  });
}

async function syncInto(
  writer: ArchiveWriter,
  { since, timestamp }: Pick<SyncFlags, 'since' | 'timestamp'>,
  session: Session,
  context: Context,
  globals: GlobalFlags,
): Promise<SyncReport> {
  const { account, connection, voice } = session;
  // At once: whatever fails below, the next run finds it begun.
  if (writer.records.length === 0) await voice.note(beginningWords(writer, context.configFolder));
  const zone = await chooseZone(connection.settings.timeZone, account, context.machineTimeZone);
  const sinceMs =
    since === undefined
      ? undefined
      : parseInstant(since, { nowMs: account.nowMs(), timeZone: zone.name, edge: 'since' });
  if (sinceMs !== undefined && sinceMs >= account.nowMs()) throw inFuture(since ?? '');
  const synced = await read(writer, sinceMs, zone.name, session, context);
  globals.witness?.covered({ ...synced.coverage, count: synced.tally.new });
  const stamping = synced.failure === undefined ? await stamp(writer, timestamp, session, context) : noStamp;
  const report = await reportOf(writer, { ...synced, ...stamping }, zone.name, account.nowMs());
  for (const warning of syncWarnings(report)) await voice.warn(warning);
  await voice.note(syncWords(report));
  if (report.anchored !== undefined) await voice.note(stampedWords(report.anchored));
  if (report.failure !== undefined)
    await voice.note(
      `What was read is in the archive; go on with: ${typedAgain('archive sync', { '--timestamp': timestamp }, {}, globals)}`,
    );
  return report;
}

function inFuture(since: string): UsageError {
  return new UsageError(
    'since-in-future',
    `--since ${since} lies in the future: there is nothing to read yet.`,
    {
      hint: 'Leave it out: without it, audit archive sync looks back as far as it must.',
    },
  );
}

const noStamp: Stamping = { anchored: undefined, stampFailure: undefined };

/** What was read is committed: an authority that fails is told of, and hides nothing of it. */
async function stamp(
  writer: ArchiveWriter,
  url: string | undefined,
  { signal, voice }: Session,
  { network, clock }: Context,
): Promise<Stamping> {
  if (url === undefined) return noStamp;
  const progress = voice.progress('Asking for a time stamp…');
  try {
    const anchored = await anchorNewest(writer, { url, network, signal, nowMs: clock.nowMs() });
    return { anchored, stampFailure: undefined };
  } catch (error) {
    if (!(error instanceof AuditError) || error instanceof InterruptedError) throw error;
    return { anchored: undefined, stampFailure: error };
  } finally {
    progress.stop();
  }
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
