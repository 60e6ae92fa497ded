/** What a reading gave against what the log holds. */
import type { Coverage } from '../../src/audit/coverage.js';
import type { AuditEvent } from '../../src/audit/event.js';
import type { AuditError } from '../../src/errors.js';
import { readEvents } from '../../src/reading/read.js';
import type { ReadingRequest } from '../../src/reading/reading.js';
import type { FakeAccount } from './fake-account.js';

export interface Outcome {
  readonly ids: readonly string[];
  readonly coverage: Coverage;
  readonly failure: AuditError | undefined;
}

/** Each look at the clock is a tenth of a second later: an account that takes its time. */
export const clock = slowClock();

function slowClock() {
  let nowMs = 0;
  return {
    nowMs: () => {
      nowMs += 100;
      return nowMs;
    },
    sleep: async () => undefined,
  };
}

export async function outcomeOf(
  account: FakeAccount,
  request: Partial<ReadingRequest> & Pick<ReadingRequest, 'window'>,
  signal = new AbortController().signal,
  turnsPerBatch = 0,
): Promise<Outcome> {
  const reading = readEvents(
    account,
    { order: 'newest-first', matches: undefined, push: {}, filterNames: [], limit: undefined, ...request },
    { signal, clock },
  );
  const ids: string[] = [];
  for await (const batch of reading.batches()) {
    if (batch.length === 0) throw new Error('an empty batch');
    for (const { id } of batch) ids.push(id);
    // A reader that is slower than the account: much may be told while a batch is away.
    for (let turn = 0; turn < turnsPerBatch; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  return { ids, coverage: reading.coverage(), failure: reading.failure() };
}

/** The ids that a reading of the window should give, in its order. */
export function truthOf(
  events: readonly AuditEvent[],
  {
    window,
    order = 'newest-first',
    matches,
    limit,
  }: Partial<ReadingRequest> & Pick<ReadingRequest, 'window'>,
): string[] {
  const sign = order === 'oldest-first' ? 1 : -1;
  return events
    .filter(({ instantMs }) => instantMs >= window.sinceMs && instantMs < window.untilMs)
    .filter((event) => matches === undefined || matches(event))
    .toSorted((a, b) => sign * (a.instantMs - b.instantMs || (a.id < b.id ? -1 : 1)))
    .slice(0, limit)
    .map(({ id }) => id);
}
