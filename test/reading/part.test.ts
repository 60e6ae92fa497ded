import { expect, test } from 'vitest';
import { newestFirstAxis, oldestFirstAxis } from '../../src/reading/axis.js';
import { cutAtMedian, halve, newPart } from '../../src/reading/part.js';
import { eventAt } from './fake-account.js';

const at = (ms: number) => eventAt(ms, `at-${ms}`);

test('a part is cut behind the median of what was seen', () => {
  const seen = [at(10), at(20), at(30), at(90)];
  expect(cutAtMedian(newPart({ low: 0, high: 100 }, []), seen, 1, oldestFirstAxis)).toMatchObject([
    { span: { low: 0, high: 20 }, known: seen.slice(0, 2), isDoubtful: false },
    { span: { low: 21, high: 100 }, known: seen.slice(2), isDoubtful: false },
  ]);
});

test('an account that takes whole seconds is never asked for two halves of one', () => {
  const part = newPart({ low: 500, high: 2_700 }, []);
  const spans = (parts: readonly { readonly span: object }[]) => parts.map(({ span }) => span);
  expect(spans(cutAtMedian(part, [at(1_999)], 1_000, oldestFirstAxis))).toEqual([
    { low: 500, high: 1_999 },
    { low: 2_000, high: 2_700 },
  ]);
  expect(spans(halve(newPart({ low: -2_700, high: -500 }, []), 1_000, newestFirstAxis))).toEqual([
    { low: -2_700, high: -1_000 },
    { low: -999, high: -500 },
  ]);
});

test('each half of a part that failed is doubtful and knows its own events', () => {
  expect(halve(newPart({ low: 0, high: 99 }, [at(10), at(60)]), 1, oldestFirstAxis)).toMatchObject([
    { span: { low: 0, high: 49 }, known: [at(10)], isDoubtful: true },
    { span: { low: 50, high: 99 }, known: [at(60)], isDoubtful: true },
  ]);
});
