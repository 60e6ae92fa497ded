/** ISO 8601 instants as the log writes them, read without a Date: one per event, on the hot path of every export. */

/** `2026-09-01T14:03:22.118Z`, the only form that has been seen. */
const usualLength = 24;
const otherForms = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)$/;

/** Milliseconds since the epoch; NaN for anything but a real instant with `Z` or an offset. Digits past the millisecond are cut. */
export function readInstantMs(text: string): number {
  const ms = text.length === usualLength ? readUsualForm(text) : Number.NaN;
  return Number.isNaN(ms) ? readOtherForm(text) : ms;
}

function readUsualForm(text: string): number {
  const isMarked =
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(10) === 84 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58 &&
    text.charCodeAt(19) === 46 &&
    text.charCodeAt(23) === 90;
  if (!isMarked) return Number.NaN;
  const dayMs = startOfDayMs(
    twoDigits(text, 0) * 100 + twoDigits(text, 2),
    twoDigits(text, 5),
    twoDigits(text, 8),
  );
  const minuteMs = minuteOfDayMs(twoDigits(text, 11), twoDigits(text, 14));
  const second = twoDigits(text, 17);
  const millis = twoDigits(text, 20) * 10 + oneDigit(text, 22);
  return second > 59 ? Number.NaN : dayMs + minuteMs + second * 1000 + millis;
}

function readOtherForm(text: string): number {
  const match = otherForms.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match;
  if (Number(second) > 59) return Number.NaN;
  const dayMs = startOfDayMs(Number(year), Number(month), Number(day));
  const timeMs = minuteOfDayMs(Number(hour), Number(minute)) + Number(second) * 1000;
  return dayMs + timeMs + Number(fraction.padEnd(3, '0').slice(0, 3)) - offsetMs(zone);
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.replace(':', '');
  const ms = minuteOfDayMs(Number(digits.slice(1, 3)), Number(digits.slice(3, 5)));
  return digits.startsWith('-') ? -ms : ms;
}

/** NaN where it is no digit, which every sum then keeps. */
function oneDigit(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
}

function twoDigits(text: string, at: number): number {
  return oneDigit(text, at) * 10 + oneDigit(text, at + 1);
}

function minuteOfDayMs(hour: number, minute: number): number {
  return hour > 23 || minute > 59 ? Number.NaN : (hour * 60 + minute) * 60_000;
}

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

function startOfDayMs(year: number, month: number, day: number): number {
  const before = daysBeforeMonth[month - 1];
  const after = daysBeforeMonth[month];
  if (before === undefined || after === undefined) return Number.NaN;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = after - before + (isLeap && month === 2 ? 1 : 0);
  if (!(day >= 1 && day <= length)) return Number.NaN;
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const days = past * 365 + leapDays + before + (isLeap && month > 2 ? 1 : 0) + day - 1;
  return (days - daysToEpoch) * 86_400_000;
}

/** From 0001-01-01 to 1970-01-01 in the proleptic Gregorian calendar. */
const daysToEpoch = 719_162;
