import { expect, test } from 'vitest';
import { before, civilAt, instantOf, startOfDay } from '../../src/audit/civil-time.js';

test('a day begins at midnight, or after the gap that swallows it', () => {
  const noon = Date.parse('2018-11-04T12:00:00Z');
  expect(startOfDay(noon, 'America/Sao_Paulo')).toBe(Date.parse('2018-11-04T03:00:00Z'));
  expect(startOfDay(noon, 'America/Chicago')).toBe(Date.parse('2018-11-04T05:00:00Z'));
});

test('a wall time in a gap moves forward, in an overlap it is the earlier one', () => {
  const at = (month: number, day: number, hour: number, minute: number) =>
    new Date(instantOf({ year: 2026, month, day, hour, minute }, 'America/Chicago')).toISOString();
  expect(at(3, 8, 2, 30)).toBe('2026-03-08T08:30:00.000Z');
  expect(at(11, 1, 1, 30)).toBe('2026-11-01T06:30:00.000Z');
  expect(() => at(2, 30, 0, 0)).toThrow(RangeError);
});

test('days back keep the wall time, hours back do not', () => {
  const ms = Date.parse('2026-11-02T12:00:00Z');
  const hourOf = (instant: number) => civilAt(instant, 'America/Chicago').hour;
  expect(
    [ms, before(ms, { days: 2 }, 'America/Chicago'), before(ms, { hours: 48 }, 'America/Chicago')].map(
      hourOf,
    ),
  ).toEqual([6, 6, 7]);
});
