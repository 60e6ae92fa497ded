/** What a sync reads, as the records of those before it tell. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CoverageLedger } from '../../../src/archive/store/coverage-ledger.js';
import type { CoverageRecord } from '../../../src/archive/store/ledger.js';
import { holesOf } from '../../../src/archive/sync/holes.js';
import { lateByMs, overlapOf } from '../../../src/archive/sync/lateness.js';
import { planSync } from '../../../src/archive/sync/plan.js';
import { without } from '../../../src/audit/windows.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function record(sinceMs: number, untilMs: number, more: Partial<CoverageRecord> = {}): CoverageRecord {
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    ledger: 1,
    kind: 'coverage',
    at: iso(untilMs),
    tool: '1',
    began: iso(untilMs),
    window: { since: iso(sinceMs), until: iso(untilMs) },
    complete: true,
    settledUntil: iso(untilMs),
    floor: null,
    gaps: [],
    malformed: 0,
    requests: 1,
    retries: 0,
    new: 0,
    repeated: 0,
    changed: [],
    conflicting: [],
    lateness: { count: 0, longestMs: 0 },
    ...more,
  };
}

function gap(sinceMs: number, untilMs: number): CoverageRecord['gaps'][number] {
  const iso = (ms: number) => new Date(ms).toISOString();
  return { kind: 'unreadable-span', since: iso(sinceMs), until: iso(untilMs), message: 'no' };
}

function ledgerOf(...records: readonly CoverageRecord[]): CoverageLedger {
  const ledger = new CoverageLedger();
  for (const one of records) ledger.add(one);
  return ledger;
}

describe('spans', () => {
  test('that are taken out of a window and those that are left make the window again, whatever they are', () => {
    const span = fc.tuple(fc.integer({ min: -5, max: 40 }), fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), (spans) => {
        const taken = spans.map(([sinceMs, length]) => ({ sinceMs, untilMs: sinceMs + length }));
        const left = without({ sinceMs: 0, untilMs: 30 }, taken);
        const holds = (windows: readonly { sinceMs: number; untilMs: number }[], ms: number) =>
          windows.some(({ sinceMs, untilMs }) => sinceMs <= ms && ms < untilMs);
        for (let ms = 0; ms < 30; ms += 1) expect(holds(left, ms)).toBe(!holds(taken, ms));
        expect(left.every(({ sinceMs, untilMs }) => sinceMs < untilMs)).toBe(true);
      }),
    );
  });

  test('that were read are joined, and a hole is gone once it was filled', () => {
    const ledger = ledgerOf(record(0, 100, { gaps: [gap(20, 30), gap(50, 60)] }), record(100, 200));
    expect(ledger.covered).toEqual([
      { sinceMs: 0, untilMs: 20 },
      { sinceMs: 30, untilMs: 50 },
      { sinceMs: 60, untilMs: 200 },
    ]);
    ledger.add(record(20, 30));
    expect(ledger.holes).toEqual([{ sinceMs: 50, untilMs: 60 }]);
    expect(ledger.settledUntilMs).toBe(200);
  });

  test('that even the first sync could not read, before all that it read or at all, are holes', () => {
    const ledger = ledgerOf(record(0, 10 * dayMs, { gaps: [gap(0, dayMs)] }));
    expect(ledger.holes).toEqual([{ sinceMs: 0, untilMs: dayMs }]);
    const nothing = ledgerOf(record(0, 10 * dayMs, { gaps: [gap(0, 10 * dayMs)] }));
    expect(nothing.holes).toEqual([{ sinceMs: 0, untilMs: 10 * dayMs }]);
  });

  test('that the account did not keep before the archive began are none of its holes', () => {
    const behind = { ...gap(0, dayMs), kind: 'behind-floor' } as const;
    expect(ledgerOf(record(0, 10 * dayMs, { gaps: [behind] })).holes).toEqual([]);
    expect(ledgerOf(record(5, 5)).window).toBeUndefined();
  });

  test('that were read by a clock that was ahead are taken back by the first sync with the right one', () => {
    const ledger = ledgerOf(
      record(0, 100 * dayMs),
      record(365 * dayMs, 425 * dayMs),
      record(100 * dayMs, 101 * dayMs),
    );
    expect(ledger.covered).toEqual([{ sinceMs: 0, untilMs: 101 * dayMs }]);
    expect([ledger.settledUntilMs, ledger.holes]).toEqual([101 * dayMs, []]);
  });

  test('that are missing can be filled as long as the account keeps them', () => {
    const ledger = ledgerOf(record(0, 10 * dayMs, { gaps: [gap(dayMs, 3 * dayMs)] }));
    expect(holesOf(ledger, 2 * dayMs, 12 * dayMs)).toEqual({
      fillable: [{ window: { sinceMs: 2 * dayMs, untilMs: 3 * dayMs }, fillableUntilMs: 12 * dayMs }],
      lost: [{ sinceMs: dayMs, untilMs: 2 * dayMs }],
    });
  });
});

describe('how far a sync looks back', () => {
  const nowMs = 100 * dayMs;
  test.each([
    ['a quarter of an hour, where nothing came late', 0, hourMs, { ms: hourMs / 4, why: 'usual' }],
    ['twice as far as the latest came', 3 * hourMs, hourMs, { ms: 6 * hourMs, why: 'seen' }],
    ['a day, where that is a day ago', 3 * hourMs, dayMs, { ms: dayMs, why: 'deep' }],
    ['more than a day, where events came so late', 20 * hourMs, dayMs, { ms: 40 * hourMs, why: 'seen' }],
  ])('is %s', (_, longestLateMs, deepAgoMs, expected) => {
    expect(overlapOf({ longestLateMs, lastDeepLookMs: nowMs - deepAgoMs, nowMs })).toEqual(expected);
  });

  test('is not counted as a look over the last day when it was one into an old hole', () => {
    const hole = record(10 * dayMs, 11 * dayMs, { began: new Date(nowMs).toISOString() });
    expect(ledgerOf(record(0, nowMs - 2 * dayMs), hole).lastDeepLookMs).toBe(nowMs - 2 * dayMs);
  });

  test('does not grow by an event that nobody was late with: an earlier look could not read its span', () => {
    const looks = ledgerOf(record(0, 10 * dayMs, { gaps: [gap(dayMs, 2 * dayMs)] })).looksAfter(0);
    expect(lateByMs({ instantMs: 1.5 * dayMs }, looks)).toBe(0);
    expect(lateByMs({ instantMs: 3 * dayMs }, looks)).toBe(7 * dayMs);
  });

  test('rests on how long after an event the last look that missed it began', () => {
    const looks = [
      { window: { sinceMs: 0, untilMs: 100 }, beganMs: 120 },
      { window: { sinceMs: 50, untilMs: 200 }, beganMs: 200 },
    ];
    expect(lateByMs({ instantMs: 10 }, looks)).toBe(110);
    expect(lateByMs({ instantMs: 60 }, looks)).toBe(140);
    expect(lateByMs({ instantMs: 200 }, looks)).toBe(0);
  });
});

describe('a plan', () => {
  const floorMs = 0;
  const nowMs = 60 * dayMs;

  test('begins at the floor when there is nothing, or later if somebody says so', () => {
    const facts = { nowMs, floorMs, sinceMs: undefined };
    expect(planSync(new CoverageLedger(), facts).window).toEqual({ sinceMs: floorMs, untilMs: nowMs });
    expect(planSync(new CoverageLedger(), { ...facts, sinceMs: dayMs }).window.sinceMs).toBe(dayMs);
  });

  test('goes on from what is settled, and fills the holes that are left outside of that', () => {
    const ledger = ledgerOf(
      record(0, 50 * dayMs, { gaps: [gap(dayMs, 2 * dayMs), gap(49.9 * dayMs, 49.95 * dayMs)] }),
    );
    const { window, holes, lost } = planSync(ledger, { nowMs, floorMs: 1.5 * dayMs, sinceMs: undefined });
    expect(window).toEqual({ sinceMs: 49 * dayMs, untilMs: nowMs });
    expect(holes).toEqual([{ sinceMs: 1.5 * dayMs, untilMs: 2 * dayMs }]);
    expect(lost).toEqual([]);
  });

  test('never leaves anything out between, whatever --since says', () => {
    const ledger = ledgerOf(record(0, 50 * dayMs));
    const later = planSync(ledger, { nowMs, floorMs, sinceMs: 59 * dayMs });
    const earlier = planSync(ledger, { nowMs, floorMs, sinceMs: 20 * dayMs });
    expect(later.window.sinceMs).toBe(49 * dayMs);
    expect(earlier.window.sinceMs).toBe(20 * dayMs);
  });

  test('goes back a day, and fills what was left out, after a sync by a clock that was a year ahead', () => {
    const ledger = ledgerOf(
      record(0, 59 * dayMs),
      record(59 * dayMs, 425 * dayMs, { gaps: [{ ...gap(59 * dayMs, 365 * dayMs), kind: 'behind-floor' }] }),
    );
    const { window, holes } = planSync(ledger, { nowMs: 60.5 * dayMs, floorMs: dayMs, sinceMs: undefined });
    expect(window).toEqual({ sinceMs: 59.5 * dayMs, untilMs: 60.5 * dayMs });
    expect(holes).toEqual([{ sinceMs: 59 * dayMs, untilMs: 59.5 * dayMs }]);
  });

  test('names what the account has forgotten since the last sync', () => {
    const plan = planSync(ledgerOf(record(0, 50 * dayMs)), {
      nowMs: 120 * dayMs,
      floorMs: 60 * dayMs,
      sinceMs: undefined,
    });
    expect(plan.lost).toEqual([{ sinceMs: 50 * dayMs, untilMs: 60 * dayMs }]);
    expect(plan.window).toEqual({ sinceMs: 60 * dayMs, untilMs: 120 * dayMs });
  });
});
