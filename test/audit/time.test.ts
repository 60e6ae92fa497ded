import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant } from '../../src/audit/instant.js';
import { parseInstant, resolveWindow, timeForms } from '../../src/audit/time.js';
import { UsageError } from '../../src/errors.js';

const chicago = 'America/Chicago';
const berlin = 'Europe/Berlin';

/** Tuesday, two days after summer time ended in Chicago, nine after it ended in Berlin. */
const autumnMs = Date.parse('2026-11-03T15:04:09.123Z');
/** Monday, the day after summer time began in Chicago; Berlin follows on the 29th. */
const springMs = Date.parse('2026-03-09T15:04:09.123Z');

function resolved(text: string, timeZone: string, nowMs: number): string {
  const ms = parseInstant(text, { nowMs, timeZone, edge: 'since' });
  return formatInstant(ms, timeZone, 'iso-offset').replace('.000', '');
}

function problem(run: () => unknown): UsageError {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what a time means after summer time has ended', () => {
  test.each([
    ['2026-11-01', '2026-11-01T00:00:00-05:00', '2026-11-01T00:00:00+01:00'],
    ['2026-11-02', '2026-11-02T00:00:00-06:00', '2026-11-02T00:00:00+01:00'],
    ['2026-10-25', '2026-10-25T00:00:00-05:00', '2026-10-25T00:00:00+02:00'],
    ['2026-11-01T14:00', '2026-11-01T14:00:00-06:00', '2026-11-01T14:00:00+01:00'],
    ['2026-11-01 14:00:05', '2026-11-01T14:00:05-06:00', '2026-11-01T14:00:05+01:00'],
    ['2026-11-01t14:00:05.25', '2026-11-01T14:00:05.250-06:00', '2026-11-01T14:00:05.250+01:00'],
    ['2026-11-01T01:30', '2026-11-01T01:30:00-05:00', '2026-11-01T01:30:00+01:00'],
    ['2026-11-01T01:30-06:00', '2026-11-01T01:30:00-06:00', '2026-11-01T08:30:00+01:00'],
    ['2026-11-01T14:00Z', '2026-11-01T08:00:00-06:00', '2026-11-01T15:00:00+01:00'],
    ['2026-11-01T14:00+05:30', '2026-11-01T02:30:00-06:00', '2026-11-01T09:30:00+01:00'],
    ['2026-11-01T14:00 -0330', '2026-11-01T11:30:00-06:00', '2026-11-01T18:30:00+01:00'],
    ['2026-11-01T14:00+02', '2026-11-01T06:00:00-06:00', '2026-11-01T13:00:00+01:00'],
    ['90s', '2026-11-03T09:02:39.123-06:00', '2026-11-03T16:02:39.123+01:00'],
    ['30m', '2026-11-03T08:34:09.123-06:00', '2026-11-03T15:34:09.123+01:00'],
    ['24h', '2026-11-02T09:04:09.123-06:00', '2026-11-02T16:04:09.123+01:00'],
    ['72h', '2026-10-31T10:04:09.123-05:00', '2026-10-31T16:04:09.123+01:00'],
    ['3d', '2026-10-31T09:04:09.123-05:00', '2026-10-31T16:04:09.123+01:00'],
    ['7d', '2026-10-27T09:04:09.123-05:00', '2026-10-27T16:04:09.123+01:00'],
    ['7 days ago', '2026-10-27T09:04:09.123-05:00', '2026-10-27T16:04:09.123+01:00'],
    ['7D AGO', '2026-10-27T09:04:09.123-05:00', '2026-10-27T16:04:09.123+01:00'],
    ['1d12h', '2026-11-01T21:04:09.123-06:00', '2026-11-02T04:04:09.123+01:00'],
    ['1 day and 12 hours', '2026-11-01T21:04:09.123-06:00', '2026-11-02T04:04:09.123+01:00'],
    ['2w', '2026-10-20T09:04:09.123-05:00', '2026-10-20T16:04:09.123+02:00'],
    ['3mo', '2026-08-03T09:04:09.123-05:00', '2026-08-03T16:04:09.123+02:00'],
    ['1y', '2025-11-03T09:04:09.123-06:00', '2025-11-03T16:04:09.123+01:00'],
    ['now', '2026-11-03T09:04:09.123-06:00', '2026-11-03T16:04:09.123+01:00'],
    ['today', '2026-11-03T00:00:00-06:00', '2026-11-03T00:00:00+01:00'],
    [' Today ', '2026-11-03T00:00:00-06:00', '2026-11-03T00:00:00+01:00'],
    ['yesterday', '2026-11-02T00:00:00-06:00', '2026-11-02T00:00:00+01:00'],
    ['yesterday 14:00', '2026-11-02T14:00:00-06:00', '2026-11-02T14:00:00+01:00'],
    ['yesterday at 9:30', '2026-11-02T09:30:00-06:00', '2026-11-02T09:30:00+01:00'],
    ['tomorrow', '2026-11-04T00:00:00-06:00', '2026-11-04T00:00:00+01:00'],
    ['monday', '2026-11-02T00:00:00-06:00', '2026-11-02T00:00:00+01:00'],
    ['tuesday', '2026-11-03T00:00:00-06:00', '2026-11-03T00:00:00+01:00'],
    ['wednesday', '2026-10-28T00:00:00-05:00', '2026-10-28T00:00:00+01:00'],
    ['Sun', '2026-11-01T00:00:00-05:00', '2026-11-01T00:00:00+01:00'],
    ['last tuesday', '2026-10-27T00:00:00-05:00', '2026-10-27T00:00:00+01:00'],
    ['last sunday', '2026-11-01T00:00:00-05:00', '2026-11-01T00:00:00+01:00'],
    ['this week', '2026-11-02T00:00:00-06:00', '2026-11-02T00:00:00+01:00'],
    ['last week', '2026-10-26T00:00:00-05:00', '2026-10-26T00:00:00+01:00'],
    ['this month', '2026-11-01T00:00:00-05:00', '2026-11-01T00:00:00+01:00'],
    ['last month', '2026-10-01T00:00:00-05:00', '2026-10-01T00:00:00+02:00'],
    ['this year', '2026-01-01T00:00:00-06:00', '2026-01-01T00:00:00+01:00'],
    ['last year', '2025-01-01T00:00:00-06:00', '2025-01-01T00:00:00+01:00'],
    ['2026-10', '2026-10-01T00:00:00-05:00', '2026-10-01T00:00:00+02:00'],
    ['2026', '2026-01-01T00:00:00-06:00', '2026-01-01T00:00:00+01:00'],
  ])('%s', (text, inChicago, inBerlin) => {
    expect(resolved(text, chicago, autumnMs)).toBe(inChicago);
    expect(resolved(text, berlin, autumnMs)).toBe(inBerlin);
  });
});

