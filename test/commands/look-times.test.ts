import { expect, test } from 'vitest';
import { LookTimes } from '../../src/commands/look-times.js';

const minuteMs = 60_000;

function times(): LookTimes {
  return new LookTimes({ intervalMs: 5_000, nowMs: 0 });
}

test('a quiet log is looked at as often as was asked, a busy one no oftener than twice a request and second', () => {
  const looks = times();
  const pauses = [1, 10, 11, 60, 5_000].map((requests) => {
    looks.looked(false, 0, requests);
    return looks.pauseMs;
  });
  expect(pauses).toEqual([5_000, 5_000, 5_500, 30_000, 60_000]);
});

test('every ten minutes it looks far back, and more rarely where that takes many requests', () => {
  const looks = times();
  expect([looks.isDeep(10 * minuteMs - 1), looks.isDeep(10 * minuteMs)]).toEqual([false, true]);
  looks.looked(true, 10 * minuteMs, 20);
  expect([looks.isDeep(20 * minuteMs - 1), looks.isDeep(20 * minuteMs)]).toEqual([false, true]);
  looks.looked(true, 20 * minuteMs, 600);
  expect([looks.isDeep(70 * minuteMs - 1), looks.isDeep(70 * minuteMs)]).toEqual([false, true]);
});

test('a deep look does not delay the usual ones', () => {
  const looks = times();
  looks.looked(true, 10 * minuteMs, 600);
  expect(looks.pauseMs).toBe(5_000);
});
