/** Measuring what an account keeps: what it says, the oldest event that it really holds, and how much leaves it soon. */
import type { Window } from '../audit/coverage.js';
import type { AuditEvent, EventOrder } from '../audit/event.js';
import { floorOf } from '../audit/retention.js';
import type { Context } from '../context.js';
import type { Log } from '../reading/log.js';
import { findOldest } from '../reading/oldest.js';
import type { Question } from './question.js';
import type { Session } from './session.js';

/** How far behind the floor one looks for what may still be there: no plan is known to keep more than a year. */
const farthestMs = 400 * 86_400_000;
/** More events that leave are not counted: it is many. */
const mostLeaving = 1_000;

export interface Retention {
  /** By the account's clock. */
  readonly nowMs: number;
  /** Undefined: the account announces nothing. */
  readonly announcedDays: number | undefined;
  readonly plan: string | undefined;
  readonly floor: Question['floor'];
  /** Undefined where the log is empty. */
  readonly oldest: AuditEvent | undefined;
  /** How many requests it took to find it; undefined where nobody was asked, but an archive. */
  readonly requests: number | undefined;
  /** Events that leave within the time ahead. */
  readonly leaving: { readonly count: number; readonly isAll: boolean };
  readonly aheadMs: number;
}

/**
 * Asks with few requests, however large the log is.
 *
 * @throws IncompleteError where a span could not be read; what ended a reading
 */
export async function measureRetention(
  aheadMs: number,
  { floor }: Question,
  session: Session,
  { clock }: Context,
): Promise<Retention> {
  const { account, signal, voice } = session;
  const { retentionDays, plan } = await account.capabilities();
  const nowMs = account.nowMs();
  const before = account.traffic.requests;
  const progress = voice.progress('Looking for the oldest event…');
  try {
    const window = { sinceMs: nowMs - farthestMs, untilMs: nowMs };
    const oldest = await findOldest(account, window, floor.ms, { signal, clock });
    const requests = account.traffic.requests - before;
    const leavingWindow = { sinceMs: floor.ms, untilMs: Math.min(nowMs, floor.ms + aheadMs) };
    const leaving = await countLeaving(leavingWindow, oldest, session);
    return { nowMs, announcedDays: retentionDays, plan, floor, oldest, requests, leaving, aheadMs };
  } finally {
    progress.stop();
  }
}

/**
 * The same without asking anybody: what the archive was told last, and the oldest of its events that the account still keeps.
 *
 * @throws what ended a reading
 */
export async function recallRetention(aheadMs: number, session: Session): Promise<Retention> {
  const { account, log } = session;
  const { retentionDays, plan } = await account.capabilities();
  const nowMs = account.nowMs();
  const floor = floorOf({ retentionDays, nowMs });
  const [oldest] = await readAll({ sinceMs: floor.ms, untilMs: nowMs }, 'oldest-first', 1, log);
  const leavingWindow = { sinceMs: floor.ms, untilMs: Math.min(nowMs, floor.ms + aheadMs) };
  const leaving = await countLeaving(leavingWindow, oldest, session);
  return {
    nowMs,
    announcedDays: retentionDays,
    plan,
    floor,
    oldest,
    requests: undefined,
    leaving,
    aheadMs,
  };
}

async function countLeaving(
  window: Window,
  oldest: AuditEvent | undefined,
  { log }: Session,
): Promise<Retention['leaving']> {
  if (oldest === undefined || oldest.instantMs >= window.untilMs) return { count: 0, isAll: true };
  const { length: count } = await readAll(window, 'newest-first', mostLeaving, log);
  return { count, isAll: count < mostLeaving };
}

async function readAll(
  window: Window,
  order: EventOrder,
  limit: number,
  log: Log,
): Promise<readonly AuditEvent[]> {
  const reading = log.read({ window, order, limit, matches: undefined, push: {}, filterNames: [] });
  const events: AuditEvent[] = [];
  for await (const batch of reading.batches()) events.push(...batch);
  const failure = reading.failure();
  if (failure !== undefined) throw failure;
  return events;
}
