import { describe, expect, test } from 'vitest';
import type { Coverage } from '../../src/audit/coverage.js';
import { coverageLine } from '../../src/output/coverage-line.js';
import { coverageObject } from '../../src/output/coverage-object.js';
import { sampleCoverage } from './sample.js';

const timeZone = 'America/Chicago';
const day = (text: string) => Date.parse(`${text}T06:00:00Z`);
const window = { sinceMs: day('2026-11-03'), untilMs: day('2026-11-04') };

describe('the last line of a reading says whether that is all of it', () => {
  test.each<[string, Partial<Coverage>, string]>([
    ['all of it', {}, '1,284 events · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · complete'],
    ['one', { count: 1 }, '1 event · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · complete'],
    [
      'nothing happened',
      { count: 0 },
      'no events · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · complete',
    ],
    [
      'nothing matches',
      { count: 0, filters: { pushed: ['user'], local: ['user', 'type'] } },
      'no events match (user, type) · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · complete',
    ],
    [
      'nothing could be read',
      {
        count: 0,
        complete: false,
        covered: [],
        reasons: [{ kind: 'unreadable-span', window, message: 'the account kept failing' }],
      },
      'nothing could be read · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · INCOMPLETE: 2026-11-03 00:00 → 2026-11-04 00:00 could not be read (the account kept failing)',
    ],
    [
      'none found in what could be read',
      { count: 0, complete: false, reasons: [{ kind: 'stopped', window, message: 'Ctrl-C' }] },
      'no events found · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · INCOMPLETE: 2026-11-03 00:00 → 2026-11-04 00:00 was not read (Ctrl-C)',
    ],
    [
      'a limit, and more',
      { count: 50, limit: { count: 50, moreMatch: true } },
      '50 newest shown, more match (--all for the rest) · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago',
    ],
    [
      'a limit, and nobody looked for more',
      { count: 50, limit: { count: 50, moreMatch: undefined } },
      '50 newest shown, more may match (--all for the rest) · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago',
    ],
    [
      'a limit that was no limit',
      { count: 50, limit: { count: 50, moreMatch: false } },
      '50 events · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · complete',
    ],
    [
      'events may still come',
      { unsettledSinceMs: Date.parse('2026-11-22T00:02:00Z') },
      '1,284 events · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · complete · events since 2026-11-21 18:02 may still arrive',
    ],
    [
      'behind the floor',
      {
        reasons: [
          { kind: 'behind-floor', window: { sinceMs: day('2026-09-01'), untilMs: day('2026-09-22') } },
        ],
      },
      '1,284 events · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · complete as far back as the log reaches: 2026-09-01 01:00 → 2026-09-22 01:00 (21 days) is no longer kept',
    ],
    [
      'five spans and three events',
      {
        complete: false,
        reasons: [
          ...Array.from(
            { length: 5 },
            () => ({ kind: 'unreadable-span', window, message: 'HTTP 500\x1b[2J' }) as const,
          ),
          { kind: 'malformed-events', count: 3 },
        ],
      },
      `1,284 events · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · INCOMPLETE: ${'2026-11-03 00:00 → 2026-11-04 00:00 could not be read (HTTP 500\\x1b[2J); '.repeat(3)}and 2 more spans; 3 events came without a usable id or time`,
    ],
    [
      'the same id twice',
      { conflictingIds: ['a', 'b'] },
      '1,284 events · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · complete · 2 ids came twice with different content, the first was kept',
    ],
  ])('%s', (_what, changes, line) => {
    expect(coverageLine(sampleCoverage(changes), { timeZone })).toBe(line);
  });

  test('oldest first, and what to type next', () => {
    const limited = sampleCoverage({ count: 50, limit: { count: 50, moreMatch: true } });
    expect(coverageLine(limited, { timeZone, order: 'oldest-first' })).toMatch(
      /^50 oldest shown, more match/,
    );
    const cut = sampleCoverage({ complete: false });
    expect(coverageLine(cut, { timeZone, next: 'audit export --resume -o a.csv' })).toMatch(
      / · INCOMPLETE; audit export --resume -o a\.csv$/,
    );
  });
});

test('the coverage as JSON has every promised key, in UTC', () => {
  const coverage = sampleCoverage({
    complete: false,
    reasons: [
      { kind: 'unreadable-span', window, message: 'HTTP 500' },
      { kind: 'malformed-events', count: 1 },
    ],
    malformed: [{ problem: 'no id', rawText: '{}' }],
  });
  expect(coverageObject(coverage, timeZone)).toEqual({
    since: '2026-10-22T05:00:00.000Z',
    until: '2026-11-22T00:04:00.000Z',
    timeZone: 'America/Chicago',
    count: 1284,
    complete: false,
    reasons: [
      {
        kind: 'unreadable-span',
        message: 'HTTP 500',
        since: '2026-11-03T06:00:00.000Z',
        until: '2026-11-04T06:00:00.000Z',
      },
      { kind: 'malformed-events', count: 1 },
    ],
    floor: { at: '2026-09-23T00:00:00.000Z', origin: 'announced' },
    requests: 13,
    retries: 1,
    duplicates: 2,
    refusals: 0,
    limit: null,
    moreMatch: null,
    unsettledSince: null,
    covered: [{ since: '2026-10-22T05:00:00.000Z', until: '2026-11-22T00:04:00.000Z' }],
    conflictingIds: [],
    malformed: [{ problem: 'no id', rawText: '{}' }],
    filters: { pushed: [], local: [] },
  });
});
