import { expect, test } from 'vitest';
import { calendarParts } from '../../src/audit/calendar-part.js';

function parts(since: string, until: string, unit: 'day' | 'month', timeZone: string) {
  const window = { sinceMs: Date.parse(since), untilMs: Date.parse(until) };
  return calendarParts(window, unit, timeZone).map(({ label, window: { sinceMs, untilMs } }) => [
    label,
    new Date(sinceMs).toISOString(),
    new Date(untilMs).toISOString(),
  ]);
}

test('days are cut at midnight of the zone, also where they have 25 hours', () => {
  expect(parts('2026-10-31T12:00:00Z', '2026-11-02T07:00:00Z', 'day', 'America/Chicago')).toEqual([
    ['2026-10-31', '2026-10-31T12:00:00.000Z', '2026-11-01T05:00:00.000Z'],
    ['2026-11-01', '2026-11-01T05:00:00.000Z', '2026-11-02T06:00:00.000Z'],
    ['2026-11-02', '2026-11-02T06:00:00.000Z', '2026-11-02T07:00:00.000Z'],
  ]);
});

test('months are cut at their first, over the turn of the year', () => {
  expect(parts('2026-11-30T23:00:00Z', '2027-01-01T00:00:00Z', 'month', 'Europe/Berlin')).toEqual([
    ['2026-12', '2026-11-30T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['2027-01', '2026-12-31T23:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ]);
});

test('a day that a zone has skipped is no part', () => {
  expect(
    parts('2011-12-29T12:00:00Z', '2011-12-31T00:00:00Z', 'day', 'Pacific/Apia').map(([label]) => label),
  ).toEqual(['2011-12-29', '2011-12-31']);
});

test('an empty window has no parts', () => {
  expect(parts('2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z', 'day', 'UTC')).toEqual([]);
});
