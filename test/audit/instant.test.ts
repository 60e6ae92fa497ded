import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf, formatInstant } from '../../src/audit/instant.js';

const ms = Date.parse('2026-11-22T00:04:09.007Z');

test.each([
  ['day', '2026-11-21', '2026-11-22'],
  ['time', '18:04', '05:34'],
  ['minute', '2026-11-21 18:04', '2026-11-22 05:34'],
  ['second', '2026-11-21 18:04:09', '2026-11-22 05:34:09'],
  ['iso-offset', '2026-11-21T18:04:09.007-06:00', '2026-11-22T05:34:09.007+05:30'],
  ['iso-utc', '2026-11-22T00:04:09.007Z', '2026-11-22T00:04:09.007Z'],
] as const)('%s', (style, inChicago, inKolkata) => {
  expect(formatInstant(ms, 'America/Chicago', style)).toBe(inChicago);
  expect(formatInstant(ms, 'Asia/Kolkata', style)).toBe(inKolkata);
});

test('the day is the one of the zone', () => {
  expect(dayOf(ms, 'America/Chicago')).toBe('2026-11-21');
  expect(dayOf(ms, 'Pacific/Chatham')).toBe('2026-11-22');
});

test('UTC is what Date says, before 1970 too', () => {
  const instants = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) });
  fc.assert(
    fc.property(instants, (instant) => {
      expect(formatInstant(instant, 'UTC', 'iso-utc')).toBe(new Date(instant).toISOString());
    }),
  );
});

test('every zone is what the runtime itself says, over all changes of summer time', () => {
  for (const timeZone of [
    'America/Chicago',
    'Europe/Berlin',
    'Africa/Casablanca',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  ]) {
    const runtime = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2030, 0) }), (instant) => {
        expect(formatInstant(instant, timeZone, 'second')).toBe(runtime.format(instant));
      }),
      { numRuns: 200 },
    );
  }
});
