/**
 * Time zones: offsets, days and civil time in an IANA zone; apart because it alone knows the date library.
 *
 * Temporal (temporal-polyfill) was chosen because it reads the zones of the runtime's own ICU, states what happens in
 * gaps and overlaps, and rounds months at their ends; a grammar of our own is in `time.ts`.
 */
import { Temporal } from 'temporal-polyfill';
import { UsageError } from '../errors.js';
import { nearest } from './nearest.js';

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

const dayMs = 86_400_000;
/** Kept from ISO texts with a zone in brackets, which the library would take for a zone. */
const zoneShape = /^(?:[A-Za-z][A-Za-z0-9_+\-/]*|[+-]\d\d:?\d\d)$/;

/** Whether the runtime knows the IANA name (any case) or fixed offset, e.g. `Europe/Berlin`, `+05:30`. */
export function isTimeZone(name: string): boolean {
  return canonicalZone(name) !== undefined;
}

/**
 * The zone's name in its canonical case.
 * @throws UsageError `unknown-time-zone` with the nearest names.
 */
export function assertTimeZone(name: string): string {
  const zone = canonicalZone(name);
  if (zone !== undefined) return zone;
  const near = nearest(name, zoneCandidates(), 3).map((key) => zonesByCity().get(key) ?? key);
  throw new UsageError('unknown-time-zone', `There is no time zone "${name.slice(0, 80)}".`, {
    hint: near.length > 0 ? `Did you mean ${[...new Set(near)].join(', ')}?` : zoneAdvice,
  });
}

const zoneAdvice = 'Zones have IANA names, e.g. America/Chicago, Europe/Berlin, UTC.';

function canonicalZone(name: string): string | undefined {
  if (!zoneShape.test(name)) return undefined;
  try {
    return zoned(0, name).timeZoneId;
  } catch {
    return undefined;
  }
}

function zoneCandidates(): readonly string[] {
  return [...Intl.supportedValuesOf('timeZone'), ...zonesByCity().keys()];
}

/** People type the city alone: `chicago`. */
function zonesByCity(): ReadonlyMap<string, string> {
  return new Map(
    Intl.supportedValuesOf('timeZone').map((zone) => [zone.slice(zone.lastIndexOf('/') + 1), zone]),
  );
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

/** The offsets of one UTC day: one, or two with the instant of the change. */
interface DayOffsets {
  readonly firstMs: number;
  readonly changeMs: number;
  readonly laterMs: number;
}

/** A memo of a pure function, so that a million rows ask the library a few hundred times. */
const offsetsByZone = new Map<string, Map<number, DayOffsets>>();
const keptZones = 16;
const keptDays = 4_096;

/** Milliseconds that the zone's wall clock is ahead of UTC at an instant. */
export function offsetMsAt(ms: number, zone: string): number {
  const day = Math.floor(ms / dayMs);
  const days = offsetsByZone.get(zone) ?? keep(offsetsByZone, keptZones, zone, new Map<number, DayOffsets>());
  const offsets = days.get(day) ?? keep(days, keptDays, day, offsetsOf(day, zone));
  return ms < offsets.changeMs ? offsets.firstMs : offsets.laterMs;
}

function keep<K, V>(memo: Map<K, V>, limit: number, key: K, value: V): V {
  if (memo.size >= limit) memo.clear();
  memo.set(key, value);
  return value;
}

/** No zone has changed twice within a day, so its two ends tell; the library's own search costs up to 70 ms. */
function offsetsOf(day: number, zone: string): DayOffsets {
  const start = zoned(day * dayMs, zone);
  const firstMs = start.offsetNanoseconds / 1e6;
  const laterMs = zoned((day + 1) * dayMs - 1, zone).offsetNanoseconds / 1e6;
  const change = firstMs === laterMs ? null : start.getTimeZoneTransition('next');
  return { firstMs, laterMs, changeMs: change?.epochMilliseconds ?? Number.POSITIVE_INFINITY };
}
