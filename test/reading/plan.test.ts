import { expect, test } from 'vitest';
import { readersFor, roomFor } from '../../src/reading/budget.js';
import { cutOf, type Gap, shareOf } from '../../src/reading/plan.js';

const gap: Gap = { low: 0, high: 100_000, lowDensity: 0.1, highDensity: 0.1, isForward: true };

test('a gap is cut a little less than one share of pages from the end that is delivered first', () => {
  expect(cutOf(gap, 100, 16, false)).toBe(15_520);
  expect(cutOf({ ...gap, isForward: false }, 100, 16, false)).toBe(84_480);
});

test('a gap of less than two shares is left alone, unless a request would idle', () => {
  const small = { ...gap, high: 20_000 };
  expect(cutOf(small, 100, 16, false)).toBeUndefined();
  expect(cutOf(small, 100, 16, true)).toBe(10_000);
  expect(cutOf({ ...gap, high: 3_000 }, 100, 16, true)).toBeUndefined();
});

test('where events grow fewer along a gap, the end that is delivered first is cut by its own measure', () => {
  const falling = { ...gap, lowDensity: 1, highDensity: 0.01 };
  const fromDense = cutOf(falling, 100, 16, false) ?? 0;
  const fromSparse = cutOf({ ...falling, isForward: false }, 100, 16, false) ?? 0;
  expect(fromDense).toBeLessThan(2_000);
  expect(100_000 - fromSparse).toBeGreaterThan(40_000);
});

test('nothing is cut where nothing is thought to be', () => {
  expect(cutOf({ ...gap, lowDensity: 0, highDensity: 0 }, 100, 16, true)).toBeUndefined();
});

test('pieces are as large as fits into what may be read ahead, within limits', () => {
  expect([shareOf(200, 4), shareOf(200, 16), shareOf(20, 16)]).toEqual([16, 10, 6]);
});

const standing = { limit: undefined, delivered: 0, waiting: 0, pagesSeen: 10, pageSize: 100, answerMs: 100 };

test('without a limit as much is read ahead as memory bears, and a quarter more next before the head', () => {
  expect(roomFor(standing)).toEqual({ ahead: 200, reserve: 50, reach: Number.POSITIVE_INFINITY });
  expect(roomFor({ ...standing, waiting: 19_950 }).ahead).toBe(0);
  expect(roomFor({ ...standing, answerMs: 5 })).toMatchObject({ ahead: 15, reserve: 3 });
});

test('with a limit no more than the matches so far let expect, and nothing once there are enough', () => {
  expect(roomFor({ ...standing, limit: 50, delivered: 14, waiting: 7 })).toEqual({
    ahead: 4,
    reserve: 0,
    reach: 15,
  });
  expect(roomFor({ ...standing, limit: 50, delivered: 49 })).toEqual({ ahead: 0, reserve: 0, reach: 0 });
  expect(roomFor({ ...standing, limit: 50, waiting: 50 })).toEqual({ ahead: 0, reserve: 0, reach: 0 });
});

test('an account that answers at once has few readers, another as many as it bears', () => {
  expect([readersFor(16, 2), readersFor(16, 100), readersFor(16, undefined), readersFor(0, 100)]).toEqual([
    3, 16, 16, 1,
  ]);
});
