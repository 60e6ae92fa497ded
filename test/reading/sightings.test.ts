import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/event.js';
import { Sightings } from '../../src/reading/sightings.js';
import { eventAt } from './fake-account.js';

const at = (ms: number): AuditEvent => eventAt(ms, `at-${ms}`);

function open(order: 'newest-first' | 'oldest-first') {
  const forgotten: string[] = [];
  const sightings = new Sightings({
    order,
    keep: ({ instantMs }) => instantMs < 100,
    onForgotten: ({ id }) => forgotten.push(id),
  });
  return { sightings, forgotten };
}

test('what was seen and is about to be passed by comes in its place, and somebody is told', () => {
  const { sightings, forgotten } = open('newest-first');
  sightings.saw([at(9), at(7), at(3)]);
  expect(sightings.withForgotten([at(9), at(5)], { low: 0, high: 4 })).toEqual([at(9), at(7), at(5)]);
  expect(forgotten).toEqual(['at-7']);
});

test('what lies ahead is waited for, and known to whoever reads it another way', () => {
  const { sightings, forgotten } = open('oldest-first');
  sightings.saw([at(3), at(8), at(5)]);
  expect(sightings.withForgotten([at(3)], { low: 4, high: 99 })).toEqual([at(3)]);
  expect(sightings.within({ low: 4, high: 99 })).toEqual([at(5), at(8)]);
  expect(forgotten).toEqual([]);
});

test('what is told again behind the output, or does not match, is nothing new', () => {
  const { sightings, forgotten } = open('oldest-first');
  expect(sightings.withForgotten([at(3)], { low: 4, high: 99 })).toEqual([at(3)]);
  sightings.saw([at(2), at(3), at(100)]);
  expect(sightings.withForgotten([], undefined)).toEqual([]);
  expect(forgotten).toEqual([]);
});
