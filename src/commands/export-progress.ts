/** How far an export has come, in words: events, their rate, the part of the window, and the time that is left. */
import { countedText, countText } from '../audit/phrase.js';
import { spanInWords } from '../output/span.js';

/** Before that a rate and a time left are guesses. */
const leastElapsedMs = 3_000;

export interface Reading {
  /** Delivered by this run. */
  readonly delivered: number;
  /** Part of this run's window that has been read, 0 to 1. */
  readonly part: number;
}

/** Of a run that began at `startedMs`; `before` are the events that earlier runs have written. */
export function progressWords(
  { delivered, part }: Reading,
  { before, elapsedMs }: { readonly before: number; readonly elapsedMs: number },
): string {
  const words = [countedText(before + delivered, 'event', 'events')];
  if (elapsedMs >= leastElapsedMs)
    words.push(`${countText(Math.round((delivered * 1_000) / elapsedMs))} a second`);
  words.push(`${Math.floor(part * 100)} % of the window`);
  if (elapsedMs >= leastElapsedMs && part > 0) {
    words.push(`about ${spanInWords((elapsedMs * (1 - part)) / part)} left`);
  }
  return `${words.join(' · ')}…`;
}
