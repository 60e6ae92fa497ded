import { expect, test } from 'vitest';
import { AccountClock } from '../../src/account/account-clock.js';

const nowMs = Date.UTC(2026, 10, 21, 18, 4, 0, 700);

/** The skew after answers that each came 100 ms after they were asked for. */
function skewAfter(...answers: readonly (readonly [date: string | undefined, sentMs: number])[]): number {
  const clock = new AccountClock();
  for (const [date, sentMs] of answers) clock.note(date, sentMs, sentMs + 100);
  return clock.skewMs;
}

test('a clock that agrees is left alone, though the header is cut to the second', () => {
  expect(skewAfter(['Sat, 21 Nov 2026 18:04:00 GMT', nowMs])).toBe(0);
});

test('before any answer, and after one without a date, our clock is all there is', () => {
  expect(skewAfter()).toBe(0);
  expect(skewAfter([undefined, nowMs], ['yesterday', nowMs])).toBe(0);
});

test('an account an hour ahead or behind is followed, never past its own now', () => {
  expect(skewAfter(['Sat, 21 Nov 2026 19:04:00 GMT', nowMs])).toBe(3_600_000 - 800);
  expect(skewAfter(['Sat, 21 Nov 2026 17:04:00 GMT', nowMs])).toBe(-3_600_000 - 800);
});

test('further answers narrow the difference down', () => {
  const later = nowMs + 250;
  expect(skewAfter(['Sat, 21 Nov 2026 19:04:00 GMT', nowMs], ['Sat, 21 Nov 2026 19:04:01 GMT', later])).toBe(
    3_600_000 - 50,
  );
});

test('a clock that was set while we read is believed anew', () => {
  expect(skewAfter(['Sat, 21 Nov 2026 19:04:00 GMT', nowMs], ['Sat, 21 Nov 2026 18:04:00 GMT', nowMs])).toBe(
    0,
  );
});
