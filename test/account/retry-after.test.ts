import { expect, test } from 'vitest';
import { readRetryAfterMs } from '../../src/account/retry-after.js';

const nowMs = Date.UTC(2026, 10, 21, 18, 4, 0);

test.each<[header: string | undefined, ms: number | undefined]>([
  [undefined, undefined],
  ['0', 0],
  ['3', 3000],
  [' 1.5 ', 1500],
  ['3600', 3_600_000],
  ['Sat, 21 Nov 2026 18:04:30 GMT', 30_000],
  ['Sat, 21 Nov 2026 18:03:30 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['1e9', undefined],
  ['2026-11-21', undefined],
  ['Xyz, 99 Foo 2026 18:04:30 GMT', undefined],
])('Retry-After %j means %j ms', (header, ms) => {
  expect(readRetryAfterMs(header, nowMs)).toBe(ms);
});
