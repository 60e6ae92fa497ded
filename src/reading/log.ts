/** A log that can be read, wherever it lies: what the commands ask, so that none of them knows whether the account or an archive answers. */
import type { Account } from '../account/account.js';
import type { Window } from '../audit/coverage.js';
import type { Clock } from '../context.js';
import { readEvents } from './read.js';
import type { Reading, ReadingRequest } from './reading.js';

export interface Log {
  /** @param signal ends this reading alone, before the log itself is closed */
  read(request: ReadingRequest, signal?: AbortSignal): Reading;
  /** From its first instant to its last, for a log that has ended; absent for one that goes on until now. */
  readonly reach?: Window | undefined;
  /** Spans that can be read although the account keeps them no longer, oldest first; looked for only by who needs them. */
  beyond?(): Promise<readonly Window[]>;
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
