/** Where an archive ends and the account begins, for a question that needs both: pure. */
import type { Window } from '../../audit/coverage.js';
import { within } from '../../audit/windows.js';

/** So long the account's floor may move on while the rest is read. */
const floorDriftMs = 24 * 3_600_000;

export interface BorderFacts {
  readonly floor: { readonly ms: number; readonly origin: 'announced' | 'assumed' };
  /** Spans of which the archive holds everything, oldest first. */
  readonly covered: readonly Window[];
  /** Later than this the archive may lack what arrived late. */
  readonly settledUntilMs: number;
}

/**
 * The instant before which the archive answers, and from which the account does. Each event has one instant, so that it lies on
 * one side and is told once. Behind the floor only the archive can tell; beyond it the account tells the truth of today, so
 * the border is the floor, but for the day that the floor may move on meanwhile. Where the archive does not hold that
 * day, or nothing after its settled end, the account is asked as far back as it tells. Where the floor is only assumed, the
 * archive is believed as far as it goes.
 */
export function borderOf({ floor, covered, settledUntilMs }: BorderFacts): number {
  const settled = within(covered, { sinceMs: Number.NEGATIVE_INFINITY, untilMs: settledUntilMs });
  const held = settled.find(({ sinceMs, untilMs }) => sinceMs <= floor.ms && floor.ms < untilMs);
  if (held === undefined) return floor.ms;
  return floor.origin === 'assumed' ? held.untilMs : Math.min(held.untilMs, floor.ms + floorDriftMs);
}
