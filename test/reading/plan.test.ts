import { expect, test } from 'vitest';
import { pagesAhead, readersFor } from '../../src/reading/budget.js';
import { cutOf, shareOf } from '../../src/reading/plan.js';

const gap = { low: 0, high: 100_000, density: 0.1, isForward: true };

test('a gap is cut one share of pages from the end that is delivered first', () => {
  expect(cutOf(gap, 100, 16, false)).toBe(16_000);
  expect(cutOf({ ...gap, isForward: false }, 100, 16, false)).toBe(84_000);
});

test('a gap of less than two shares is left alone, unless a request would idle', () => {
  const small = { ...gap, high: 20_000 };
  expect(cutOf(small, 100, 16, false)).toBeUndefined();
  expect(cutOf(small, 100, 16, true)).toBe(10_000);
  expect(cutOf({ ...gap, high: 3_000 }, 100, 16, true)).toBeUndefined();
});

test('nothing is cut where nothing is thought to be', () => {
  expect(cutOf({ ...gap, density: 0 }, 100, 16, true)).toBeUndefined();
});

test('pieces are as large as fits into what may be read ahead, within limits', () => {
  expect([shareOf(200, 4), shareOf(200, 16), shareOf(20, 16)]).toEqual([16, 10, 8]);
});

const ahead = { limit: undefined, delivered: 0, waiting: 0, pagesSeen: 10, pageSize: 100, answerMs: 100 };

test('without a limit as much is read ahead as memory bears', () => {
  expect(pagesAhead(ahead)).toBe(200);
  expect(pagesAhead({ ...ahead, waiting: 19_950 })).toBe(0);
  expect(pagesAhead({ ...ahead, answerMs: 5 })).toBe(40);
});

test('with a limit no more than the matches so far let expect, and nothing once there are enough', () => {
  expect(pagesAhead({ ...ahead, limit: 50 })).toBe(11);
  expect(pagesAhead({ ...ahead, limit: 50, delivered: 49 })).toBe(0);
  expect(pagesAhead({ ...ahead, limit: 50, waiting: 50 })).toBe(0);
});

test('an account that answers at once has few readers, another as many as it bears', () => {
  expect([readersFor(16, 2), readersFor(16, 100), readersFor(16, undefined), readersFor(0, 100)]).toEqual([
    3, 16, 16, 1,
  ]);
});
