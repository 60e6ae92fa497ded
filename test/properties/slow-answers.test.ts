import { expect, test } from 'vitest';
import { plainCase, plainWindow } from './plain-case.js';
import { runInMemory } from './run-case.js';

const answerMs = 100;
const dayMs = 86_400_000;
const { sinceMs } = plainWindow;

/** Of an account that takes a tenth of a second for each answer, in its own time: how much faster than page after page, for how many times the requests. */
async function read(
  stretches: readonly { startMs: number; lengthMs: number; count: number }[],
  order: Order,
) {
  const plan = { seed: 11, stretches };
  const { verdict, complete, stats, tookMs } = await runInMemory(
    plainCase({ latencyMs: [answerMs, answerMs] }, plan, { order }),
  );
  const count = stretches.reduce((sum, stretch) => sum + stretch.count, 0);
  expect([complete, verdict.delivered]).toEqual([true, count]);
  const pages = count / 100;
  // Less what the account was asked of itself before the reading began.
  return { speed: (pages * answerMs) / (tookMs - answerMs), requests: stats.searches / pages };
}

type Order = 'newest-first' | 'oldest-first';
const orders = ['newest-first', 'oldest-first'] as const;

/** Half of each weekday's events within three hours, and hardly any at night. */
const weekdays = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11].flatMap((day) => [
  { startMs: sinceMs + day * dayMs, lengthMs: dayMs, count: 800 },
  { startMs: sinceMs + day * dayMs + 9 * 3_600_000, lengthMs: 3 * 3_600_000, count: 1_200 },
]);

test.each(orders)('sixty pages of slow answers are read seven times as fast, %s', async (order) => {
  const { speed, requests } = await read([{ startMs: sinceMs, lengthMs: 30 * dayMs, count: 6_000 }], order);
  expect(speed).toBeGreaterThanOrEqual(7);
  expect(requests).toBeLessThanOrEqual(1.3);
});

test.each(orders)('two hundred pages of slow answers are read eleven times as fast, %s', async (order) => {
  const { speed, requests } = await read([{ startMs: sinceMs, lengthMs: 30 * dayMs, count: 20_000 }], order);
  expect(speed).toBeGreaterThanOrEqual(11);
  expect(requests).toBeLessThanOrEqual(1.15);
});

test.each(orders)('a log that keeps office hours is read eight times as fast, %s', async (order) => {
  const { speed, requests } = await read(weekdays, order);
  expect(speed).toBeGreaterThanOrEqual(8);
  expect(requests).toBeLessThanOrEqual(1.3);
});
