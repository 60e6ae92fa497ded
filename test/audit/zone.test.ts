import { describe, expect, test } from 'vitest';
import { assertTimeZone, isTimeZone, offsetMsAt } from '../../src/audit/zone.js';
import { UsageError } from '../../src/errors.js';

describe('a time zone', () => {
  test.each([
    ['America/Chicago', 'America/Chicago'],
    ['america/chicago', 'America/Chicago'],
    ['utc', 'UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['CET', 'CET'],
  ])('%s is known as %s', (name, canonical) => {
    expect(isTimeZone(name)).toBe(true);
    expect(assertTimeZone(name)).toBe(canonical);
  });

  test.each([
    '',
    'Mars/Olympus',
    'BST',
    '+0530',
    'Chicago',
    '2020-01-01T00:00+01:00[Europe/Paris]',
    '../../etc/passwd',
    'x'.repeat(5_000),
  ])('%s is none', (name) => {
    expect(isTimeZone(name)).toBe(false);
    expect(() => assertTimeZone(name)).toThrow(UsageError);
  });

  test('that is mistyped is refused with the nearest; a city is enough to find it', () => {
    const refused = (name: string): unknown => {
      try {
        return assertTimeZone(name);
      } catch (error) {
        return error;
      }
    };
    expect(refused('chicago')).toMatchObject({
      code: 'unknown-time-zone',
      message: 'There is no time zone "chicago".',
      hint: 'Did you mean America/Chicago?',
    });
    expect(refused('Mars/Olympus')).toMatchObject({
      hint: 'Zones have IANA names, e.g. America/Chicago, Europe/Berlin, UTC.',
    });
  });
});

test('the offset changes at the very millisecond of the change, and is right far from it', () => {
  const changeMs = Date.parse('2026-11-01T07:00:00Z');
  expect(offsetMsAt(changeMs - 1, 'America/Chicago')).toBe(-5 * 3_600_000);
  expect(offsetMsAt(changeMs, 'America/Chicago')).toBe(-6 * 3_600_000);
  expect(offsetMsAt(Date.parse('2026-04-04T13:59:59.999Z'), 'Pacific/Chatham')).toBe(13.75 * 3_600_000);
  expect(offsetMsAt(Date.parse('2026-04-04T14:00:00Z'), 'Pacific/Chatham')).toBe(12.75 * 3_600_000);
  expect(offsetMsAt(Date.parse('1971-01-01T00:00:00Z'), 'Africa/Monrovia')).toBe(-2_670_000);
  expect(offsetMsAt(Date.parse('2026-07-01T00:00:00Z'), 'UTC')).toBe(0);
  expect(offsetMsAt(0, 'Asia/Kolkata')).toBe(5.5 * 3_600_000);
});
