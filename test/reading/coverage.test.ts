import { expect, test } from 'vitest';
import { type CoverageFacts, coverageOf } from '../../src/reading/coverage.js';
import { Ledger } from '../../src/reading/ledger.js';

const window = { sinceMs: 1_000, untilMs: 9_000 };

function facts(over: Partial<CoverageFacts> = {}): CoverageFacts {
  return {
    request: {
      window,
      order: 'newest-first',
      matches: undefined,
      push: {},
      filterNames: ['user'],
      limit: undefined,
    },
    ledger: new Ledger(),
    capabilities: undefined,
    startedMs: 10_000_000,
    nowMs: 10_000_000,
    rest: undefined,
    stopped: undefined,
    limit: undefined,
    traffic: { requests: 3, retries: 1, refusals: 0 },
    ...over,
  };
}

test('all that was asked, and nothing to say against it', () => {
  expect(coverageOf(facts())).toEqual({
    window,
    count: 0,
    complete: true,
    reasons: [],
    limit: undefined,
    floor: undefined,
    unsettledSinceMs: undefined,
    covered: [window],
    requests: 3,
    retries: 1,
    refusals: 0,
    duplicates: 0,
    conflictingIds: [],
    malformed: [],
    filters: { pushed: [], local: ['user'] },
  });
});

test('spans that could not be read are clipped to the window, joined where they touch, and cut out of what is covered', () => {
  const ledger = new Ledger();
  ledger.couldNotRead({ sinceMs: 4_000, untilMs: 5_000 }, 'down');
  ledger.couldNotRead({ sinceMs: 3_000, untilMs: 4_000 }, 'down');
  ledger.couldNotRead({ sinceMs: 8_500, untilMs: 9_500 }, 'still down');
  const { complete, reasons, covered } = coverageOf(facts({ ledger }));
  expect({ complete, reasons, covered }).toEqual({
    complete: false,
    reasons: [
      { kind: 'unreadable-span', window: { sinceMs: 3_000, untilMs: 5_000 }, message: 'down' },
      { kind: 'unreadable-span', window: { sinceMs: 8_500, untilMs: 9_000 }, message: 'still down' },
    ],
    covered: [
      { sinceMs: 1_000, untilMs: 3_000 },
      { sinceMs: 5_000, untilMs: 8_500 },
    ],
  });
});

test('a reading that was stopped says what is missing; one that reached its limit lacks nothing', () => {
  const rest = { sinceMs: 1_000, untilMs: 2_000 };
  expect(coverageOf(facts({ rest, stopped: 'expired' }))).toMatchObject({
    complete: false,
    reasons: [{ kind: 'stopped', window: rest, message: 'expired' }],
    covered: [{ sinceMs: 2_000, untilMs: 9_000 }],
  });
  expect(coverageOf(facts({ rest, limit: { count: 50, moreMatch: true } }))).toMatchObject({
    complete: true,
    reasons: [],
    covered: [{ sinceMs: 2_000, untilMs: 9_000 }],
  });
});

test('a retention that nobody announced is a note, not a reason', () => {
  const capabilities = {
    announced: false,
    filters: [],
    maxPageSize: 100,
    retentionDays: undefined,
    plan: undefined,
    restore: false,
  };
  const nowMs = 100 * 86_400_000;
  const { complete, floor } = coverageOf(facts({ capabilities, startedMs: nowMs, nowMs }));
  expect({ complete, floor }).toEqual({
    complete: true,
    floor: { ms: 40 * 86_400_000, origin: 'assumed' },
  });
});
