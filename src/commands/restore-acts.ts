/** What a restore does once it is decided: pick up what was begun, ask once, or watch a person do it; and the receipt of each. */
import type { RestorePlan } from '../audit/restore-plan.js';
import { ConfirmationError, type ExitCode, IncompleteError } from '../errors.js';
import type { Attempt } from '../restore/attempts.js';
import { askOnce, type Ending, watch } from '../restore/carry-out.js';
import type { Claim } from '../restore/claim.js';
import { outcomeOf } from '../restore/outcome.js';
import { keyOfRestore } from '../restore/plan-digest.js';
import { refusalError, subjectOfEvent } from '../restore/refusal-words.js';
import { conclude } from './restore-conclusion.js';
import type { RestoreDesk } from './restore-desk.js';
import type { RestoreFlags } from './restore-flags.js';
import { lookOf, planText } from './restore-page.js';

/** An account that has accepted is given so long to be done. */
const usualPatienceMs = 2 * 60_000;
/** A person on the screen takes longer. */
const personPatienceMs = 10 * 60_000;
/**
 * A request may be on its way for so long: our bound on an answer is 60 s (transport.ts). Before that "never heard of it" proves
 * nothing.
 */
const inFlightMs = 90_000;

/**
 * What came of an earlier run whose end is not known; undefined where there is none, or where it is certain enough that nothing
 * was begun, so that one may go on to ask.
 *
 * @throws RestoreRefusedError where it had failed; IncompleteError where nobody can tell.
 */
export async function pickedUp(desk: RestoreDesk, flags: RestoreFlags): Promise<ExitCode | undefined> {
  const { event, attempts, session } = desk;
  const attempt = (await attempts.of(session.account.locationId, event.id)).findLast(
    ({ phase }) => phase === 'open',
  );
  if (attempt === undefined) return undefined;
  await session.voice.note('An earlier run was at this restore; looking at what came of it…');
  const first: Claim = { kind: 'silent', why: 'an earlier run ended without its answer' };
  const leftMs = attempt.notedMs + inFlightMs - session.account.nowMs();
  const patienceMs = attempt.means === 'assisted' ? 0 : Math.min(inFlightMs, Math.max(0, leftMs));
  let ending = await watched(attempt, first, patienceMs, desk);
  if (ending.claim.kind === 'accepted') {
    ending = await watched(attempt, ending.claim, patienceOf(flags, usualPatienceMs), desk);
  }
  const outcome = outcomeOf(ending, attempt.means === 'assisted');
  if (outcome !== 'unknown' && outcome !== 'waiting') return conclude(attempt, ending, flags, desk);
  if (outcome === 'waiting' || ending.claim.kind === 'unheard' || flags.again) {
    await session.voice.note('Nothing of it has come back.');
    return undefined;
  }
  throw new IncompleteError(
    'restore-not-known',
    `An earlier request to restore the ${attempt.plan.kind} “${attempt.plan.recordName}” was sent and its answer lost; nothing of it can be seen.`,
    {
      hint: `It may still come. To look again: audit restore ${event.id}\nTo ask once more, at your own risk of a second copy: audit restore ${event.id} --again`,
    },
  );
}

/** Asks the account, once, and looks. */
export async function askedOnce(
  plan: RestorePlan,
  digest: string,
  flags: RestoreFlags,
  desk: RestoreDesk,
): Promise<ExitCode> {
  const { session, ports, means } = desk;
  const attempt = await nextAttempt(plan, digest, desk);
  const route = means === 'named' ? session.connection.profile?.restoreRoute : undefined;
  const claim = await askOnce(attempt, route, ports);
  if (claim.kind === 'refused')
    throw refusalError(claim.refusal, subjectOfEvent(desk.event, desk.question.view.timeZone));
  if (claim.kind === 'silent')
    await session.voice.warn(`The answer was lost (${claim.why}); looking instead of asking twice…`);
  const ending = await watched(attempt, claim, patienceOf(flags, usualPatienceMs), desk);
  return conclude(attempt, ending, flags, desk);
}

/**
 * Shows the steps and watches for what they bring back.
 *
 * @throws ConfirmationError where nobody is here to follow them and nobody asked to wait.
 */
export async function assisted(
  plan: RestorePlan,
  digest: string,
  flags: RestoreFlags,
  desk: RestoreDesk,
): Promise<ExitCode> {
  const { session, context } = desk;
  const { stdin, stderr, terminal } = context;
  await stderr.write(`${planText(plan, digest, desk, await lookOf(stderr, terminal))}\n`);
  const attempt = await assistedAttempt(plan, digest, desk);
  const isSomebodyHere = stdin.isTerminal && stderr.isTerminal;
  if (flags.wait === undefined && !isSomebodyHere) throw personNeeded(plan);
  const patienceMs = patienceOf(flags, personPatienceMs);
  await session.voice.note(
    `Watching for it for up to ${Math.ceil(patienceMs / 60_000)} min; Ctrl-C ends that, and the same command goes on.`,
  );
  const silent: Claim = { kind: 'silent', why: 'a person does it' };
  return conclude(attempt, await watched(attempt, silent, patienceMs, desk), flags, desk);
}

/** The one that is being watched for already, so that what came back in the meantime counts; else a new one. */
async function assistedAttempt(plan: RestorePlan, digest: string, desk: RestoreDesk): Promise<Attempt> {
  const earlier = await desk.attempts.of(plan.locationId, plan.eventId);
  const open = earlier.findLast(
    ({ phase, means, planDigest }) => phase === 'open' && means === 'assisted' && planDigest === digest,
  );
  if (open !== undefined) return open;
  const attempt = await nextAttempt(plan, digest, desk);
  await desk.attempts.note(attempt);
  return attempt;
}

function patienceOf({ wait }: Pick<RestoreFlags, 'wait'>, usualMs: number): number {
  return typeof wait === 'number' ? wait : usualMs;
}

/** One more than the last; under a new key only where the last one has failed for good. */
async function nextAttempt(
  plan: RestorePlan,
  planDigest: string,
  { attempts, means, session }: RestoreDesk,
): Promise<Attempt> {
  const earlier = await attempts.of(plan.locationId, plan.eventId);
  const failed = earlier.filter(({ phase }) => phase === 'failed').length;
  return {
    schema: 1,
    number: (earlier.at(-1)?.number ?? 0) + 1,
    key: keyOfRestore(planDigest, failed + 1),
    means,
    plan,
    planDigest,
    notedMs: session.account.nowMs(),
    phase: 'open',
  };
}

async function watched(
  attempt: Attempt,
  first: Claim,
  patienceMs: number,
  { session, ports }: RestoreDesk,
): Promise<Ending> {
  const progress = session.voice.progress('Looking at what has come back…');
  try {
    return await watch(attempt, first, patienceMs, ports);
  } finally {
    progress.stop();
  }
}

function personNeeded({ kind, recordName, eventId }: RestorePlan): ConfirmationError {
  return new ConfirmationError(
    'person-needed',
    `This account announces no restore route: a person restores the ${kind} “${recordName}” on its screen, and nobody is here.`,
    {
      hint: `Follow the steps above, then: audit restore ${eventId} --wait 1m\nOr name the account's own route: audit login --restore-route 'POST /path/{eventId}'`,
    },
  );
}