describe('what a time means after summer time has begun', () => {
  test.each([
    ['2026-03-08', '2026-03-08T00:00:00-06:00', '2026-03-08T00:00:00+01:00'],
    ['2026-03-08T02:30', '2026-03-08T03:30:00-05:00', '2026-03-08T02:30:00+01:00'],
    ['1d', '2026-03-08T10:04:09.123-05:00', '2026-03-08T16:04:09.123+01:00'],
    ['2d', '2026-03-07T10:04:09.123-06:00', '2026-03-07T16:04:09.123+01:00'],
    ['48h', '2026-03-07T09:04:09.123-06:00', '2026-03-07T16:04:09.123+01:00'],
    ['yesterday', '2026-03-08T00:00:00-06:00', '2026-03-08T00:00:00+01:00'],
    ['yesterday 02:30', '2026-03-08T03:30:00-05:00', '2026-03-08T02:30:00+01:00'],
    ['monday', '2026-03-09T00:00:00-05:00', '2026-03-09T00:00:00+01:00'],
    ['last monday', '2026-03-02T00:00:00-06:00', '2026-03-02T00:00:00+01:00'],
    ['last week', '2026-03-02T00:00:00-06:00', '2026-03-02T00:00:00+01:00'],
    ['last month', '2026-02-01T00:00:00-06:00', '2026-02-01T00:00:00+01:00'],
  ])('%s', (text, inChicago, inBerlin) => {
    expect(resolved(text, chicago, springMs)).toBe(inChicago);
    expect(resolved(text, berlin, springMs)).toBe(inBerlin);
  });
});

test('the days of the change have 23 and 25 hours, and midnight is where the zone has it', () => {
  const hours = (from: string, to: string, zone: string): number =>
    (parseInstant(to, { nowMs: autumnMs, timeZone: zone, edge: 'until' }) -
      parseInstant(from, { nowMs: autumnMs, timeZone: zone, edge: 'since' })) /
    3_600_000;
  expect(hours('2026-03-08', '2026-03-09', chicago)).toBe(23);
  expect(hours('2026-11-01', '2026-11-02', chicago)).toBe(25);
  expect(hours('2026-10-04', '2026-10-05', 'Australia/Lord_Howe')).toBe(23.5);
  expect(resolved('2018-11-04', 'America/Sao_Paulo', autumnMs)).toBe('2018-11-04T01:00:00-02:00');
});

test('months back end at the end of a shorter month', () => {
  const endOfMayMs = Date.parse('2026-05-31T12:00:00Z');
  expect(resolved('1mo', 'UTC', endOfMayMs)).toBe('2026-04-30T12:00:00+00:00');
  expect(resolved('3mo', 'UTC', endOfMayMs)).toBe('2026-02-28T12:00:00+00:00');
  expect(resolved('1y', 'UTC', Date.parse('2028-02-29T12:00:00Z'))).toBe('2027-02-28T12:00:00+00:00');
  expect(resolved('last month', 'UTC', endOfMayMs)).toBe('2026-04-01T00:00:00+00:00');
  expect(resolved('last month', 'UTC', Date.parse('2026-01-31T12:00:00Z'))).toBe('2025-12-01T00:00:00+00:00');
});

