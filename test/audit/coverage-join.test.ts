import { expect, test } from 'vitest';
import type { Coverage } from '../../src/audit/coverage.js';
import { joinCoverage } from '../../src/audit/coverage-join.js';

function coverage(changes: Partial<Coverage>): Coverage {
  return {
    window: { sinceMs: 0, untilMs: 1_000 },
    count: 0,
    complete: true,
    reasons: [],
    limit: undefined,
    floor: undefined,
    unsettledSinceMs: undefined,
    covered: [],
    requests: 3,
    retries: 1,
    refusals: 0,
    duplicates: 2,
    conflictingIds: ['a'],
    malformed: [],
    filters: { pushed: [], local: [] },
    ...changes,
  };
}

const window = { sinceMs: 0, untilMs: 1_000 };
const oldestFirst = { window, order: 'oldest-first', borderMs: 400, count: 9 } as const;
const rest = { window: { sinceMs: 400, untilMs: 1_000 }, covered: [{ sinceMs: 400, untilMs: 1_000 }] };

test('an interrupted reading and its rest are one whole reading', () => {
  const earlier = coverage({
    complete: false,
    reasons: [{ kind: 'stopped', window: { sinceMs: 500, untilMs: 1_000 }, message: 'Interrupted.' }],
  });
  const later = coverage({ ...rest, conflictingIds: ['a', 'b'] });
  expect(joinCoverage(earlier, later, oldestFirst)).toEqual(
    coverage({
      count: 9,
      covered: [window],
      requests: 6,
      retries: 2,
      duplicates: 4,
      conflictingIds: ['a', 'b'],
    }),
  );
});

test('newest first the rest is the older part', () => {
  const later = coverage({ window: { sinceMs: 0, untilMs: 401 }, covered: [{ sinceMs: 0, untilMs: 401 }] });
  const joined = joinCoverage(coverage({}), later, { ...oldestFirst, order: 'newest-first' });
  expect(joined).toMatchObject({ complete: true, covered: [window] });
});

test('what either lacks is lacking, but what the rest has read again counts as the rest says', () => {
  const gap = (sinceMs: number, untilMs: number) =>
    ({ kind: 'unreadable-span', window: { sinceMs, untilMs }, message: 'no' }) as const;
  const lost = { kind: 'behind-floor', window: { sinceMs: 0, untilMs: 50 } } as const;
  const earlier = coverage({ complete: false, reasons: [lost, gap(300, 500), gap(700, 800)] });
  const later = coverage({
    ...rest,
    complete: false,
    reasons: [gap(600, 610)],
    covered: [
      { sinceMs: 400, untilMs: 600 },
      { sinceMs: 610, untilMs: 1_000 },
    ],
  });
  const joined = joinCoverage(earlier, later, oldestFirst);
  expect(joined.complete).toBe(false);
  expect(joined.reasons).toEqual([lost, gap(300, 400), gap(600, 610)]);
  expect(joined.covered).toEqual([
    { sinceMs: 0, untilMs: 600 },
    { sinceMs: 610, untilMs: 1_000 },
  ]);
});

test('an event without an id that both have met counts once', () => {
  const odd = (rawText: string) => ({ problem: 'no id', rawText });
  const reason = (count: number) => ({ kind: 'malformed-events', count }) as const;
  const earlier = coverage({ complete: false, reasons: [reason(2)], malformed: [odd('{}'), odd('[]')] });
  const later = coverage({
    ...rest,
    complete: false,
    reasons: [reason(2)],
    malformed: [odd('[]'), odd('1')],
  });
  const joined = joinCoverage(earlier, later, oldestFirst);
  expect(joined.reasons).toEqual([reason(3)]);
  expect(joined.malformed).toEqual([odd('{}'), odd('[]'), odd('1')]);
});

test('events that may still have arrived late when the first part was read stay doubtful', () => {
  const joined = (unsettledSinceMs: number) =>
    joinCoverage(coverage({ unsettledSinceMs }), coverage(rest), oldestFirst).unsettledSinceMs;
  expect(joined(350)).toBe(350);
  expect(joined(450)).toBeUndefined();
});
