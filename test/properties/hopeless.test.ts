import { expect, test } from 'vitest';
import { type Behaviours, transientFaults, unreachableKinds } from '../hostile/behaviours.js';
import { plainCase, plainWindow } from './plain-case.js';
import { type CaseResult, runInMemory } from './run-case.js';

/** Far above what giving up should take; without an end there would be no figure at all. */
const mostRequests = 400;
const mostMs = 3_600_000;

const clean = { lost: [], doubled: [], silentGaps: [], wrong: [] };

async function expectAnEnd(behaviours: Partial<Behaviours>): Promise<CaseResult> {
  const result = await runInMemory(plainCase(behaviours));
  expect(result.verdict).toMatchObject(clean);
  expect(result.stats.requests).toBeLessThanOrEqual(mostRequests);
  expect(result.tookMs).toBeLessThanOrEqual(mostMs);
  expect(result.tokensElsewhere).toBe(0);
  return result;
}

const hopeless: readonly NonNullable<Behaviours['always']>[] = [
  ...transientFaults.filter((kind) => kind !== 'slow-first-byte'),
  ...unreachableKinds,
  'rate-limited-for-an-hour',
  'redirect',
  'wrong-location',
  'token-refused',
  'scope-missing',
];

test.each(hopeless)(
  'an account that only ever answers with %s is given up, and the answer says so',
  async (kind) => {
    const { complete } = await expectAnEnd({ always: kind });
    expect(complete).toBe(false);
  },
);

test('an account that always claims more comes to an end, and is found out once, not in each stretch anew', async () => {
  const { stats } = await expectAnEnd({ hasMore: 'always-true' });
  expect(stats.requests).toBeLessThanOrEqual(280);
});

test('an account that always claims more, and repeats its cursor, comes to an end', async () => {
  await expectAnEnd({ hasMore: 'always-true', cursor: 'repeats' });
});

test('an account whose every page is empty, and never the last, comes to an end', async () => {
  await expectAnEnd({ hasMore: 'always-true', retentionDays: 0.001 });
});

test('an account that has had enough for the day is given up, and the answer says so', async () => {
  const { complete } = await expectAnEnd({ dailyRequests: 5 });
  expect(complete).toBe(false);
});

test('a token that expires ends the reading; what is missing is said', async () => {
  const { complete, failure } = await expectAnEnd({ tokenPages: 9 });
  expect([complete, failure?.exitCode]).toEqual([false, 4]);
});

const spoilingKinds = ['not-json', 'server-error', 'command-timed-out'] as const;

test.each(spoilingKinds)('an hour that only answers with %s costs that hour and a second', async (kind) => {
  const sinceMs = plainWindow.sinceMs + 15 * 86_400_000;
  const poison = { sinceMs, untilMs: sinceMs + 3_600_000, kind } as const;
  const { complete, verdict, tookMs } = await expectAnEnd({ poison });
  expect(complete).toBe(false);
  expect(verdict.delivered).toBe(1_498);
  expect(tookMs).toBeLessThan(2 * 300_000);
});

test('an instant that cannot be read costs that instant', async () => {
  const sinceMs = plainWindow.sinceMs + 15 * 86_400_000;
  const poison = { sinceMs, untilMs: sinceMs + 1, kind: 'server-error' } as const;
  const { complete, verdict } = await expectAnEnd({ poison });
  expect([complete, verdict.delivered]).toEqual([false, 1_500]);
});

test('a month of which only the last day can be read is no account out of reach', async () => {
  const { sinceMs, untilMs } = plainWindow;
  const poison = { sinceMs, untilMs: untilMs - 86_400_000, kind: 'unavailable' } as const;
  const { complete, failure, verdict } = await expectAnEnd({ poison });
  expect([complete, failure]).toEqual([false, undefined]);
  expect(verdict.delivered).toBeGreaterThan(40);
});
