/** Days in the account's time zone; apart from the client's times on purpose, so that each side can catch the other. */

/** 24 hours. */
export const dayMs = 86_400_000;

/** Turns instants into local dates of one IANA zone and back. */
export interface Zone {
  readonly name: string;
  /** `2026-11-21`, the local date at an instant (milliseconds since the epoch). */
  dateOf(instantMs: number): string;
  /** The instant at which a local date begins. */
  startOf(date: string): number;
}

/** @throws RangeError for a zone that the runtime does not know. */
export function createZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const localAsUtc = (instantMs: number) => {
    const parts = Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, value]));
    return Date.parse(
      `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`,
    );
  };
  const offsetAt = (instantMs: number) =>
    localAsUtc(Math.floor(instantMs / 1000) * 1000) - Math.floor(instantMs / 1000) * 1000;
  return {
    name,
    dateOf: (instantMs) => isoDate(instantMs + offsetAt(instantMs)),
    startOf: (date) => {
      const wall = Date.parse(`${date}T00:00:00Z`);
      const guess = wall - offsetAt(wall);
      return wall - offsetAt(guess);
    },
  };
}

/** The date that lies so many days after another; negative for before. */
export function addDays(date: string, days: number): string {
  return isoDate(Date.parse(`${date}T00:00:00Z`) + days * dayMs);
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

function isoDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
