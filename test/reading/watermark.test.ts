import { expect, test } from 'vitest';
import type { Coverage, CoverageReason, Window } from '../../src/audit/coverage.js';
import type { AuditEvent } from '../../src/audit/event.js';
import { Watermark } from '../../src/reading/watermark.js';
import { exampleEvent } from '../audit/example-event.js';

function coverage(
  window: Window,
  unsettledSinceMs: number,
  reasons: readonly CoverageReason[] = [],
): Coverage {
  return {
    window,
    count: 0,
    complete: reasons.length === 0,
    reasons,
    limit: undefined,
    floor: undefined,
    unsettledSinceMs,
    covered: [],
    requests: 1,
    retries: 0,
    refusals: 0,
    duplicates: 0,
    conflictingIds: [],
    malformed: [],
    filters: { pushed: [], local: [] },
  };
}

function unreadable(sinceMs: number, untilMs: number): CoverageReason {
  return { kind: 'unreadable-span', window: { sinceMs, untilMs }, message: '500' };
}

function eventAt(instantMs: number): AuditEvent {
  return exampleEvent({ id: `event-${instantMs}`, instantMs });
}

test('the next look begins where events may still arrive, and never goes back', () => {
  const watermark = new Watermark(1_000);
  watermark.ended(coverage({ sinceMs: 1_000, untilMs: 2_000 }, 1_000));
  expect(watermark.sinceMs).toBe(1_000);
  watermark.ended(coverage({ sinceMs: 1_000, untilMs: 9_000 }, 5_000));
  expect(watermark.sinceMs).toBe(5_000);
  watermark.ended(coverage({ sinceMs: 5_000, untilMs: 9_000 }, 4_000));
  expect(watermark.sinceMs).toBe(5_000);
});

test('a look that was stopped is gone on with where it stopped', () => {
  const watermark = new Watermark(1_000);
  const rest: CoverageReason = {
    kind: 'stopped',
    window: { sinceMs: 3_000, untilMs: 9_000 },
    message: 'reset',
  };
  watermark.ended(coverage({ sinceMs: 1_000, untilMs: 9_000 }, 8_000, [rest]));
  expect(watermark.sinceMs).toBe(3_000);
});

const memory = { longestMs: 2_000, mostIds: 1_000 };

test('what was told is known as long as a look may see it again, and not longer', () => {
  const watermark = new Watermark(1_000, memory);
  const events = [eventAt(1_500), eventAt(4_000), eventAt(6_000)];
  expect(watermark.untold(events)).toEqual(events);
  watermark.tell(events);
  expect([watermark.untold(events), watermark.repeats, watermark.rememberedSinceMs]).toEqual([[], 3, 1_000]);
  watermark.ended(coverage({ sinceMs: 1_000, untilMs: 9_000 }, 5_000));
  expect([watermark.untold(events), watermark.repeats, watermark.rememberedSinceMs]).toEqual([
    [eventAt(1_500)],
    1,
    1_501,
  ]);
});

test('while a month is caught up on, only the last ids are held', () => {
  const watermark = new Watermark(0, memory);
  for (let ms = 0; ms < 100_000; ms += 1_000) {
    watermark.tell([eventAt(ms)]);
    watermark.passed(coverage({ sinceMs: 0, untilMs: 900_000 }, 800_000), ms);
  }
  expect([watermark.repeats, watermark.rememberedSinceMs]).toEqual([3, 96_001]);
});

test('a log that is too busy to be remembered for long is remembered for less, but never less than is needed', () => {
  const watermark = new Watermark(0, { longestMs: 1_000_000, mostIds: 10 });
  for (let ms = 0; ms < 100; ms += 1) watermark.tell([eventAt(ms)]);
  watermark.ended(coverage({ sinceMs: 0, untilMs: 100 }, 95));
  expect(watermark.rememberedSinceMs).toBe(90);
  watermark.ended(coverage({ sinceMs: 0, untilMs: 100 }, 95));
  for (let ms = 100; ms < 120; ms += 1) watermark.tell([eventAt(ms)]);
  watermark.ended(coverage({ sinceMs: 95, untilMs: 120 }, 100));
  expect([watermark.rememberedSinceMs, watermark.repeats]).toEqual([100, 20]);
});

test('a span that could not be read is asked for again while a look reaches it, then named as lost', () => {
  const watermark = new Watermark(0);
  expect(watermark.ended(coverage({ sinceMs: 0, untilMs: 900 }, 500, [unreadable(600, 700)]))).toEqual([]);
  expect(watermark.gaps).toEqual([{ window: { sinceMs: 600, untilMs: 700 }, message: '500' }]);
  watermark.ended(coverage({ sinceMs: 500, untilMs: 1_100 }, 650, [unreadable(600, 700)]));
  const lost = watermark.ended(coverage({ sinceMs: 650, untilMs: 1_200 }, 800, [unreadable(650, 700)]));
  expect(lost).toEqual([{ window: { sinceMs: 600, untilMs: 700 }, message: '500' }]);
  expect(watermark.gaps).toEqual([]);
});

test('a span that can be read after all is no gap any more', () => {
  const watermark = new Watermark(0);
  watermark.ended(coverage({ sinceMs: 0, untilMs: 900 }, 500, [unreadable(600, 700)]));
  expect(watermark.ended(coverage({ sinceMs: 500, untilMs: 1_000 }, 600))).toEqual([]);
  expect(watermark.gaps).toEqual([]);
});
