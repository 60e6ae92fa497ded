/** Spans of time as words: the same on every machine, whatever its locale. */
import { countedText } from '../audit/phrase.js';

const units = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1_000 },
] as const;

/** Milliseconds in the largest unit of which there are two, rounded down: `12 days`, `47 hours`, `90 minutes`. */
export function spanInWords(ms: number): string {
  const unit = units.find((candidate) => ms >= 2 * candidate.ms) ?? units[3];
  return countedText(Math.floor(ms / unit.ms), unit.name, `${unit.name}s`);
}
