/** Times as people type them: words and dates → an instant or a half-open window; pure, the clock and the zone are handed in. */
import { UsageError } from '../errors.js';
import type { Window } from './coverage.js';
import { formatInstant } from './instant.js';
import { nearest } from './nearest.js';
import { before, type CivilTime, civilAt, instantOf, type Span, startOfDate, startOfDay } from './zone.js';

export interface TimeSetting {
  readonly nowMs: number;
  /** IANA name. */
  readonly timeZone: string;
}

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
      `--since ${asked.since} is ${since} ${timeZone}, which is not in the past.`,
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
 * Gaps and overlaps of summer time are resolved as `zone.ts` says; an offset in the text leaves no doubt.
 * @throws UsageError `bad-time` with what is understood.
 */
export function parseInstant(text: string, setting: TimeSetting & { readonly edge: Edge }): number {
  const words = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  try {
    for (const read of [readNow, readDate, readAgo, readPeriod, readDay]) {
      const ms = read(words, setting);
      if (ms !== undefined && isShown(ms)) return ms;
    }
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
  const [near] = nearest(words, [...dayWords, ...periodWords], 1);
  return near === undefined ? 'it is in no form that is understood' : `did you mean ${near}`;
}

type Reader = (words: string, setting: TimeSetting) => number | undefined;

const readNow: Reader = (words, { nowMs }) => (words === 'now' ? nowMs : undefined);

const clockPattern = String.raw`(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?`;
const datePattern = new RegExp(
  String.raw`^(\d{4})-(\d\d)-(\d\d)(?:[t ]${clockPattern}(?: ?(z|[+-]\d\d(?::?\d\d)?))?)?$`,
);

const readDate: Reader = (words, { timeZone }) => {
  const match = datePattern.exec(words);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  if (hour === undefined) return startOfDate(date, timeZone);
  const civil = { ...date, ...clockOf(hour, minute, second, fraction) };
  return offset === undefined ? instantOf(civil, timeZone) : instantOf(civil, 'UTC') - offsetMsOf(offset);
};

function clockOf(
  hour = '0',
  minute = '0',
  second = '0',
  fraction = '',
): Omit<CivilTime, 'year' | 'month' | 'day'> {
  const millisecond = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return { hour: Number(hour), minute: Number(minute), second: Number(second), millisecond };
}

/** @throws RangeError for an offset that no zone has had. */
function offsetMsOf(offset: string): number {
  if (offset === 'z') return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 18 || minutes > 59) throw new RangeError('offset');
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

const agoPattern = /^(?:\d{1,6} ?[a-z]+(?:,? (?:and )?|(?=\d)|$))+$/;
const agoUnits: ReadonlyMap<string, keyof Span> = new Map([
  ...(['s', 'sec', 'secs', 'second', 'seconds'] as const).map((word) => [word, 'seconds'] as const),
  ...(['m', 'min', 'mins', 'minute', 'minutes'] as const).map((word) => [word, 'minutes'] as const),
  ...(['h', 'hr', 'hrs', 'hour', 'hours'] as const).map((word) => [word, 'hours'] as const),
  ...(['d', 'day', 'days'] as const).map((word) => [word, 'days'] as const),
  ...(['w', 'wk', 'wks', 'week', 'weeks'] as const).map((word) => [word, 'weeks'] as const),
  ...(['mo', 'mos', 'mon', 'month', 'months'] as const).map((word) => [word, 'months'] as const),
  ...(['y', 'yr', 'yrs', 'year', 'years'] as const).map((word) => [word, 'years'] as const),
]);

/** `7d`, `3 months ago`, `1d12h`. */
const readAgo: Reader = (words, { nowMs, timeZone }) => {
  const length = words.replace(/ ago$/, '');
  if (!agoPattern.test(length)) return undefined;
  const span: { -readonly [unit in keyof Span]: number } = {};
  for (const [, count, word = ''] of length.matchAll(/(\d+) ?([a-z]+)/g)) {
    const unit = agoUnits.get(word);
    if (unit === undefined || span[unit] !== undefined) return undefined;
    span[unit] = Number(count);
  }
  return before(nowMs, span, timeZone);
};

const periodWords = ['this week', 'last week', 'this month', 'last month', 'this year', 'last year'] as const;

/** `2026-10`, `2026`, `last month`: where the period begins. Weeks begin on Monday (ISO 8601). */
const readPeriod: Reader = (words, { nowMs, timeZone }) => {
  const [, year, month] = /^(\d{4})(?:-(\d\d))?$/.exec(words) ?? [];
  if (year !== undefined)
    return startOfDate({ year: Number(year), month: Number(month ?? 1), day: 1 }, timeZone);
  const [, which, unit] = /^(this|last|previous) (week|month|year)$/.exec(words) ?? [];
  if (which === undefined) return undefined;
  const today = civilAt(nowMs, timeZone);
  const back = which === 'this' ? 0 : 1;
  if (unit === 'week') return startOfDaysAgo(today.dayOfWeek - 1 + 7 * back, { nowMs, timeZone });
  if (unit === 'year') return startOfDate({ year: today.year - back, month: 1, day: 1 }, timeZone);
  const months = today.year * 12 + today.month - 1 - back;
  return startOfDate({ year: Math.floor(months / 12), month: (months % 12) + 1, day: 1 }, timeZone);
};

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const dayWords = ['today', 'yesterday', 'tomorrow', 'now', ...weekdays];
const dayPattern = new RegExp(`^(last )?([a-z]+)(?: (?:at )?${clockPattern})?$`);

/** `yesterday`, `monday`, `last fri`, `today 14:00`. */
const readDay: Reader = (words, setting) => {
  const [, last, word = '', hour, minute, second, fraction] = dayPattern.exec(words) ?? [];
  const daysAgo = daysAgoOf(word, last !== undefined, setting);
  if (daysAgo === undefined) return undefined;
  const startMs = startOfDaysAgo(daysAgo, setting);
  if (hour === undefined) return startMs;
  const { year, month, day } = civilAt(startMs, setting.timeZone);
  return instantOf({ year, month, day, ...clockOf(hour, minute, second, fraction) }, setting.timeZone);
};

function daysAgoOf(
  word: string,
  isBeforeToday: boolean,
  { nowMs, timeZone }: TimeSetting,
): number | undefined {
  const named = isBeforeToday ? -1 : ['tomorrow', 'today', 'yesterday'].indexOf(word);
  if (named >= 0) return named - 1;
  const weekday = word.length < 3 ? -1 : weekdays.findIndex((day) => day.startsWith(word));
  if (weekday < 0) return undefined;
  const daysAgo = (civilAt(nowMs, timeZone).dayOfWeek - 1 - weekday + 7) % 7;
  return daysAgo === 0 && isBeforeToday ? 7 : daysAgo;
}

/** Counted from noon, which every day has, so that a day of 23 hours does not swallow one. */
function startOfDaysAgo(days: number, { nowMs, timeZone }: TimeSetting): number {
  const { year, month, day } = civilAt(nowMs, timeZone);
  const noonMs = instantOf({ year, month, day, hour: 12 }, timeZone);
  return startOfDay(before(noonMs, { days }, timeZone), timeZone);
}
