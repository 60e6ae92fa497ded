import { expect, test } from 'vitest';
import { RateWindow, readRateWord } from '../../src/account/rate-window.js';

const word = (remaining: number) => ({ max: 3, remaining, intervalMs: 10_000 });

test('nobody waits while no limit is known', () => {
  const window = new RateWindow();
  for (let sent = 0; sent < 500; sent++) window.sent();
  expect(window.waitMs(0)).toBe(0);
});

test('a request counts until one interval after its answer', () => {
  const window = new RateWindow();
  for (const [answeredMs, remaining] of [
    [100, 2],
    [300, 1],
    [900, 0],
  ] as const) {
    window.sent();
    window.ended(0, answeredMs, word(remaining));
  }
  expect([window.waitMs(900), window.waitMs(10_000), window.waitMs(10_125)]).toEqual([9225, 125, 0]);
});

test('requests under way count, and only an answer frees their place', () => {
  const window = new RateWindow();
  window.sent();
  window.ended(0, 0, word(2));
  window.sent();
  window.sent();
  expect(window.waitMs(20_000)).toBe(0);
  window.sent();
  expect(window.waitMs(20_000)).toBe(Number.POSITIVE_INFINITY);
});

test('what others used is waited for, too', () => {
  const window = new RateWindow();
  window.sent();
  window.ended(0, 100, word(0));
  expect(window.waitMs(100)).toBe(10_025);
});

test('answers that come out of order do not count our own requests as those of others', () => {
  const window = new RateWindow();
  window.sent();
  window.sent();
  window.ended(0, 100, word(1));
  window.ended(0, 110, word(2));
  expect(window.waitMs(110)).toBe(0);
});

test('a refusal without headers means the documented limit', () => {
  const window = new RateWindow();
  for (let answer = 0; answer < 100; answer++) {
    window.sent();
    window.ended(0, 0, undefined);
  }
  expect(window.waitMs(0)).toBe(0);
  window.refused();
  expect([window.waitMs(0), window.rate]).toEqual([10_025, { max: 100, intervalMs: 10_000 }]);
});

test.each<[what: string, headers: Record<string, string>, expected: unknown]>([
  ['none', {}, undefined],
  [
    'all',
    { 'x-ratelimit-max': '100', 'x-ratelimit-remaining': ' 7', 'x-ratelimit-interval-milliseconds': '10000' },
    { max: 100, remaining: 7, intervalMs: 10_000 },
  ],
  [
    'nonsense',
    {
      'x-ratelimit-max': '0',
      'x-ratelimit-remaining': '-1',
      'x-ratelimit-interval-milliseconds': '99999999999',
    },
    { max: undefined, remaining: undefined, intervalMs: undefined },
  ],
])('the rate-limit headers are read as far as they make sense: %s', (_what, headers, expected) => {
  expect(readRateWord(headers)).toEqual(expected);
});
