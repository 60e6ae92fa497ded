import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInstantMs } from '../../src/account/wire-instant.js';

test('every instant that a log can hold is read as Date reads it', () => {
  const instants = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instants, (date) => {
      expect(readInstantMs(date.toISOString())).toBe(date.getTime());
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['2026-09-01T14:03:22.118Z', '2026-09-01T14:03:22.118Z'],
  ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
  ['2000-02-29T00:00:00.000Z', '2000-02-29T00:00:00.000Z'],
  ['2026-09-01T14:03:22Z', '2026-09-01T14:03:22.000Z'],
  ['2026-09-01T14:03Z', '2026-09-01T14:03:00.000Z'],
  ['2026-09-01T14:03:22.1Z', '2026-09-01T14:03:22.100Z'],
  ['2026-09-01T14:03:22.118999Z', '2026-09-01T14:03:22.118Z'],
  ['2026-09-01T14:03:22.118+12:45', '2026-09-01T01:18:22.118Z'],
  ['2026-09-01T14:03:22-0330', '2026-09-01T17:33:22.000Z'],
])('%s is %s', (text, instant) => {
  expect(new Date(readInstantMs(text)).toISOString()).toBe(instant);
});

test.each([
  '',
  'yesterday',
  '2026-09-01',
  '2026-09-01T14:03:22.118',
  '2026-02-29T00:00:00.000Z',
  '1900-02-29T00:00:00.000Z',
  '2026-13-01T00:00:00.000Z',
  '2026-00-01T00:00:00.000Z',
  '2026-04-31T00:00:00.000Z',
  '2026-04-00T00:00:00.000Z',
  '2026-04-01T24:00:00.000Z',
  '2026-04-01T23:60:00.000Z',
  '2026-04-01T23:59:60.000Z',
  '2026-04-01T23:59:60Z',
  '2026-04-01T23:59:00+25:00',
  '2026-0a-01T00:00:00.000Z',
  '２０２６-09-01T14:03:22.118Z',
  '2026-09-01 14:03:22.118Z',
  '1790000000000',
])('%j is no instant', (text) => {
  expect(readInstantMs(text)).toBeNaN();
});
