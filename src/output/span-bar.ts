/** Spans of time as a bar: what of a window is there, in part, or not; one line however long the window. */
import type { Window } from '../audit/coverage.js';
import { dayOf } from '../audit/instant.js';

/** The signs of a bar, from all there to not yet due. */
export interface BarSigns {
  readonly whole: string;
  readonly part: string;
  readonly none: string;
  readonly later: string;
}

const drawn: BarSigns = { whole: '█', part: '▒', none: '░', later: '·' };
const plain: BarSigns = { whole: '#', part: '+', none: '-', later: '.' };

/** Blocks, but for terminals that are known to have none: by TERM, or by a locale that is not UTF-8. */
export function barSigns(environment: Readonly<Record<string, string | undefined>>): BarSigns {
  const { TERM, LC_ALL, LC_CTYPE, LANG } = environment;
  const locale = LC_ALL || LC_CTYPE || LANG || 'UTF-8';
  const isPoor = TERM === 'dumb' || TERM === 'linux' || !/utf-?8/i.test(locale);
  return isPoor ? plain : drawn;
}

export interface BarFacts {
  /** The whole bar. */
  readonly window: Window;
  /** What is there, oldest first, none touching another. */
  readonly covered: readonly Window[];
  /** What lies behind this instant is not due yet. */
  readonly dueUntilMs: number;
}

/** One sign for each `width`th of the window. */
export function spanBar({ window, covered, dueUntilMs }: BarFacts, width: number, signs: BarSigns): string {
  const { sinceMs, untilMs } = window;
  const step = (untilMs - sinceMs) / Math.max(1, width);
  return Array.from({ length: width }, (_, index) => {
    const cell = { sinceMs: sinceMs + index * step, untilMs: sinceMs + (index + 1) * step };
    const due = { ...cell, untilMs: Math.min(cell.untilMs, dueUntilMs) };
    if (due.untilMs <= due.sinceMs) return signs.later;
    const had = covered.reduce((sum, span) => sum + shared(span, due), 0);
    // A cell of years has rounding in it.
    if (had >= due.untilMs - due.sinceMs - 1) return signs.whole;
    return had > 0 ? signs.part : signs.none;
  }).join('');
}

/** The first and the last day of a bar below its ends; nothing where both have no room. */
export function barScale({ sinceMs, untilMs }: Window, width: number, timeZone: string): string {
  const [first, last] = [dayOf(sinceMs, timeZone), dayOf(untilMs, timeZone)];
  const gap = width - first.length - last.length;
  return gap < 1 ? '' : first + ' '.repeat(gap) + last;
}

function shared(a: Window, b: Window): number {
  return Math.max(0, Math.min(a.untilMs, b.untilMs) - Math.max(a.sinceMs, b.sinceMs));
}
