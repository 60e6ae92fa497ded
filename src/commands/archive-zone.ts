/** The zone in which an archive's times are read and shown, without asking its account: that which it was told last stands in the archive. */
import { openArchive } from '../archive/store/open.js';
import { assertTimeZone, isTimeZone } from '../audit/zone.js';
import type { Context } from '../context.js';
import { AuditError } from '../errors.js';
import { resolveSettings } from '../profile/settings.js';
import type { GlobalFlags } from './command.js';
import { findProfile } from './connection.js';

/**
 * The flag's, the variable's or the profile's, else the account's, else the machine's.
 *
 * @param accountZone what the archive says of it; not asked where a setting says something
 * @throws UsageError for a zone that does not exist; NotFoundError for an unknown profile
 */
export async function archiveZone(
  accountZone: () => Promise<string | null | undefined>,
  globals: GlobalFlags,
  context: Context,
): Promise<string> {
  const found = await findProfile(globals, context);
  const named = resolveSettings(globals, context.environment, found?.profile).timeZone;
  if (named !== undefined) return assertTimeZone(named.value);
  const zone = await accountZone();
  return zone && isTimeZone(zone) ? assertTimeZone(zone) : context.machineTimeZone();
}

/** The account's zone as the archive in a folder was last told; undefined where it never was, or cannot be read, which is no matter of zones. */
export async function accountZoneIn(folder: string): Promise<string | undefined> {
  let zone: string | null | undefined;
  try {
    const archive = await openArchive(folder);
    for await (const { record } of archive.ledger())
      if (record.kind === 'names' && record.location !== undefined) zone = record.location.timeZone;
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
  }
  return zone ?? undefined;
}
