import { expect, test } from 'vitest';
import { progressWords } from '../../src/commands/export-progress.js';

test.each([
  [{ delivered: 100, part: 0.01 }, { before: 0, elapsedMs: 200 }, '100 events · 1 % of the window…'],
  [{ delivered: 0, part: 0 }, { before: 0, elapsedMs: 9_000 }, 'no events · 0 % of the window…'],
  [
    { delivered: 82_000, part: 0.4 },
    { before: 0, elapsedMs: 10_000 },
    '82,000 events · 8,200 a second · 40 % of the window · about 15 seconds left…',
  ],
  [
    { delivered: 6_000, part: 0.1 },
    { before: 500_000, elapsedMs: 600_000 },
    '506,000 events · 10 a second · 10 % of the window · about 90 minutes left…',
  ],
  [
    { delivered: 500, part: 0.99 },
    { before: 0, elapsedMs: 5_000 },
    '500 events · 100 a second · 99 % of the window…',
  ],
])('%j: %j', (progress, run, words) => {
  expect(progressWords(progress, run)).toBe(words);
});
