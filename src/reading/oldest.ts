/** The oldest event that an account still holds, found by halving the time: a reading from the old end would see the whole log first. */
import type { Account } from '../account/account.js';
import { RequestRefusedError } from '../account/failure.js';
import type { Window } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import type { Clock } from '../context.js';
import { IncompleteError } from '../errors.js';
import { readEvents } from './read.js';

/** A page's worth: a span that holds fewer needs no further halving. */
const probeSize = 100;

export interface OldestOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * The oldest event of the window, or one of those that share its instant; undefined where there is none. Each probe halves what
 * is left: some ten of a page for 60 days. Where a whole page lies within a millisecond, one more looks behind that: mostly
 * there is nothing, and halving up to it would take 33.
 *
 * @param hintMs where the log is expected to begin: looked behind first
 * @throws IncompleteError where a span could not be read, so that nobody knows; what ended a reading
 */
export async function findOldest(
  account: Account,
  { sinceMs, untilMs }: Window,
  hintMs: number,
  options: OldestOptions,
): Promise<AuditEvent | undefined> {
  const older = await behind({ sinceMs, untilMs: hintMs }, account, options);
  const isOlder = older.length > 0;
  let low = isOlder ? sinceMs : Math.max(sinceMs, hintMs);
  let high = untilMs;
  let oldest: AuditEvent | undefined;
  let found = isOlder ? older : await probe({ sinceMs: low, untilMs }, account, options);
  for (;;) {
    oldest = found.at(-1) ?? oldest;
    if (oldest === undefined || (found.length > 0 && found.length < probeSize)) return oldest;
    if (found.length === 0) low = middleOf(low, high);
    else high = oldest.instantMs + 1;
    if (high - low <= 1) return oldest;
    if (found[0]?.instantMs === oldest.instantMs) {
      high = oldest.instantMs;
      found = await probe({ sinceMs: low, untilMs: high }, account, options);
      if (found.length === 0) return oldest;
    } else found = await probe({ sinceMs: low, untilMs: middleOf(low, high) }, account, options);
  }
}

function middleOf(low: number, high: number): number {
  return Math.floor((low + high) / 2);
}

/** An account may refuse to be asked for what it no longer keeps; that is an answer too. */
async function behind(
  window: Window,
  account: Account,
  options: OldestOptions,
): Promise<readonly AuditEvent[]> {
  try {
    return await probe(window, account, options);
  } catch (error) {
    if (error instanceof RequestRefusedError) return [];
    throw error;
  }
}

/** The newest events of the window, at most a probe's size. */
async function probe(
  window: Window,
  account: Account,
  options: OldestOptions,
): Promise<readonly AuditEvent[]> {
  if (window.sinceMs >= window.untilMs) return [];
  const all = { order: 'newest-first', matches: undefined, push: {}, filterNames: [] } as const;
  const reading = readEvents(account, { ...all, window, limit: probeSize }, options);
  const events: AuditEvent[] = [];
  for await (const batch of reading.batches()) events.push(...batch);
  const failure = reading.failure();
  if (failure !== undefined) throw failure;
  const missing = reading.coverage().reasons.filter(({ kind }) => kind !== 'behind-floor');
  if (missing.length > 0) {
    throw new IncompleteError(
      'oldest-not-sure',
      'Part of the log could not be read, so that its beginning is not known.',
      {
        hint: 'Run the same command again; --verbose shows what failed.',
      },
    );
  }
  return events;
}
