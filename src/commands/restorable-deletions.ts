/** Reading what was deleted and can still be brought back. */
import { type AuditEvent, compareNewestFirst } from '../audit/event.js';
import { concernsRestores, type RestorableDeletion, restorableOf } from '../audit/restorable.js';
import { refuseEvent } from '../audit/restore-plan.js';
import { asAsked, type Question } from './question.js';
import type { Session } from './session.js';

export interface RestorableDeletions {
  /** Newest first. */
  readonly deletions: readonly RestorableDeletion[];
  /** Deletions of the same kinds that cannot be brought back any more, or have been; newest first. */
  readonly others: readonly AuditEvent[];
  /** False where a part of the log could not be read: there may be more. */
  readonly isWhole: boolean;
}

/**
 * Reads the whole log for them, or what the account gives of it when it takes filters.
 *
 * @throws what ended the reading early.
 */
export async function readRestorable(
  { window }: Pick<Question, 'window'>,
  { account, log }: Session,
): Promise<RestorableDeletions> {
  const { retentionDays } = await account.capabilities();
  const reading = log.read({
    window,
    order: 'newest-first',
    matches: concernsRestores,
    push: { type: ['DELETED', 'RESTORED'] },
    filterNames: ['type'],
    limit: undefined,
  });
  const events: AuditEvent[] = [];
  for await (const batch of reading.batches()) {
    // Read once, so that the page that brought it can go.
    for (const event of batch) void event.rawText;
    events.push(...batch);
  }
  const failure = reading.failure();
  if (failure !== undefined) throw failure;
  const deletions = restorableOf(events.sort(compareNewestFirst), { nowMs: account.nowMs(), retentionDays });
  const open = new Set(deletions.map(({ event }) => event));
  return {
    deletions,
    others: events.filter((event) => refuseEvent(event) === undefined && !open.has(event)),
    isWhole: asAsked(reading.coverage(), true).complete,
  };
}
