/** `audit archive sync --all-profiles`: each connected account's archive in turn; one that fails hides no other. */

import { formatInstant } from '../audit/instant.js';
import { countText } from '../audit/phrase.js';
import type { Context, Profile } from '../context.js';
import {
  AuditError,
  type ExitCode,
  exitCodes,
  InterruptedError,
  NotFoundError,
  UsageError,
} from '../errors.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import { exitCodeOf, type SyncFlags, syncOne } from './archive-sync.js';
import { failureOf, type SyncReport, syncJson } from './archive-sync-report.js';
import type { GlobalFlags } from './command.js';
import { withJournal } from './journal-keeping.js';
import { alignColumns } from './rows.js';
import { createVoice } from './voice.js';

/** What is meant for one account is not taken for all of them. */
const oneAccountOnly = [
  'AUDIT_TOKEN',
  'AUDIT_AUTH',
  'AUDIT_LOCATION',
  'AUDIT_API_URL',
  'AUDIT_PROFILE',
  'AUDIT_ARCHIVE_FOLDER',
] as const;

interface Outcome {
  readonly profile: Profile;
  readonly report: SyncReport | undefined;
  readonly failure: AuditError | undefined;
  readonly exitCode: ExitCode;
}

/** From harmless to what a person must see to first. */
const severity: readonly ExitCode[] = [
  exitCodes.done,
  exitCodes.incomplete,
  exitCodes.unreachable,
  exitCodes.notFound,
  exitCodes.usage,
  exitCodes.access,
  exitCodes.proofFailed,
];

/**
 * Syncs all of them, a row each on stdout; the exit code is the worst.
 *
 * @throws NotFoundError where no account is connected; UsageError for flags that mean one account; InterruptedError at Ctrl-C
 */
export async function syncAllProfiles(
  flags: SyncFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  assertNoSingle(globals);
  const profiles = await context.profiles.list();
  if (profiles.length === 0) {
    throw new NotFoundError('no-profiles', 'No account is connected.', { hint: 'Connect one: audit login' });
  }
  const voice = createVoice(context, globals);
  const outcomes: Outcome[] = [];
  for (const profile of profiles) {
    await voice.note(`${profile.name}:`);
    const outcome = await syncProfile(profile, flags, context, globals);
    outcomes.push(outcome);
    if (outcome.failure !== undefined) await voice.warn(failureWords(profile.name, outcome.failure));
  }
  await context.stdout.write(
    flags.format === 'json' ? asJson(outcomes) : asText(outcomes, context.stdout.isTerminal),
  );
  const codes = outcomes.map(({ exitCode }) => severity.indexOf(exitCode));
  return severity[Math.max(...codes)] ?? exitCodes.done;
}

function assertNoSingle({ profile, sandbox, location, apiUrl, archiveFolder }: GlobalFlags): void {
  const named = { '--profile': profile, '--sandbox': sandbox, '--location': location, '--api-url': apiUrl };
  const found = Object.entries({ ...named, '--archive-folder': archiveFolder }).find(
    ([, value]) => value !== undefined,
  );
  if (found === undefined) return;
  throw new UsageError('one-or-all', `--all-profiles means every account, and ${found[0]} one.`, {
    hint: 'Leave one of them out.',
  });
}

/** With an entry of its own in the journal, as if it had been typed alone. */
async function syncProfile(
  profile: Profile,
  flags: SyncFlags,
  context: Context,
  { quiet, verbose, tz }: GlobalFlags,
): Promise<Outcome> {
  let report: SyncReport | undefined;
  let failure: AuditError | undefined;
  const environment = Object.fromEntries(
    Object.entries(context.environment).filter(([name]) => !oneAccountOnly.some((own) => own === name)),
  );
  const globals = {
    profile: profile.name,
    ...(quiet === undefined ? {} : { quiet }),
    ...(verbose === undefined ? {} : { verbose }),
    ...(tz === undefined ? {} : { tz }),
  };
  const words = ['archive', 'sync', '--profile', profile.name];
  const exitCode = await withJournal(words, { ...context, environment }, async (watched, witness) => {
    try {
      report = await syncOne(flags, watched, { ...globals, witness });
      failure = failureOf(report);
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      failure = error;
    }
    return failure?.exitCode ?? (report === undefined ? exitCodes.done : exitCodeOf(report));
  });
  if (failure instanceof InterruptedError) throw failure;
  return { profile, report, failure, exitCode };
}

function failureWords(name: string, { message, hint }: AuditError): string {
  return `${name}: ${message}${hint === undefined ? '' : `\n${hint}`}`;
}

function asText(outcomes: readonly Outcome[], isTerminal: boolean): string {
  const rows = outcomes.map(({ profile, report, failure, exitCode }) =>
    [
      profile.name,
      failure === undefined ? (exitCode === exitCodes.done ? 'complete' : 'holes') : failure.code,
      report === undefined ? '' : `+${countText(report.tally.new)}`,
      report === undefined ? '' : countText(report.events),
      reachedText(report),
      report?.folder ?? '',
    ].map(harmless),
  );
  return isTerminal ? alignColumns(rows) : rows.map((row) => `${row.join('\t')}\n`).join('');
}

function reachedText(report: SyncReport | undefined): string {
  const untilMs = report?.ledger.window?.untilMs;
  return untilMs === undefined ? '' : formatInstant(untilMs, 'UTC', 'iso-utc');
}

function asJson(outcomes: readonly Outcome[]): string {
  const profiles = outcomes.map(({ profile, report, failure, exitCode }) => ({
    profile: profile.name,
    exitCode,
    ...(report === undefined
      ? { failure: failure === undefined ? null : { code: failure.code, message: failure.message } }
      : syncJson(report)),
  }));
  return `${harmlessJson(JSON.stringify({ schema: 1, profiles }))}\n`;
}
