/** A window cut at the days or months of a zone: for files of which each holds one. */
import { type CivilTime, civilAt, startOfDate } from './civil-time.js';
import type { Window } from './coverage.js';
import { dayOf } from './instant.js';

export interface CalendarPart {
  /** `2026-11-21`, or `2026-11`. */
  readonly label: string;
  readonly window: Window;
}

/** Oldest first, without gaps; the first and the last are as long as the window lets them be. */
export function calendarParts(
  { sinceMs, untilMs }: Window,
  unit: 'day' | 'month',
  timeZone: string,
): readonly CalendarPart[] {
  const parts: CalendarPart[] = [];
  let startMs = sinceMs;
  let date = civilAt(sinceMs, timeZone);
  while (startMs < untilMs) {
    const next = dateAfter(date, unit);
    const endMs = Math.min(startOfDate(next, timeZone), untilMs);
    // Samoa had no 30 December 2011.
    if (endMs > startMs)
      parts.push({ label: labelOf(startMs, unit, timeZone), window: { sinceMs: startMs, untilMs: endMs } });
    startMs = Math.max(startMs, endMs);
    date = { ...date, ...next };
  }
  return parts;
}

function labelOf(ms: number, unit: 'day' | 'month', timeZone: string): string {
  const day = dayOf(ms, timeZone);
  return unit === 'day' ? day : day.slice(0, day.lastIndexOf('-'));
}

function dateAfter({ year, month, day }: CivilTime, unit: 'day' | 'month'): CivilTime {
  if (unit === 'month')
    return month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 };
  const next = new Date(Date.UTC(year, month - 1, day + 1));
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}
