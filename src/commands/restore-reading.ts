/** What a restore needs of the log: deletions and restores around an event, and what has come back since. */

import type { Window } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import { calendarStrokeMs } from '../audit/restore-contents.js';
import { strokeMs } from '../audit/restore-plan.js';
import type { Clock } from '../context.js';
import { InterruptedError } from '../errors.js';
import { readEvents } from '../reading/read.js';
import type { RestoreMeans } from '../restore/plan-digest.js';
import { asAsked } from './question.js';
import type { Session } from './session.js';

export interface SomeEvents {
  readonly events: readonly AuditEvent[];
  /** False where a part could not be read, or not in time. */
  readonly isWhole: boolean;
}

/**
 * Contacts may have gone at any time before; with a customer on the phone nobody waits longer for that. Newest first, so that
 * what is read in time is what is nearest.
 */
const earlierContactsMs = 60_000;

/**
 * With the account's own word only what fell in the same stroke is asked for; without it also what became of the record, its
 * contacts and its pipeline until now, and which contacts had gone before.
 */
export async function readRelated(
  { instantMs }: AuditEvent,
  means: RestoreMeans,
  floorMs: number,
  session: Session,
  clock: Clock,
): Promise<SomeEvents> {
  const nowMs = session.account.nowMs();
  if (means === 'announced') {
    const sinceMs = Math.max(floorMs, instantMs - strokeMs);
    const stroke = { sinceMs, untilMs: Math.min(nowMs, instantMs + strokeMs + 1) };
    return told(await readSome(stroke, () => true, session, clock), session);
  }
  const sinceMs = Math.max(floorMs, instantMs - calendarStrokeMs);
  const endMs = clock.nowMs() + earlierContactsMs;
  const [around, before] = await Promise.all([
    readSome({ sinceMs, untilMs: nowMs }, () => true, session, clock),
    readSome(
      { sinceMs: floorMs, untilMs: sinceMs },
      ({ module }) => module === 'CONTACT',
      session,
      clock,
      endMs,
    ),
  ]);
  const events = [...around.events, ...before.events];
  return told({ events, isWhole: around.isWhole && before.isWhole }, session);
}

/** Restores from this instant on, newest first; what cannot be read is left out. @throws InterruptedError at Ctrl-C */
export async function readRestored(
  sinceMs: number,
  session: Session,
  clock: Clock,
): Promise<readonly AuditEvent[]> {
  const window = { sinceMs, untilMs: session.account.nowMs() };
  return (await readSome(window, ({ type }) => type === 'RESTORED', session, clock)).events;
}

async function told(some: SomeEvents, { voice }: Session): Promise<SomeEvents> {
  if (!some.isWhole) {
    await voice.warn(
      'Part of the log before and after the deletion was not read: the plan may know too little.',
    );
  }
  return some;
}

/** Deletions and restores that match, newest first, as far as they can be read until `endMs` of our clock. */
async function readSome(
  window: Window,
  matches: (event: AuditEvent) => boolean,
  { account, signal, voice }: Session,
  clock: Clock,
  endMs = Number.POSITIVE_INFINITY,
): Promise<SomeEvents> {
  if (window.sinceMs >= window.untilMs) return { events: [], isWhole: true };
  const enough = new AbortController();
  const isWanted = (event: AuditEvent) => {
    if (clock.nowMs() > endMs) enough.abort(new InterruptedError('enough', 'Enough has been read.'));
    return (event.type === 'DELETED' || event.type === 'RESTORED') && matches(event);
  };
  const reading = readEvents(
    account,
    {
      window,
      order: 'newest-first',
      matches: isWanted,
      push: { type: ['DELETED', 'RESTORED'] },
      filterNames: ['type'],
      limit: undefined,
    },
    { signal: AbortSignal.any([signal, enough.signal]), clock },
  );
  const events: AuditEvent[] = [];
  for await (const batch of reading.batches()) {
    // Read once, so that the page that brought it can go.
    for (const event of batch) void event.rawText;
    events.push(...batch);
  }
  const failure = reading.failure();
  if (failure instanceof InterruptedError && !enough.signal.aborted) throw failure;
  if (failure !== undefined) await voice.detail(failure.message);
  return { events, isWhole: failure === undefined && asAsked(reading.coverage(), true).complete };
}
