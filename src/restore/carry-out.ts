/**
 * The transaction itself: note, ask once, then look until it is seen or patience ends. What it gives back is what was seen; the
 * account's word stands beside it and never instead of it.
 */
import type { RestorableAccount, RestoreAnswer } from '../account/account.js';
import type { AuditEvent } from '../audit/event.js';
import type { Clock } from '../context.js';
import { AuditError, InterruptedError, RestoreRefusedError } from '../errors.js';
import type { Attempt, Attempts } from './attempts.js';
import { type Claim, claimOfAnswer, claimOfState } from './claim.js';
import { lookAt } from './sight.js';
import { isAnythingSeen, isAsPlanned, type Verification, verify } from './verification.js';

export interface Ending {
  readonly claim: Claim;
  readonly verification: Verification;
  /** The log's own event about it, where it was seen there. */
  readonly restoreEvent: AuditEvent | undefined;
  /** By the account's clock. */
  readonly seenMs: number;
}

export interface RestorePorts {
  readonly account: RestorableAccount;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly attempts: Attempts;
  /** Restores that the log tells of, from this instant (by the account's clock) on; what cannot be read is left out. */
  readonly readRestored: (sinceMs: number) => Promise<readonly AuditEvent[]>;
}

/** The log's clock and ours may differ by so much, and a note may be older than what it tells. */
const clockSlackMs = 5 * 60_000;
/** Lists are often filled behind the record itself: what is not whole yet may be so long after it was first seen. */
const catchUpMs = 30_000;
/** So long is the log's own event waited for, when all else has been seen. */
const eventWaitMs = 10_000;
const firstPauseMs = 1000;
const longestPauseMs = 15_000;

/**
 * Notes the intent and sends the one request.
 *
 * @param route `POST /path/{eventId}`, where the profile names one; undefined: the announced one
 * @throws RestoreRefusedError when another run has begun the same; AccessError when nothing can be noted; what proves that nothing
 *   was begun; InterruptedError that says what is known.
 */
export async function askOnce(
  attempt: Attempt,
  route: string | undefined,
  { account, attempts, signal }: RestorePorts,
): Promise<Claim> {
  if (!(await attempts.note(attempt))) throw underWay();
  if (signal.aborted) {
    await attempts.withdraw(attempt);
    throw new InterruptedError('interrupted', 'Interrupted; nothing was asked of the account.');
  }
  const { plan, key } = attempt;
  let answer: RestoreAnswer;
  try {
    answer = await account.requestRestore({ eventId: plan.eventId, key, digest: plan.accountDigest, route });
  } catch (error) {
    // Aborted: the request may be under way. The note stays, and with it the next run begins by looking.
    if (signal.aborted) throw interruptedAfterAsking(attempt);
    if (error instanceof AuditError) await attempts.withdraw(attempt);
    throw error;
  }
  const claim = claimOfAnswer(answer);
  if (answer.kind === 'refused') await attempts.withdraw(attempt);
  return claim;
}

/**
 * Looks again and again, at the account's word and at what the published routes show.
 *
 * @param patienceMs how long something is waited for of which nothing has been seen
 * @throws InterruptedError that says what is known
 */
export async function watch(
  attempt: Attempt,
  first: Claim,
  patienceMs: number,
  ports: RestorePorts,
): Promise<Ending> {
  const { clock, signal } = ports;
  const seen: Sightings = { startMs: clock.nowMs(), patienceMs, sinceMs: undefined, wholeSinceMs: undefined };
  let claim = first;
  try {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      claim = await hear(attempt, claim, ports);
      const ending = await look(attempt, claim, ports);
      const nowMs = clock.nowMs();
      noteSighting(seen, ending, nowMs);
      const leftMs = lookUntilMs(seen) - nowMs;
      if (isSettled(ending) || leftMs <= 0) return ending;
      await clock.sleep(Math.min(pauseMs, leftMs), signal);
    }
  } catch (error) {
    if (signal.aborted) throw interruptedAfterAsking(attempt);
    throw error;
  }
}

/** Since when something, and all of it, has been seen without a break. */
interface Sightings {
  readonly startMs: number;
  readonly patienceMs: number;
  sinceMs: number | undefined;
  wholeSinceMs: number | undefined;
}

function noteSighting(seen: Sightings, { claim, verification }: Ending, nowMs: number): void {
  if (claim.kind === 'done' || isAnythingSeen(verification)) seen.sinceMs ??= nowMs;
  seen.wholeSinceMs = isAsPlanned(verification) ? (seen.wholeSinceMs ?? nowMs) : undefined;
}

function lookUntilMs({ startMs, patienceMs, sinceMs, wholeSinceMs }: Sightings): number {
  if (wholeSinceMs !== undefined) return wholeSinceMs + eventWaitMs;
  return sinceMs === undefined ? startMs + patienceMs : sinceMs + catchUpMs;
}

function isSettled({ claim, verification, restoreEvent }: Ending): boolean {
  return claim.kind === 'failed' || (isAsPlanned(verification) && restoreEvent !== undefined);
}

/** What the account says by now; where it cannot be asked, or does not say, what it said before. */
async function hear(
  { means, key, plan }: Attempt,
  claim: Claim,
  { account, signal }: RestorePorts,
): Promise<Claim> {
  if (means !== 'announced' || claim.kind === 'done' || claim.kind === 'failed') return claim;
  try {
    const state = await account.restoreState(plan.eventId, key);
    if (state !== undefined) return claimOfState(state);
    return claim.kind === 'accepted' ? claim : { kind: 'unheard' };
  } catch (error) {
    if (signal.aborted || !(error instanceof AuditError)) throw error;
    return claim;
  }
}

async function look(attempt: Attempt, claim: Claim, ports: RestorePorts): Promise<Ending> {
  const { account, readRestored } = ports;
  const { plan, notedMs } = attempt;
  const [sight, restored] = await Promise.all([lookAt(plan, account), readRestored(notedMs - clockSlackMs)]);
  const later = restored.filter(({ instantMs }) => instantMs >= plan.deletedMs);
  const restoreEvent = later.find(({ recordId }) => recordId === plan.recordId);
  const ids = new Set(later.flatMap(({ recordId }) => recordId ?? []));
  return { claim, verification: verify(plan, sight, ids), restoreEvent, seenMs: account.nowMs() };
}

function underWay(): RestoreRefusedError {
  return new RestoreRefusedError(
    'in-progress',
    'Another run of audit has begun this very restore just now.',
    {
      hint: 'Wait for it, or run the command again: it looks before it asks.',
    },
  );
}

function interruptedAfterAsking({ plan, means }: Attempt): InterruptedError {
  const what =
    means === 'assisted'
      ? 'Interrupted; this tool has asked for nothing.'
      : 'Interrupted after the restore was asked for: whether it was done is not known yet.';
  return new InterruptedError('interrupted', what, {
    hint: `To look, and go on: audit restore ${plan.eventId}`,
  });
}
