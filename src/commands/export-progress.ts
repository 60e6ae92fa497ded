/** How far an export has come, in words: events, their rate, the part of the window, and the time that is left. */
import { countedText, countText } from '../audit/phrase.js';
import { spanInWords } from '../output/span.js';
import type { ReadingProgress } from '../reading/reading.js';

/** Before that a rate and a time left are guesses. */
const leastElapsedMs = 3_000;
const secondMs = 1_000;

/** Of a run that has taken `elapsedMs`; `before` are the events that earlier runs have written. */
export function progressWords(
  { delivered, part }: ReadingProgress,
  { before, elapsedMs }: { readonly before: number; readonly elapsedMs: number },
): string {
  const isGuess = elapsedMs < leastElapsedMs || part === 0;
  const leftMs = isGuess ? 0 : (elapsedMs * (1 - part)) / part;
  const words = [
    countedText(before + delivered, 'event', 'events'),
    ...(isGuess ? [] : [`${countText(Math.round((delivered * secondMs) / elapsedMs))} a second`]),
    `${Math.floor(part * 100)} % of the window`,
    ...(leftMs < secondMs ? [] : [`about ${spanInWords(leftMs)} left`]),
  ];
  return `${words.join(' · ')}…`;
}
