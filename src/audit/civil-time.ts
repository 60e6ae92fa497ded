/**
 * Civil time: days, months and wall clocks in a zone ↔ instants; apart because it alone knows the date library, which only
 * typed times need.
 *
 * Temporal (temporal-polyfill) was chosen because it reads the zones of the runtime's own ICU, states what happens in
 * gaps and overlaps, and rounds months at their ends; the grammar of times is ours, in `time-form.ts`.
 */
import { Temporal } from 'temporal-polyfill';

/** A civil date and time, without a zone; what is missing is 0. */
export interface CivilTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  /** From 1. */
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly millisecond?: number;
}

/** Calendar units move by the calendar (same wall time); hours and below are exact. */
export interface Span {
  readonly years?: number;
  readonly months?: number;
  readonly weeks?: number;
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

function zoned(ms: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
}

/** The civil time at an instant. */
export function civilAt(ms: number, zone: string): Required<CivilTime> & { readonly dayOfWeek: number } {
  const { year, month, day, hour, minute, second, millisecond, dayOfWeek } = zoned(ms, zone);
  return { year, month, day, hour, minute, second, millisecond, dayOfWeek };
}

/**
 * The instant of a civil time. In a gap (spring) the wall time moves forward by the gap's length; in an overlap
 * (autumn) it is the earlier of the two: Temporal's 'compatible', RFC 5545's rule.
 * @throws RangeError for a date or time that does not exist.
 */
export function instantOf(civil: CivilTime, zone: string): number {
  const date = Temporal.PlainDateTime.from(civil, { overflow: 'reject' });
  return date.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/**
 * The first instant of a civil date: 00:00, or the end of the gap where midnight does not exist.
 * @throws RangeError for a date that does not exist.
 */
export function startOfDate(civil: CivilTime, zone: string): number {
  const { year, month, day } = civil;
  const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  return date.toZonedDateTime(zone).epochMilliseconds;
}

/** The first instant of the day that holds `ms`. */
export function startOfDay(ms: number, zone: string): number {
  return zoned(ms, zone).startOfDay().epochMilliseconds;
}

/** `ms` moved back by a span: a month before 31 May is 30 April; a day has 23 to 25 hours.
 * @throws RangeError beyond the years that the calendar knows. */
export function before(ms: number, span: Span, zone: string): number {
  return zoned(ms, zone).subtract(span, { overflow: 'constrain' }).epochMilliseconds;
}
