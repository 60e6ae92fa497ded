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

test('while answers do not slow down, more are asked for at once, up to 16', () => {
  expect(rounds(new Parallelism(), [100, 100, 110, 105, 100])).toEqual([6, 9, 14, 16, 16]);
});

test('answers that slow down end the growth, and much slower ones take some of it back, but never below the start', () => {
  expect(rounds(new Parallelism(), [100, 100, 180, 400, 400, 400])).toEqual([6, 9, 9, 6, 4, 4]);
});

test('who never needed more gets no more', () => {
  expect(rounds(new Parallelism(), [100, 100, 100], false)).toEqual([4, 4, 4]);
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
  expect(limits).toEqual([8, 8, 8, 4, 2, 1, 1]);
});

test('one quick answer at first does not hold back for ever', () => {
  expect(Math.max(...rounds(new Parallelism(), [5, ...new Array<number>(30).fill(100)]))).toBe(16);
});
