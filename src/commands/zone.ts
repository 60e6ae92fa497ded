/** The zone that a command reads and shows times in: flag, variable, profile, else the account's, else the machine's. */
import { setImmediate } from 'node:timers/promises';
import type { Account } from '../account/account.js';
import { assertTimeZone, isTimeZone } from '../audit/zone.js';
import type { Context } from '../context.js';
import { AccessError, NotFoundError } from '../errors.js';
import { originInWords, type Setting } from '../profile/settings.js';

export interface ChosenZone {
  /** IANA name in its canonical case. */
  readonly name: string;
  /** `--tz`, `AUDIT_TZ`, `profile acme`, `the account`, `this machine`. */
  readonly origin: string;
}

/**
 * Asks the account only where nothing else says. An account that may not be asked, or names no zone that there is, leaves it to the machine.
 *
 * @throws UsageError for a zone that does not exist.
 */
export async function chooseZone(
  setting: Setting<string> | undefined,
  account: Account,
  machineTimeZone: Context['machineTimeZone'],
): Promise<ChosenZone> {
  const name = setting === undefined ? await zoneOf(account) : undefined;
  // A zone wakes ICU, which takes 12 ms: what else is asked of the account is on its way by then.
  await setImmediate();
  if (setting !== undefined)
    return { name: assertTimeZone(setting.value), origin: originInWords(setting.origin) };
  return name === undefined || !isTimeZone(name)
    ? { name: machineTimeZone(), origin: 'this machine' }
    : { name: assertTimeZone(name), origin: 'the account' };
}

async function zoneOf(account: Account): Promise<string | undefined> {
  try {
    return (await account.location()).timeZone;
  } catch (error) {
    if (error instanceof AccessError || error instanceof NotFoundError) return undefined;
    throw error;
  }
}
