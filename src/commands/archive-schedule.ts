/** `audit archive schedule`: writes what makes cron, systemd or launchd sync an archive regularly, for a person to look at and put in its place. */
import { resolve } from 'node:path';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, NotFoundError, UsageError } from '../errors.js';
import { harmless } from '../output/harmless.js';
import { sandboxProfileName } from '../profile/profile.js';
import { cronLines } from './archive-schedule-cron.js';
import { launchdPlist } from './archive-schedule-launchd.js';
import { systemdUnits } from './archive-schedule-systemd.js';
import type { GlobalFlags } from './command.js';
import { findProfile } from './connection.js';
import type { ScheduledJob } from './scheduled-job.js';
import { createVoice } from './voice.js';

/** Each gives the whole text for a job. */
const writers = { cron: cronLines, systemd: systemdUnits, launchd: launchdPlist } as const;

export interface ScheduleFlags {
  readonly print?: keyof typeof writers | true;
  readonly every?: ScheduledJob['every'];
  readonly allProfiles?: true;
}

/** Where the folders and the way to the account are elsewhere than usual, a job that starts in another world must be told. */
const carriedPaths = [
  'AUDIT_CONFIG_DIR',
  'AUDIT_DATA_DIR',
  'AUDIT_ARCHIVE_FOLDER',
  'NODE_EXTRA_CA_CERTS',
] as const;
const carried = [
  ...carriedPaths,
  'AUDIT_MAX_WAIT',
  'AUDIT_TZ',
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
] as const;

/** Nights are quiet, and midnight is everybody's. */
const firstHour = 1;
const hours = 5;

/**
 * Prints it; installs nothing.
 *
 * @throws NotFoundError where no profile is there that a job could use
 */
export async function printSchedule(
  { print, every = 'day', allProfiles }: ScheduleFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const profile = allProfiles ? undefined : await profileFor(globals, context);
  const job: ScheduledJob = {
    command: context.runner.command ?? ['node', 'audit'],
    account: profile === undefined ? ['--all-profiles'] : ['--profile', profile],
    folder: profile === undefined ? [] : folderWords(globals),
    name: profile ?? 'all',
    environment: environmentFor(context.environment),
    every,
    hour: firstHour + Math.floor(context.random() * hours),
    minute: Math.floor(context.random() * 60),
  };
  const kind = print === undefined || print === true ? 'cron' : print;
  assertCarriable(job);
  await context.stdout.write(writers[kind](job));
  await sayDoubts(profile, context, globals);
  return exitCodes.done;
}

async function profileFor(globals: GlobalFlags, context: Context): Promise<string> {
  const name = (await findProfile(globals, context))?.name.value;
  if (name !== undefined) return name;
  throw new NotFoundError(
    'no-profile',
    'A job needs a connected account: variables of this shell are not there when it runs.',
    {
      hint: 'Connect it: audit login\nOr, with a token from a vault: audit login --token-command …',
    },
  );
}

function folderWords({ archiveFolder }: GlobalFlags): readonly string[] {
  return archiveFolder === undefined ? [] : ['--archive-folder', resolve(archiveFolder)];
}

/** A proxy's address may bear a password, which has no place in a schedule. */
function environmentFor(environment: Context['environment']): Readonly<Record<string, string>> {
  const found = carried.flatMap((name) => {
    const value = environment[name];
    if (value === undefined || value === '' || bearsSecret(name, value)) return [];
    // A job begins in another folder.
    return [[name, carriedPaths.some((path) => path === name) ? resolve(value) : value] as const];
  });
  return Object.fromEntries(found);
}

/** A schedule is lines of text that a person reads first: what breaks them or cannot be seen in them cannot go along. */
function assertCarriable({ command, folder, environment }: ScheduledJob): void {
  const named = Object.entries({
    ...environment,
    'the program': command.join(' '),
    'the folder': folder.join(' '),
  });
  const found = named.find(([, value]) => harmless(value) !== value);
  if (found === undefined) return;
  const [name, value] = found;
  throw new UsageError(
    'not-schedulable',
    `A schedule cannot carry ${name}: “${value}” holds characters that cannot be seen.`,
    {
      hint: 'Give it another name, or leave it out.',
    },
  );
}

function bearsSecret(name: string, value: string): boolean {
  return /proxy$/i.test(name) && value.includes('@');
}

/** What the text cannot say for itself. */
async function sayDoubts(profile: string | undefined, context: Context, globals: GlobalFlags): Promise<void> {
  const { environment, profiles, runner } = context;
  const voice = createVoice(context, globals);
  const named = profile === undefined ? await profiles.list() : [await profiles.get(profile)];
  const without = named.filter((found) => found !== undefined && found.tokenCommand === undefined);
  if (profile !== sandboxProfileName && without.length > 0) {
    await voice.note(
      `Session tokens live for about an hour: ${without.map((found) => found?.name).join(', ')} will need a token command that fetches a fresh one (audit login --token-command …), or the job ends with 4.`,
    );
  }
  if (environment['AUDIT_TOKEN'])
    await voice.note('AUDIT_TOKEN is left out: a secret does not belong in a schedule.');
  if (carried.some((name) => bearsSecret(name, environment[name] ?? '')))
    await voice.note('The proxy is left out, for its address bears a password.');
  if (runner.command === undefined || /[/\\]_npx[/\\]/.test(runner.command[1]))
    await voice.note(
      'This program lies where it may not last; install it: npm install --global hoopai-audit',
    );
}
