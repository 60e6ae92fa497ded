import { expect, test } from 'vitest';
import { Parallelism } from '../../src/account/parallelism.js';

/** Lets rounds of answers pass, as many at once as allowed; gives the limit after each. */
function rounds(parallelism: Parallelism, latencies: readonly number[], isFull = true): readonly number[] {
  return latencies.map((ms) => {
    const size = parallelism.limit;
    for (let answer = 1; answer <= size; answer++) parallelism.succeeded(ms, isFull ? answer : 1);
    return parallelism.limit;
  });
}

test('while answers do not slow down, twice as many are asked for at once, up to 20', () => {
  expect(rounds(new Parallelism(), [100, 110, 105, 100])).toEqual([12, 20, 20, 20]);
});

test('what was asked before there was enough to do holds nothing back', () => {
  const parallelism = new Parallelism();
  parallelism.succeeded(100, 1);
  parallelism.succeeded(100, 1);
  expect(rounds(parallelism, [100, 100])).toEqual([12, 20]);
});

test('answers that slow down end the growth, and much slower ones take some of it back, but never below the start', () => {
  expect(rounds(new Parallelism(), [100, 180, 400, 400, 400])).toEqual([12, 12, 9, 6, 6]);
});

test('after a slow round it grows by half, and only after whole rounds', () => {
  const parallelism = new Parallelism();
  rounds(parallelism, [100, 400]);
  for (let answer = 1; answer < 9; answer++) parallelism.succeeded(100, parallelism.limit);
  expect(parallelism.limit).toBe(9);
  parallelism.succeeded(100, parallelism.limit);
  expect(parallelism.limit).toBe(14);
});

test('who never needed more gets no more', () => {
  expect(rounds(new Parallelism(), [100, 100, 100], false)).toEqual([6, 6, 6]);
});

test('trouble halves it, once for all that were under way, down to one', () => {
  const parallelism = new Parallelism();
  rounds(parallelism, [100, 100, 100, 100]);
  const limits = [
    [0, 50],
    [10, 51],
    [49, 52],
    [60, 90],
    [100, 120],
    [130, 140],
    [150, 160],
  ].map(([sentMs = 0, nowMs = 0]) => {
    parallelism.troubled(sentMs, nowMs);
    return parallelism.limit;
  });
  expect(limits).toEqual([10, 10, 10, 5, 2, 1, 1]);
});

test('one quick answer at first does not hold back for ever', () => {
  expect(Math.max(...rounds(new Parallelism(), [5, ...new Array<number>(30).fill(100)]))).toBe(20);
});
