/** The keys of a walk, as its help page and its last line tell them. */
import type { Palette } from '../context.js';
import { pad, truncate, wrap } from '../output/width.js';

const keys: readonly (readonly [keys: string, gives: string])[] = [
  ['↑ ↓  k j', 'the event above, below'],
  ['PgUp PgDn', 'a screenful up, down'],
  ['Home g', 'the newest event'],
  ['End G', 'the oldest event: reads all the way there'],
  ['← →', 'the newer, the older event, also from its detail'],
  ['Enter', 'the event on the whole screen, and back'],
  ['Space b', 'the detail on, back'],
  ['/', 'search in descriptions, records and changed values'],
  ['n N', 'the next older, newer event that holds it'],
  ['r', 'restore: bring back what this event deleted'],
  ['q', 'leave'],
  ['Esc', 'back from the event, the search, this page'],
];

const keyWidth = 11;
/** Below this the keys stand above what they do. */
const besideFrom = 34;

/** The help page, none of its lines wider than `width`. */
export function helpLines(width: number, palette: Palette): readonly string[] {
  const isBeside = width >= besideFrom;
  const indent = isBeside ? keyWidth : 2;
  return keys.flatMap(([name, gives]) => {
    const lines = wrap(gives, Math.max(1, width - indent));
    if (!isBeside)
      return [palette.strong(truncate(name, width)), ...lines.map((line) => truncate(`  ${line}`, width))];
    return lines.map(
      (line, index) => (index === 0 ? palette.strong(pad(name, indent)) : ' '.repeat(indent)) + line,
    );
  });
}

/** From the fullest to the shortest. */
const hints: readonly string[] = [
  '↑↓ walk · Enter whole event · Space scroll it · / search · r restore · ? help · q leave',
  '↑↓ walk · Enter whole · / search · r restore · ? help · q leave',
  '↑↓ walk · / search · ? help · q leave',
  '? help · q leave',
];

/** What to press, as much of it as fits. */
export function hint(width: number): string {
  return hints.find((text) => text.length <= width) ?? '? q';
}
