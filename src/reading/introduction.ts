/** How a reading is introduced to an account: what the account can do, and the asker that knows it. Apart because an account may fail to say it, and is read all the same. */
import type { Account, Capabilities } from '../account/account.js';
import { unannounced } from '../account/capabilities.js';
import { AccessError, AuditError } from '../errors.js';
import { Asker, type AskerOptions } from './ask.js';
import { pushable } from './coverage.js';
import type { ReadingRequest } from './reading.js';

/** Counted against an account that did not even say what it can do: one more failure, and it is out of reach. */
const failuresOfAStranger = 3;

type IntroductionOptions = Pick<AskerOptions, 'ledger' | 'signal' | 'clock' | 'onEvents'>;

/**
 * An account that fails to say what it can do is read like one that does not say it, but not asked for long.
 * @throws AccessError; the signal's reason
 */
export async function introduce(
  account: Account,
  { push, recordId }: ReadingRequest,
  options: IntroductionOptions,
): Promise<{ readonly asker: Asker; readonly capabilities: Capabilities }> {
  options.signal.throwIfAborted();
  const said = await askCapabilities(account);
  const capabilities = said ?? unannounced;
  const asker = new Asker({
    ...options,
    account,
    filters: pushable(push, capabilities),
    recordId,
    pageSize: capabilities.maxPageSize,
  });
  if (said === undefined) asker.failuresInARow = failuresOfAStranger;
  return { asker, capabilities };
}

async function askCapabilities(account: Account): Promise<Capabilities | undefined> {
  try {
    return await account.capabilities();
  } catch (error) {
    if (error instanceof AccessError || !(error instanceof AuditError)) throw error;
    return undefined;
  }
}
