import { expect, test } from 'vitest';
import type { LogPlan } from '../hostile/event-log.js';
import { plainCase } from './plain-case.js';
import type { Case } from './random-case.js';
import { runInMemory } from './run-case.js';

const dayMs = 86_400_000;
const middleMs = Date.parse('2026-10-26T00:00:00.500Z');

/** What was had, and how many pages' worth of requests it took beyond those that hold the answer. */
async function read(plan: Partial<LogPlan>, question: Partial<Case> = {}) {
  const { verdict, complete, stats } = await runInMemory(plainCase({}, plan, question));
  const { lost, doubled, silentGaps, wrong, delivered } = verdict;
  expect({ lost, doubled, silentGaps, wrong, complete }).toEqual({
    lost: [],
    doubled: [],
    silentGaps: [],
    wrong: [],
    complete: true,
  });
  return { delivered, requests: stats.requests, pages: Math.ceil(delivered / 100) };
}

/** Against the account's own order pieces must be guessed: some are asked for twice, some are half empty. */
const requestsPerPage = { 'newest-first': 2, 'oldest-first': 3 } as const;
const orders = ['newest-first', 'oldest-first'] as const;

test.each(orders)('20,000 events in one second, %s', async (order) => {
  const burst = { startMs: middleMs, lengthMs: 999, count: 20_000 };
  const { delivered, requests, pages } = await read({ stretches: [burst] }, { order });
  expect(delivered).toBe(20_000);
  expect(requests).toBeLessThanOrEqual(pages * requestsPerPage[order] + 20);
});

test.each(orders)('2,000 events in one millisecond, %s', async (order) => {
  const instant = { startMs: middleMs, lengthMs: 0, count: 2_000 };
  const around = { startMs: middleMs - 1_000, lengthMs: 2_000, count: 50 };
  const { delivered } = await read({ stretches: [instant, around] }, { order });
  expect(delivered).toBe(2_050);
});

test.each(orders)('a month in which nothing happened costs a handful of requests, %s', async (order) => {
  const { delivered, requests } = await read({ stretches: [] }, { order });
  expect(delivered).toBe(0);
  expect(requests).toBeLessThanOrEqual(10);
});

test.each(orders)('a quiet month with one wild day, %s', async (order) => {
  const quiet = { startMs: middleMs - 14 * dayMs, lengthMs: 28 * dayMs, count: 60 };
  const wild = { startMs: middleMs, lengthMs: dayMs, count: 6_000 };
  const { delivered, requests, pages } = await read({ stretches: [quiet, wild] }, { order });
  expect(delivered).toBe(6_060);
  expect(requests).toBeLessThanOrEqual(pages * requestsPerPage[order] + 20);
});

test('an event of 2 MB is one event', async () => {
  const { delivered } = await read({ padded: new Map([[700, 2_000_000]]) });
  expect(delivered).toBe(1_500);
});