describe('nonsense is refused', () => {
  test.each([
    ['01/11/2026', 'day and month could be either way round; write 2026-11-01 or 2026-01-11'],
    ['31.12.2026', 'day and month could be either way round; write 2026-12-31'],
    ['2026/11/01', 'dates are written with hyphens, the year first: 2026-11-01'],
    ['1/11', 'dates are written with hyphens, the year first: 2026-11-01'],
    ['2026-02-30', 'there is no such date or time'],
    ['2026-13', 'there is no such date or time'],
    ['2026-11-01T24:00', 'there is no such date or time'],
    ['2026-11-01T14:00+19:00', 'there is no such date or time'],
    ['999999y', 'there is no such date or time'],
    ['yesteday', 'did you mean yesterday'],
    ['last mnth', 'did you mean last month'],
    ['1h1h', 'it is in no form that is understood'],
    ['5', 'it is in no form that is understood'],
    ['-7d', 'it is in no form that is understood'],
    ['7q', 'it is in no form that is understood'],
    ['', 'it is in no form that is understood'],
    ['x'.repeat(5_000), 'it is in no form that is understood'],
  ])('%s', (text, why) => {
    const error = problem(() => parseInstant(text, { nowMs: autumnMs, timeZone: chicago, edge: 'until' }));
    expect(error.code).toBe('bad-time');
    expect(error.message).toBe(`--until "${text.slice(0, 80)}" is not a time: ${why}.`);
    for (const { form } of timeForms) expect(error.hint).toContain(form);
  });
});

test('any text is a time between the years 1 and 9999, or is refused in words', () => {
  const pieces = fc.constantFrom(
    '2026',
    '-',
    '11',
    '01',
    'T',
    ':',
    '14:00',
    'Z',
    '+',
    '7',
    'd',
    'mo',
    ' ',
    'ago',
    'last',
    'monday',
    '/',
    '٣',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 8 }).map((some) => some.join('')),
      ),
      (text) => {
        try {
          const ms = parseInstant(text, { nowMs: autumnMs, timeZone: chicago, edge: 'since' });
          expect(formatInstant(ms, 'UTC', 'iso-utc')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('an instant that we print is read back as the same instant, in every zone', () => {
  const zones = fc.constantFrom(
    chicago,
    berlin,
    'UTC',
    'Asia/Kolkata',
    'Pacific/Chatham',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
  );
  const instants = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2040, 0) });
  fc.assert(
    fc.property(instants, zones, (ms, timeZone) => {
      const setting = { nowMs: autumnMs, timeZone, edge: 'since' } as const;
      expect(parseInstant(formatInstant(ms, timeZone, 'iso-offset'), setting)).toBe(ms);
      expect(parseInstant(formatInstant(ms, timeZone, 'iso-utc'), setting)).toBe(ms);
      const minute = formatInstant(ms, timeZone, 'minute');
      expect(formatInstant(parseInstant(minute, setting), timeZone, 'minute')).toBe(minute);
    }),
    { numRuns: 500 },
  );
});

describe('the window', () => {
  const setting = { nowMs: autumnMs, timeZone: chicago };

  test('of two months is the one between their beginnings', () => {
    expect(resolveWindow({ since: '2026-10', until: '2026-11' }, setting)).toEqual({
      sinceMs: Date.parse('2026-10-01T05:00:00Z'),
      untilMs: Date.parse('2026-11-01T05:00:00Z'),
      notes: [],
    });
  });

  test('ends now and begins where the caller says when nothing is asked', () => {
    expect(resolveWindow({}, setting)).toEqual({ sinceMs: undefined, untilMs: autumnMs, notes: [] });
  });

  test('never ends in the future, and says so', () => {
    expect(resolveWindow({ since: '7d', until: 'tomorrow' }, setting)).toEqual({
      sinceMs: Date.parse('2026-10-27T14:04:09.123Z'),
      untilMs: autumnMs,
      notes: ['--until 2026-11-04 00:00 lies in the future: read up to now.'],
    });
  });

  test('is refused when nothing lies in it, with what to type', () => {
    const same = problem(() => resolveWindow({ since: 'yesterday', until: 'yesterday' }, setting));
    expect([same.code, same.message, same.hint]).toEqual([
      'empty-window',
      '--since 2026-11-02 00:00:00 is not before --until 2026-11-02 00:00:00 (America/Chicago).',
      'Both mean where it begins: for one day or month, --until names the next one.',
    ]);
    const reversed = problem(() => resolveWindow({ since: 'today', until: 'yesterday' }, setting));
    expect(reversed.hint).toBe(
      'The window holds since ≤ time < until: exchange the two, or leave --until out.',
    );
    const future = problem(() => resolveWindow({ since: 'tomorrow', until: '2027' }, setting));
    expect(future.message).toBe(
      '--since tomorrow is 2026-11-04 00:00:00 America/Chicago, which is not in the past.',
    );
  });
});
