/** Time zones: which there are, and how far each is ahead of UTC; light, for every table asks (`civil-time.ts` is for typed times). */
import { UsageError } from '../errors.js';
import { nearest } from './nearest.js';

const dayMs = 86_400_000;
const utc = 'UTC';
const zoneShape = /^[A-Za-z][A-Za-z0-9_+\-/]*$/;

/** IANA's own; of the others ICU makes what nobody means: BST is Dhaka, AST is Anchorage. */
const abbreviations: ReadonlySet<string> = new Set([
  'utc',
  'gmt',
  'cet',
  'eet',
  'met',
  'wet',
  'est',
  'mst',
  'hst',
]);

/** Whether the runtime knows the IANA name (any case), e.g. `Europe/Berlin`. */
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
  const lower = name.toLowerCase();
  // ICU takes 12 ms to wake, and has nothing to say of UTC.
  if (lower === utc.toLowerCase()) return utc;
  if (!zoneShape.test(name) || (name.length === 3 && !abbreviations.has(lower))) return undefined;
  try {
    const known = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
    return known.toLowerCase() === lower ? known : name;
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

/** The offsets of one UTC day: one, or two with the instant of the change. */
interface DayOffsets {
  readonly firstMs: number;
  readonly changeMs: number;
  readonly laterMs: number;
}

/** A memo of a pure function, so that a million rows ask ICU a few hundred times. */
const offsetsByZone = new Map<string, Map<number, DayOffsets>>();
const keptZones = 16;
const keptDays = 4_096;

/** Milliseconds that the zone's wall clock is ahead of UTC at an instant. */
export function offsetMsAt(ms: number, zone: string): number {
  if (zone === utc) return 0;
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

/** No zone has changed twice within a day, so its two ends tell; the change is found by halving. */
function offsetsOf(day: number, zone: string): DayOffsets {
  const offset = offsetReader(zone);
  let lastMs = day * dayMs;
  let changeMs = lastMs + dayMs;
  const [firstMs, laterMs] = [offset(lastMs), offset(changeMs)];
  while (firstMs !== laterMs && changeMs - lastMs > 1) {
    const middleMs = Math.floor((lastMs + changeMs) / 2);
    if (offset(middleMs) === firstMs) lastMs = middleMs;
    else changeMs = middleMs;
  }
  return { firstMs, changeMs, laterMs };
}

/** ICU writes the offset as `GMT`, `GMT-06:00`, or with seconds for the time before zones were standard. */
function offsetReader(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (ms) => {
    const text = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(format.format(ms));
    if (text === null) return 0;
    const [, sign, hours, minutes, seconds = 0] = text;
    return (sign === '-' ? -1_000 : 1_000) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds));
  };
}
