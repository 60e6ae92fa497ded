import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/event.js';
import type { Answer } from '../../src/reading/ask.js';
import { newestFirstAxis, oldestFirstAxis } from '../../src/reading/axis.js';
import { Evidence } from '../../src/reading/evidence.js';
import { Ledger } from '../../src/reading/ledger.js';
import { judge, nextEdge } from '../../src/reading/verdict.js';
import { eventAt } from './fake-account.js';

const at = (...instants: number[]): AuditEvent[] => instants.map((ms) => eventAt(ms, `at-${ms}`));

function judged(told: readonly AuditEvent[], known: readonly AuditEvent[] = [], hasMore = true) {
  const answer: Answer = {
    events: told,
    entries: told.length,
    hasMore,
    cursorToken: undefined,
    pageSize: 100,
    isWidened: false,
  };
  const seek = { span: { low: 0, high: 100 }, known, axis: oldestFirstAxis };
  return judge(seek, answer, hasMore, new Evidence(), new Ledger());
}

test('a sorted page tells all up to its last instant, and that one in part', () => {
  expect(judged(at(1, 5, 9))).toEqual({ kind: 'told', events: at(1, 5, 9), toldUpTo: 9, isWhole: false });
});

test('a page of two sorted lists tells no further than the list that ends first', () => {
  expect(judged(at(1, 5, 9, 2, 6))).toMatchObject({ kind: 'told', toldUpTo: 6 });
});

test('a second list that repeats the first is no second list', () => {
  expect(judged(at(1, 5, 9, 1, 5, 9))).toMatchObject({ events: at(1, 5, 9), toldUpTo: 9 });
});

test('a page in disorder tells nothing; one in the other direction says so', () => {
  expect(judged(at(5, 1, 9, 2, 7, 3))).toEqual({ kind: 'contradiction', why: 'disorder' });
  expect(judged(at(9, 5, 1))).toEqual({ kind: 'contradiction', why: 'reversed' });
});

test('a page that leaves out what is known is a contradiction, whole or not', () => {
  expect(judged(at(5, 9), at(0, 5))).toEqual({ kind: 'contradiction', why: 'lost-known' });
  expect(judged(at(5, 9), at(0, 5), false)).toEqual({ kind: 'contradiction', why: 'lost-known' });
});

test('the last page tells everything in its span, sorted or not, each once, and nothing from outside', () => {
  expect(judged(at(9, 1, 5, 1, 101), [], false)).toEqual({
    kind: 'told',
    events: at(1, 5, 9),
    toldUpTo: 101,
    isWhole: true,
  });
});

test('a page of one instant does not move, an empty one with more to come is hollow', () => {
  expect(judged([eventAt(0, 'a'), eventAt(0, 'b')])).toEqual({ kind: 'crowded' });
  expect(judged([])).toEqual({ kind: 'hollow' });
});

test('the next question repeats the last two instants, and most of the page while the order is unproven', () => {
  const events = at(1, 2, 3, 4, 5, 6, 7, 8);
  const told = { kind: 'told', events, toldUpTo: 8, isWhole: false } as const;
  expect(nextEdge(told, 0, oldestFirstAxis, false)).toBe(7);
  expect(nextEdge(told, 0, oldestFirstAxis, true)).toBe(3);
  expect(nextEdge({ ...told, events: at(1, 8) }, 1, oldestFirstAxis, false)).toBe(8);
});

test('an account that begins with its newest events is read along falling time', () => {
  const told = at(9, 5, 1);
  const answer: Answer = {
    events: told,
    entries: 3,
    hasMore: true,
    cursorToken: undefined,
    pageSize: 100,
    isWidened: false,
  };
  const seek = { span: { low: -100, high: 0 }, known: [], axis: newestFirstAxis };
  expect(judge(seek, answer, true, new Evidence(), new Ledger())).toMatchObject({
    events: told,
    toldUpTo: -1,
  });
});
