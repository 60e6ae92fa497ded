/** How much may be read ahead of what has been delivered: a limit in events, so that memory stays flat whatever the density. */

/** About 20 MB of events; far more than the account's pace can use. */
const mostEventsAhead = 20_000;

export interface Ahead {
  readonly limit: number | undefined;
  readonly delivered: number;
  /** Matching events that are read and wait for delivery. */
  readonly waiting: number;
  /** Pages whose events have been delivered or found not to match. */
  readonly pagesSeen: number;
  readonly pageSize: number;
}

/**
 * How many pages may be under way or waiting beyond the head of the output. Without a limit as many as memory bears. With
 * one, a sixth of what the matches so far let expect, and never more than has been seen: a reading that stops must not
 * have asked for much more than it showed.
 */
export function pagesAhead({ limit, delivered, waiting, pagesSeen, pageSize }: Ahead): number {
  const most = Math.floor((mostEventsAhead - waiting) / pageSize);
  if (limit === undefined) return most;
  const found = delivered + waiting;
  if (found >= limit) return 0;
  const expected = ((limit - found) * (pagesSeen + 1)) / (found + 1);
  return Math.min(most, pagesSeen + 1, Math.floor(expected / 6));
}
