/** The end of a restore: the receipt kept and shown, the notes closed, and the exit code by what was seen. */
import { actorOf } from '../audit/attribution.js';
import { type ExitCode, exitCodes } from '../errors.js';
import type { Attempt } from '../restore/attempts.js';
import type { Ending } from '../restore/carry-out.js';
import type { Outcome } from '../restore/outcome.js';
import { makeReceipt, type Receipt } from '../restore/receipt.js';
import { refusalError, subjectOfEvent } from '../restore/refusal-words.js';
import { isAnythingSeen } from '../restore/verification.js';
import type { RestoreDesk } from './restore-desk.js';
import type { RestoreFlags } from './restore-flags.js';
import { lookOf, receiptText } from './restore-page.js';

/**
 * Keeps the receipt, shows it, and says by the exit code whether all of it was seen.
 *
 * @throws RestoreRefusedError where the account began it and failed.
 */
export async function conclude(
  attempt: Attempt,
  ending: Ending,
  flags: RestoreFlags,
  desk: RestoreDesk,
): Promise<ExitCode> {
  const { context, question, session } = desk;
  const { claim } = ending;
  if (claim.kind === 'failed' && !isAnythingSeen(ending.verification)) {
    await closeOpen('failed', attempt, desk);
    throw refusalError(claim.refusal, subjectOfEvent(desk.event, question.view.timeZone));
  }
  const receipt = makeReceipt(attempt, ending, factsOf(ending, desk));
  const isKept = await keep(receipt, desk);
  const { stdout, terminal } = context;
  await stdout.write(
    receiptText(receipt, flags.format, question.view.timeZone, await lookOf(stdout, terminal)),
  );
  if (receipt.outcome === 'restored') await closeOpen('settled', attempt, desk);
  const next = nextSteps[receipt.outcome];
  if (next !== undefined) await session.voice.warn(next.replace('<eventId>', attempt.plan.eventId));
  return receipt.outcome === 'restored' && isKept ? exitCodes.done : exitCodes.incomplete;
}

const nextSteps: Readonly<Partial<Record<Outcome, string>>> = {
  different:
    'To look once more: audit restore <eventId>. What stays missing: contact the service’s support with this receipt.',
  unchecked: 'To look once more: audit restore <eventId> --verbose, which shows what could not be read.',
  unseen:
    'To look once more: audit restore <eventId>. If it stays away, contact the service’s support with this receipt.',
  pending: 'To look once more: audit restore <eventId>. It looks before it asks.',
  unknown: 'To look once more: audit restore <eventId>. It looks before it asks.',
  waiting: 'To go on watching: audit restore <eventId> --wait',
};

/** A receipt that cannot be kept takes nothing back: it is shown, and said. */
async function keep(receipt: Receipt, { receipts, session }: RestoreDesk): Promise<boolean> {
  try {
    const path = await receipts.keep(receipt);
    session.witness?.gaveReceipt(path);
    await session.voice.note(`Receipt kept in ${path}`);
    return true;
  } catch (error) {
    await session.voice.warn(
      `The receipt could not be kept: ${error instanceof Error ? error.message : String(error)}`,
    );
    return false;
  }
}

/** A note that cannot be closed does no harm: the next run looks once more than it needs to. */
async function closeOpen(
  phase: 'settled' | 'failed',
  { plan: { locationId, eventId } }: Attempt,
  { attempts, session }: RestoreDesk,
): Promise<void> {
  try {
    const all = await attempts.of(locationId, eventId);
    for (const one of all.filter((attempt) => attempt.phase === 'open')) await attempts.close(one, phase);
  } catch (error) {
    await session.voice.warn(error instanceof Error ? error.message : String(error));
  }
}

function factsOf({ restoreEvent }: Ending, { context, session, question, asker, accountName }: RestoreDesk) {
  const { apiUrl } = session.account;
  return {
    tool: `audit ${context.version}`,
    apiUrl,
    accountName,
    asker,
    restoredBy: restoreEvent === undefined ? undefined : actorOf(restoreEvent, question.view.names).name,
  };
}
