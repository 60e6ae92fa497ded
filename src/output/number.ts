/** Numbers and spans of time as words on a screen: the same on every machine, whatever its locale. */

/** 1284 → `1,284`. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/gu, ',');
}

/** `1 event`, `1,284 events`; `0` gives `no events`. */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  if (value === 0) return `no ${plural}`;
  return value === 1 ? `1 ${singular}` : `${groupDigits(value)} ${plural}`;
}

const units = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1_000 },
] as const;

/** A span of milliseconds in its largest unit of which there are two: `12 days`, `47 hours`, `3 minutes`; rounded down. */
export function spanInWords(ms: number): string {
  const unit = units.find((candidate) => ms >= 2 * candidate.ms) ?? units[3];
  return count(Math.floor(ms / unit.ms), unit.name);
}
