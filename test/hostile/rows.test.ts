import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Behaviours, tame } from './behaviours.js';
import { createEventLog } from './event-log.js';
import { pageOfRows, rowsBetween } from './rows.js';
import { idOfEvent, indexOfId } from './wire-event.js';

const startMs = Date.parse('2026-10-01T00:00:00.000Z');

/** All rows of all pages, one page after another, as long as there are more. */
function allPages(count: number, size: number, behaviours: Partial<Behaviours>): readonly number[] {
  const log = createEventLog({ seed: 9, stretches: [{ startMs, lengthMs: count, count }] });
  const rows = rowsBetween(0, count, []);
  const indices: number[] = [];
  for (let page = 1; ; page += 1) {
    const told = pageOfRows(log, rows, { ...tame, ...behaviours }, { page, size, salt: 1 });
    indices.push(...told.indices);
    if (!told.hasMore) return indices;
  }
}

const wildPages = fc.record({
  order: fc.constantFrom(
    'newest-first',
    'oldest-first',
    'unsorted-within-page',
    'permuted-pages',
    'scrambled',
  ),
  emptyPages: fc.constantFrom('never', 'slots'),
  overlap: fc.constantFrom(0, 1, 2),
} as const);

test('however wild its pages, the hostile account shows every row: a loss is the reader’s', () => {
  fc.assert(
    fc.property(
      wildPages,
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (wild, count, size) => {
        const shown = new Set(allPages(count, size, wild));
        expect([...shown].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

test('without overlap no row is shown twice', () => {
  expect(allPages(57, 10, { order: 'scrambled', emptyPages: 'slots' })).toHaveLength(57);
});

test('events that have not arrived are passed over', () => {
  const rows = rowsBetween(10, 20, [11, 12, 19]);
  expect([rows.count, ...Array.from({ length: rows.count }, (_, position) => rows.at(position))]).toEqual([
    7, 10, 13, 14, 15, 16, 17, 18,
  ]);
});

test('an event is found again by its id, and by no other', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000_000 }), (index) => {
      expect(indexOfId(77, idOfEvent(77, index))).toBe(index);
    }),
    { seed: 1 },
  );
  expect(indexOfId(77, '66f0c0ffee0000000000a001')).toBeUndefined();
});
