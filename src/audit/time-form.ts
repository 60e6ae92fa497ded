/** The grammar of times: each form, read in a zone; apart from `time.ts`, which decides what is asked and says what is wrong. */
import {
  before,
  type CivilTime,
  civilAt,
  instantOf,
  type Span,
  startOfDate,
  startOfDay,
} from './civil-time.js';

export interface TimeSetting {
  readonly nowMs: number;
  /** IANA name. */
  readonly timeZone: string;
}

type Reader = (words: string, setting: TimeSetting) => number | undefined;

/**
 * The instant that the words (folded, single spaces) mean; undefined for a form that nobody knows.
 * @throws RangeError for a date or time that does not exist.
 */
export function readTime(words: string, setting: TimeSetting): number | undefined {
  for (const read of [readNow, readDate, readAgo, readPeriod, readDay]) {
    const ms = read(words, setting);
    if (ms !== undefined) return ms;
  }
  return undefined;
}

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
const periods = ['this week', 'last week', 'this month', 'last month', 'this year', 'last year'];

/** Words that somebody may have meant and mistyped. */
export const timeWords: readonly string[] = [
  'today',
  'yesterday',
  'tomorrow',
  'now',
  ...weekdays,
  ...periods,
];

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
