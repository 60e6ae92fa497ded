/** Lengths of time as people type them, for what lies ahead; `time-form.ts` has those that look back, which follow the calendar. */
import { UsageError } from '../errors.js';

const hourMs = 3_600_000;

/** Retention is counted in days of 24 hours (`retention.ts`), and so are these. */
const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: hourMs,
  d: 24 * hourMs,
  w: 7 * 24 * hourMs,
  mo: 30 * 24 * hourMs,
};

/**
 * Milliseconds of `90s`, `30m`, `24h`, `7d`, `2w`, `3mo`; a day has 24 hours and a month 30 days.
 * @throws UsageError `bad-duration`, naming the flag
 */
export function parseDuration(text: string, flag: string): number {
  const [, count, unit = ''] = /^(\d{1,5}) ?(s|m|h|d|w|mo)$/.exec(text.trim().toLowerCase()) ?? [];
  const ms = Number(count) * (unitMs[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new UsageError('bad-duration', `${flag} is “${text.slice(0, 80)}”, which is no length of time.`, {
    hint: `A number and a unit: ${flag} 24h, 7d, 2w, 3mo`,
  });
}
