import { expect, test } from 'vitest';
import { decideRetry, type FailedAttempt } from '../../src/account/retry.js';

const fiveMinutesMs = 300_000;

function failed(changes: Partial<FailedAttempt>): FailedAttempt {
  return {
    kind: 'interrupted',
    attempt: 1,
    elapsedMs: 0,
    retryAfterMs: undefined,
    hasAnswered: true,
    ...changes,
  };
}

test.each<[what: string, FailedAttempt, least: number, most: number]>([
  ['a broken connection', failed({}), 0, 250],
  ['the third break in a row', failed({ attempt: 3 }), 0, 1000],
  ['a break that goes on', failed({ attempt: 15 }), 0, 20_000],
  ['trouble at the account', failed({ kind: 'overloaded' }), 0, 500],
  ['trouble that says when', failed({ kind: 'overloaded', retryAfterMs: 7000 }), 7000, 7000],
  ['a refusal for rate', failed({ kind: 'rate-limited' }), 500, 1000],
  ['the third refusal for rate', failed({ kind: 'rate-limited', attempt: 3 }), 2000, 4000],
  ['a refusal that says when', failed({ kind: 'rate-limited', retryAfterMs: 9000 }), 9000, 9000],
  ['a refusal that says at once', failed({ kind: 'rate-limited', retryAfterMs: 0 }), 500, 1000],
  ['an answer nobody can read', failed({ kind: 'bad-answer' }), 0, 500],
  ['a refused token that was good a moment ago', failed({ kind: 'doubtful-refusal' }), 0, 500],
  ['no connection', failed({ kind: 'no-connection', attempt: 10 }), 0, 30_000],
  [
    'a refusal for rate of a request that is worth three tries',
    failed({ kind: 'rate-limited', attempt: 3, mostAttempts: 3 }),
    2000,
    4000,
  ],
  [
    'no connection to a host that never answered',
    failed({ kind: 'no-connection', hasAnswered: false }),
    0,
    500,
  ],
])('%s is tried again after a while', (_what, attempt, least, most) => {
  expect(decideRetry(attempt, fiveMinutesMs, 0)).toEqual({ retryAfterMs: least });
  expect(decideRetry(attempt, fiveMinutesMs, 0.999_999_999)).toEqual({ retryAfterMs: most });
});

test.each<[what: string, FailedAttempt, giveUp: string]>([
  ['what would only be refused again', failed({ kind: 'final' }), 'final'],
  ['a twentieth break', failed({ attempt: 20 }), 'attempts'],
  ['a thirtieth refusal for rate', failed({ kind: 'rate-limited', attempt: 30 }), 'attempts'],
  [
    'the third break of a request that is worth three tries',
    failed({ attempt: 3, mostAttempts: 3 }),
    'attempts',
  ],
  ['a fifth unreadable answer', failed({ kind: 'bad-answer', attempt: 5 }), 'attempts'],
  ['a second refusal of the token', failed({ kind: 'doubtful-refusal', attempt: 2 }), 'attempts'],
  [
    'a fourth try at a stranger',
    failed({ kind: 'no-connection', attempt: 4, hasAnswered: false }),
    'attempts',
  ],
  ['an hour to wait', failed({ kind: 'rate-limited', retryAfterMs: 3_600_000 }), 'budget'],
  [
    'a wait past the end of patience',
    failed({ elapsedMs: 299_900, attempt: 6, retryAfterMs: 200 }),
    'budget',
  ],
])('%s is given up', (_what, attempt, giveUp) => {
  expect(decideRetry(attempt, fiveMinutesMs, 0.5)).toMatchObject({ giveUp });
});

test('without patience nothing is waited for', () => {
  expect(decideRetry(failed({}), 0, 0.5)).toEqual({ giveUp: 'budget', neededMs: 125 });
});
