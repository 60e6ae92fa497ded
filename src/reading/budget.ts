/** How much may be read at once and ahead of what has been delivered: limits in events, so that memory stays flat whatever the density. */

/** About 70 MB of events: what sixteen readers side by side need. */
const mostEventsAhead = 20_000;
/** An account that answers at once keeps a few readers busier than we can parse: more would only fill memory. */
const promptMs = 40;
const readersOfPromptAccount = 3;
const mostEventsAheadOfPromptAccount = 4_000;

/** How many questions to keep under way. @param answerMs what an answer has taken lately; undefined before any */
export function readersFor(parallelism: number, answerMs: number | undefined): number {
  const most = Math.max(1, parallelism);
  return isPrompt(answerMs) ? Math.min(most, readersOfPromptAccount) : most;
}

function isPrompt(answerMs: number | undefined): boolean {
  return answerMs !== undefined && answerMs < promptMs;
}

export interface Ahead {
  readonly limit: number | undefined;
  readonly delivered: number;
  /** Matching events that are read and wait for delivery. */
  readonly waiting: number;
  /** Pages whose events have been delivered or found not to match. */
  readonly pagesSeen: number;
  readonly pageSize: number;
  /** What an answer has taken lately. */
  readonly answerMs: number | undefined;
}

/**
 * How many pages may be under way or waiting beyond the head of the output. Without a limit as many as memory bears. With
 * one, a sixth of what the matches so far let expect, and never more than has been seen: a reading that stops must not
 * have asked for much more than it showed.
 */
export function pagesAhead({ limit, delivered, waiting, pagesSeen, pageSize, answerMs }: Ahead): number {
  const room = isPrompt(answerMs) ? mostEventsAheadOfPromptAccount : mostEventsAhead;
  const most = Math.floor((room - waiting) / pageSize);
  if (limit === undefined) return most;
  const found = delivered + waiting;
  if (found >= limit) return 0;
  const expected = ((limit - found) * (pagesSeen + 1)) / (found + 1);
  return Math.min(most, pagesSeen + 1, Math.floor(expected / 6));
}
