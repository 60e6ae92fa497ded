/** A list of events from elsewhere against the archive, by their ids: what only one of the two holds. */
import type { Window } from '../../audit/coverage.js';
import { within, without } from '../../audit/windows.js';
import { everythingIn } from '../../reading/reading.js';
import type { ArchivedLog } from '../reading/archived-log.js';

export interface ListedEvent {
  readonly id: string;
  /** Undefined where the list does not say. */
  readonly instantMs: number | undefined;
}

export interface Reconciliation {
  /** From the first to the last instant of the list; all of the archive where it has no times. */
  readonly window: Window;
  readonly matched: number;
  readonly notInArchive: readonly ListedEvent[];
  readonly notInList: readonly ListedEvent[];
  /** Of spans that the archive does not hold: nobody can compare them. */
  readonly incomparable: number;
  /** Those spans. */
  readonly missing: readonly Window[];
}

/** A list may give its times in whole minutes. */
const coarsestMs = 60_000;

/** @throws what ended the reading */
export async function reconcile(log: ArchivedLog, list: readonly ListedEvent[]): Promise<Reconciliation> {
  const window = windowOf(list) ?? log.reach ?? { sinceMs: 0, untilMs: 0 };
  const left = new Map(list.map(({ id, instantMs }) => [id, instantMs]));
  const listed = left.size;
  const notInList: ListedEvent[] = [];
  const wide = { sinceMs: window.sinceMs - coarsestMs, untilMs: window.untilMs + coarsestMs };
  const reading = log.read(everythingIn(wide));
  for await (const batch of reading.batches()) {
    for (const { id, instantMs } of batch) {
      const isWithin = instantMs >= window.sinceMs && instantMs < window.untilMs;
      if (!left.delete(id) && isWithin) notInList.push({ id, instantMs });
    }
  }
  const failure = reading.failure();
  if (failure !== undefined) throw failure;
  const matched = listed - left.size;
  const missing = without(window, reading.coverage().covered);
  const unmatched = [...left].map(([id, instantMs]) => ({ id, instantMs }));
  const notInArchive = unmatched.filter(({ instantMs }) => !isIn(missing, instantMs));
  const incomparable = unmatched.length - notInArchive.length;
  return { window, matched, notInArchive, notInList, incomparable, missing };
}

/** Both ends included; undefined where any event has no time. */
function windowOf(list: readonly ListedEvent[]): Window | undefined {
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { instantMs } of list) {
    if (instantMs === undefined) return undefined;
    firstMs = Math.min(firstMs, instantMs);
    lastMs = Math.max(lastMs, instantMs);
  }
  return list.length === 0 ? undefined : { sinceMs: firstMs, untilMs: lastMs + 1 };
}

function isIn(windows: readonly Window[], instantMs: number | undefined): boolean {
  if (instantMs === undefined) return false;
  return within(windows, { sinceMs: instantMs, untilMs: instantMs + 1 }).length > 0;
}
