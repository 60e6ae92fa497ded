/** A log that can be read, wherever it lies: what the commands ask, so that none of them knows whether the account or an archive answers. */
import type { Account } from '../account/account.js';
import type { Clock } from '../context.js';
import { readEvents } from './read.js';
import type { Reading, ReadingRequest } from './reading.js';

export interface Log {
  /** @param signal ends this reading alone, before the log itself is closed */
  read(request: ReadingRequest, signal?: AbortSignal): Reading;
}

/** The log as the account tells it. Its readings end with `options.signal`. */
export function liveLog(
  account: Account,
  { signal, clock }: { readonly signal: AbortSignal; readonly clock: Clock },
): Log {
  return {
    read: (request, own) =>
      readEvents(account, request, {
        signal: own === undefined ? signal : AbortSignal.any([signal, own]),
        clock,
      }),
  };
}
