/** A command's time with an archive in the account's place: no token, no network, the names as they were collected. */
import { ArchivedLog } from '../archive/reading/archived-log.js';
import { OfflineAccount } from '../archive/reading/offline-account.js';
import type { ArchivedAccount } from '../archive/store/form.js';
import type { Context } from '../context.js';
import { UsageError } from '../errors.js';
import { sandboxProfileName } from '../profile/profile.js';
import { resolveSettings } from '../profile/settings.js';
import { findArchiveFolder } from './archive-place.js';
import { archiveZone } from './archive-zone.js';
import type { GlobalFlags } from './command.js';
import { type Connection, findProfile } from './connection.js';
import type { Session } from './session.js';
import { createVoice } from './voice.js';

/**
 * Opens the archive that the settings name, and lets `work` use it as it would use an account.
 *
 * @throws NotFoundError where there is no archive; ProofFailedError where it cannot be believed; what `work` throws.
 */
export async function withArchivedSession<T>(
  globals: GlobalFlags,
  context: Context,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const voice = createVoice(context, globals);
  const folder = await findArchiveFolder(globals, context);
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  try {
    const log = await ArchivedLog.open(folder, signal);
    const { account: archived } = log.archive.description;
    assertSameLocation(archived, folder, globals);
    const connection = await connectionTo(archived, globals, context);
    const account = new OfflineAccount(archived, log.book.names, context.clock);
    await voice.detail(`Out of the archive in ${folder}; nobody else is asked.`);
    return await work({ connection, account, log, voice, signal });
  } finally {
    ended.abort();
  }
}

/**
 * The archive that the settings name and the zone of its account, for a command that needs no more.
 *
 * @throws NotFoundError where there is no archive; ProofFailedError where it cannot be believed.
 */
export async function openArchivedLog(
  globals: GlobalFlags,
  context: Context,
): Promise<{ readonly log: ArchivedLog; readonly timeZone: string }> {
  const log = await ArchivedLog.open(await findArchiveFolder(globals, context), context.signal);
  const timeZone = await archiveZone(async () => log.book.names.location?.timeZone, globals, context);
  return { log, timeZone };
}

function assertSameLocation(
  { locationId }: ArchivedAccount,
  folder: string,
  { location }: GlobalFlags,
): void {
  if (location === undefined || location === locationId) return;
  throw new UsageError(
    'archive-of-another-account',
    `The archive in ${folder} is that of ${locationId}, and this is ${location}.`,
    { hint: 'Leave out --location, or name the folder of its archive with --archive-folder.' },
  );
}

/** Zone and the like as ever; nothing that could be sent anywhere. */
async function connectionTo(
  { apiUrl, locationId }: ArchivedAccount,
  globals: GlobalFlags,
  context: Context,
): Promise<Connection> {
  const found = await findProfile(globals, context);
  const isSandbox = found?.name.value === sandboxProfileName;
  return {
    settings: resolveSettings(globals, context.environment, found?.profile),
    apiUrl,
    locationId,
    token: '',
    tokenOrigin: { kind: 'default' },
    profile: found?.profile,
    isSandbox,
    close: async () => {},
  };
}
