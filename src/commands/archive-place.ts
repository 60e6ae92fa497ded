/** Where an account's archive is: the flag, the variable, else a folder of its own among the data; known without a token, for an archive is read offline. */
import { dirname, join, resolve } from 'node:path';
import { readApiUrl } from '../account/api-url.js';
import { type ArchivedAccount, archiveFolderOf } from '../archive/store/form.js';
import type { Context } from '../context.js';
import { NotFoundError, UsageError } from '../errors.js';
import { namesIn } from '../files/whole-file.js';
import { sandboxProfileName } from '../profile/profile.js';
import { resolveSettings } from '../profile/settings.js';
import type { GlobalFlags } from './command.js';
import { type Connection, findProfile } from './connection.js';

/** The account as its archive names it: the embedded one listens somewhere else at every start. */
export function archivedAccount({
  apiUrl,
  locationId,
  isSandbox,
}: Pick<Connection, 'apiUrl' | 'locationId' | 'isSandbox'>): ArchivedAccount {
  return { apiUrl: isSandbox ? 'sandbox' : apiUrl, locationId };
}

/** The folder of a connected account's archive. */
export function archiveFolder(
  account: ArchivedAccount,
  globals: Pick<GlobalFlags, 'archiveFolder'>,
  context: Pick<Context, 'environment' | 'dataFolder'>,
): string {
  return namedFolder(globals, context) ?? archiveFolderOf(context.dataFolder, account);
}

/**
 * The folder of the archive that the settings mean, without asking anybody and without a token. It need not be there.
 *
 * @throws NotFoundError for an unknown profile, or where nothing says which account is meant.
 */
export async function findArchiveFolder(globals: GlobalFlags, context: Context): Promise<string> {
  const named = namedFolder(globals, context);
  if (named !== undefined) return named;
  const found = await findProfile(globals, context);
  const settings = resolveSettings(globals, context.environment, found?.profile);
  const locationId = settings.locationId?.value;
  if (found?.name.value === sandboxProfileName) return embeddedFolder(globals.location, context.dataFolder);
  if (locationId === undefined) {
    throw new NotFoundError('no-archive', 'Nobody has said which account’s archive is meant.', {
      hint: 'Name its folder with --archive-folder, or the account with --profile or --location.',
    });
  }
  return archiveFolderOf(context.dataFolder, { apiUrl: readApiUrl(settings.apiUrl.value), locationId });
}

function namedFolder(
  { archiveFolder: flag }: Pick<GlobalFlags, 'archiveFolder'>,
  { environment }: Pick<Context, 'environment'>,
): string | undefined {
  const named = flag ?? environment['AUDIT_ARCHIVE_FOLDER'];
  return named ? resolve(named) : undefined;
}

/** What the embedded account is called stands in its own database, which nobody opens for that: its archives say it too. */
async function embeddedFolder(locationId: string | undefined, dataFolder: string): Promise<string> {
  const account = { apiUrl: 'sandbox', locationId: locationId ?? '' };
  if (locationId !== undefined) return archiveFolderOf(dataFolder, account);
  const parent = dirname(archiveFolderOf(dataFolder, account));
  const names = await namesIn(parent);
  if (names.length > 1) {
    throw new UsageError('several-archives', `There are archives of ${names.length} embedded accounts.`, {
      hint: names.map((name) => `--location ${name}`).join('\n'),
    });
  }
  if (names[0] !== undefined) return join(parent, names[0]);
  throw new NotFoundError('no-archive', 'There is no archive of the embedded account.', {
    hint: 'Begin one: audit archive sync --sandbox',
  });
}
