import { expect, test } from 'vitest';
import { createHostileAccount } from './account.js';
import type { Behaviours } from './behaviours.js';
import { createEventLog, type LogPlan } from './event-log.js';
import { readNaively } from './naive-reader.js';
import { createInMemoryNetwork, inMemoryElsewhereUrl, inMemoryUrl } from './network.js';
import { createJudge, type Verdict } from './verdict.js';
import { createVirtualClock } from './virtual-clock.js';

const startMs = Date.parse('2026-10-01T00:00:00.000Z');
const window = { sinceMs: startMs, untilMs: startMs + 86_400_000 };

/** What the judge says of a careless reading of such an account; texts of altered bytes aside, which the careless reader does not keep. */
async function judgeNaive(
  behaviours: Partial<Behaviours>,
  plan: Partial<LogPlan> = {},
): Promise<Omit<Verdict, 'counts' | 'delivered' | 'lateMissing'>> {
  const clock = createVirtualClock(window.untilMs + 1_000);
  const log = createEventLog({
    seed: 7,
    stretches: [{ startMs, lengthMs: 80_000_000, count: 950 }],
    ...plan,
  });
  const account = createHostileAccount({
    seed: 7,
    log,
    behaviours,
    clock,
    elsewhereUrl: inMemoryElsewhereUrl,
  });
  const startedMs = account.nowMs();
  const { events, coverage } = await readNaively(createInMemoryNetwork(account, clock), inMemoryUrl, window);
  const judge = createJudge(log, { window, order: 'newest-first', limit: undefined, isWanted: () => true });
  const readable = events.filter(({ id, instantMs }) => id && !Number.isNaN(instantMs));
  judge.see(readable.map((event) => ({ ...event, rawText: log.text(log.indexOf(event.id) ?? 0, 0) })));
  const times = { startedMs, endedMs: account.nowMs(), retentionMs: undefined, isFloorKnown: false };
  const { lost, doubled, silentGaps, wrong } = judge.verdict({ ...coverage, count: readable.length }, times);
  return { lost, doubled, silentGaps, wrong };
}

const clean = { lost: [], doubled: [], silentGaps: [], wrong: [] };

test('a careless reading of a tame account is right', async () => {
  expect(await judgeNaive({})).toEqual(clean);
});

test('an exclusive end costs a careless reader the first and the last millisecond, and the judge says so', async () => {
  const stretches = [
    { startMs, lengthMs: 0, count: 3 },
    { startMs: window.untilMs - 1, lengthMs: 0, count: 2 },
  ];
  const { lost } = await judgeNaive({ start: 'exclusive', end: 'exclusive' }, { stretches });
  expect(lost).toEqual([
    'event 0 of 2026-10-01T00:00:00.000Z',
    'event 1 of 2026-10-01T00:00:00.000Z',
    'event 2 of 2026-10-01T00:00:00.000Z',
    'event 3 of 2026-10-01T23:59:59.999Z',
    'event 4 of 2026-10-01T23:59:59.999Z',
  ]);
});

test('a page that says it is the last when it is not costs events, and the judge counts them', async () => {
  const { lost } = await judgeNaive({ hasMore: 'always-false' });
  expect(lost).toHaveLength(6);
  expect(lost.at(-1)).toBe('… 850 in all');
});

test('overlapping pages double events, and the judge counts them', async () => {
  const { doubled } = await judgeNaive({ overlap: 10 });
  expect(doubled.at(-1)).toBe('… 100 in all');
});

test('mongoLogs that repeat logs double everything', async () => {
  const { doubled } = await judgeNaive({ mongoLogs: 'repeat' });
  expect(doubled.at(-1)).toBe('… 950 in all');
});

test('pages out of order are out of order', async () => {
  const { lost, doubled, wrong } = await judgeNaive({ order: 'permuted-pages' });
  expect([lost, doubled, wrong.length]).toEqual([[], [], 5]);
});

test('ties that change places from page to page are lost and doubled', async () => {
  const stretches = [{ startMs, lengthMs: 0, count: 500 }];
  const { lost, doubled } = await judgeNaive({ ties: 'unstable' }, { stretches });
  expect(lost.length).toBeGreaterThan(0);
  expect(doubled.length).toBeGreaterThan(0);
});

test('an event without a usable time or id must be accounted for', async () => {
  const { silentGaps, wrong } = await judgeNaive({}, { shares: { badDate: 0.1 } });
  expect(silentGaps).toEqual(['91 malformed events, 0 accounted for']);
  expect(wrong).toEqual(['complete, though events were malformed']);
});

test('events that arrive behind what was read push rows onto the next page, where a careless reader meets them again', async () => {
  const late = { share: 0.5, maxLagMs: 3_600_000 };
  const stretches = [{ startMs: window.untilMs - 3_600_000, lengthMs: 3_600_000, count: 950 }];
  const { doubled, lost } = await judgeNaive({ latencyMs: [60_000, 60_000] }, { stretches, late });
  expect(doubled.length).toBeGreaterThan(0);
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.every((text) => text.endsWith('(came late)') || text.startsWith('…'))).toBe(true);
});
