/** Times as people type them → an instant, or a half-open window; and what is said where they mean nothing. */
import { UsageError } from '../errors.js';
import type { Window } from './coverage.js';
import { formatInstant } from './instant.js';
import { nearest } from './nearest.js';
import { readTime, type TimeSetting, timeWords } from './time-form.js';

/** Which flag is read; a time means the same under both, only the words of the error differ. */
export type Edge = 'since' | 'until';

/** `sinceMs` is undefined where nothing was asked: the caller knows the floor. `notes` are sentences for stderr. */
export interface ResolvedWindow {
  readonly sinceMs: Window['sinceMs'] | undefined;
  readonly untilMs: Window['untilMs'];
  readonly notes: readonly string[];
}

/** What is understood, a row a form: what to type, and what it means. Help, errors and README read it. */
export const timeForms: readonly { readonly form: string; readonly meaning: string }[] = [
  { form: '2026-11-01', meaning: 'the first instant of that day' },
  { form: '2026-11-01T14:00', meaning: 'that time; "2026-11-01 14:00" and seconds are fine too' },
  { form: '2026-11-01T14:00Z', meaning: 'that time in UTC; or with an offset: +02:00' },
  { form: '90s 30m 24h', meaning: 'so many seconds, minutes, hours ago, exactly' },
  { form: '7d 2w 3mo 1y', meaning: 'the same time of day so many days, weeks, months, years ago' },
  { form: 'now', meaning: 'this instant' },
  { form: 'today, yesterday', meaning: 'the first instant of that day; "yesterday 14:00" works too' },
  {
    form: 'monday … sunday',
    meaning: 'the first instant of the latest such day, today included; "last monday": before today',
  },
  { form: 'this week, last week', meaning: 'its Monday; likewise month and year' },
  { form: '2026-10, 2026', meaning: 'the first instant of that month or year' },
];

/**
 * The window of `--since` and `--until`, half open. A time is where its day, week, month or year begins, under both
 * flags: `--since 2026-10 --until 2026-11` is October. Without `until` it ends now; it never ends in the future.
 * @throws UsageError `bad-time`, or `empty-window` where since is not before until.
 */
export function resolveWindow(
  asked: { readonly since?: string | undefined; readonly until?: string | undefined },
  setting: TimeSetting,
): ResolvedWindow {
  const { nowMs } = setting;
  const sinceMs =
    asked.since === undefined ? undefined : parseInstant(asked.since, { ...setting, edge: 'since' });
  const askedUntilMs =
    asked.until === undefined ? nowMs : parseInstant(asked.until, { ...setting, edge: 'until' });
  const untilMs = Math.min(askedUntilMs, nowMs);
  if (sinceMs !== undefined && sinceMs >= untilMs) throw emptyWindow(sinceMs, askedUntilMs, asked, setting);
  const shown = formatInstant(askedUntilMs, setting.timeZone, 'minute');
  const notes = untilMs < askedUntilMs ? [`--until ${shown} lies in the future: read up to now.`] : [];
  return { sinceMs, untilMs, notes };
}

function emptyWindow(
  sinceMs: number,
  untilMs: number,
  asked: { readonly since?: string | undefined; readonly until?: string | undefined },
  { nowMs, timeZone }: TimeSetting,
): UsageError {
  const since = formatInstant(sinceMs, timeZone, 'second');
  if (sinceMs >= nowMs) {
    return new UsageError(
      'empty-window',
      `--since ${asked.since?.slice(0, 80)} is ${since} ${timeZone}, which is not in the past.`,
      {
        hint: 'The log holds what has happened; give an earlier --since.',
      },
    );
  }
  const until = formatInstant(untilMs, timeZone, 'second');
  return new UsageError('empty-window', `--since ${since} is not before --until ${until} (${timeZone}).`, {
    hint:
      asked.since === asked.until
        ? 'Both mean where it begins: for one day or month, --until names the next one.'
        : 'The window holds since ≤ time < until: exchange the two, or leave --until out.',
  });
}

/**
 * The instant (milliseconds since the epoch) of a time as people type it; see `timeForms`.
 * Gaps and overlaps of summer time are resolved as `civil-time.ts` says; an offset in the text leaves no doubt.
 * @throws UsageError `bad-time` with what is understood.
 */
export function parseInstant(text: string, setting: TimeSetting & { readonly edge: Edge }): number {
  const words = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  try {
    const ms = readTime(words, setting);
    if (ms !== undefined && isShown(ms)) return ms;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badTime(text, setting.edge, 'there is no such date or time');
  }
  throw badTime(text, setting.edge, whyNot(words));
}

/** Years 1 to 9999: what ISO 8601 writes with four digits. */
function isShown(ms: number): boolean {
  return ms >= -62_135_596_800_000 && ms <= 253_402_300_799_999;
}

function badTime(text: string, edge: Edge, why: string): UsageError {
  const width = Math.max(...timeForms.map(({ form }) => form.length));
  const rows = timeForms.map(({ form, meaning }) => `  ${form.padEnd(width)}  ${meaning}`);
  return new UsageError('bad-time', `--${edge} "${text.slice(0, 80)}" is not a time: ${why}.`, {
    hint: [
      'Understood are:',
      ...rows,
      'Without an offset they are in --tz, else the account’s zone, else the machine’s.',
    ].join('\n'),
  });
}

function whyNot(words: string): string {
  const [, first, second, year] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(words) ?? [];
  if (first !== undefined && second !== undefined) {
    const readings = [[second, first] as const, [first, second] as const].filter(
      ([month]) => Number(month) <= 12,
    );
    const dates = readings.map(([month, day]) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
    return `day and month could be either way round; write ${[...new Set(dates)].join(' or ') || 'the year first'}`;
  }
  if (/^\d+\s?[/.]/.test(words)) return 'dates are written with hyphens, the year first: 2026-11-01';
  const [near] = nearest(words, timeWords, 1);
  return near === undefined ? 'it is in no form that is understood' : `did you mean ${near}`;
}
