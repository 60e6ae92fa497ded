import { describe, expect, test } from 'vitest';
import {
  daysLeft,
  floorOf,
  isMeantAsFloor,
  leavesLogMs,
  restorableUntilMs,
} from '../../src/audit/retention.js';
import { exampleEvent } from './example-event.js';

const nowMs = Date.parse('2026-11-22T00:00:00Z');
const dayMs = 86_400_000;

test('the floor is as far back as the account says, else 60 days', () => {
  expect(floorOf({ retentionDays: 30, nowMs })).toEqual({
    ms: Date.parse('2026-10-23T00:00:00Z'),
    origin: 'announced',
  });
  expect(floorOf({ nowMs })).toEqual({ ms: Date.parse('2026-09-23T00:00:00Z'), origin: 'assumed' });
});

test('an event leaves the log when the floor reaches it', () => {
  expect(leavesLogMs(floorOf({ retentionDays: 30, nowMs }).ms, 30)).toBe(nowMs);
  expect(leavesLogMs(floorOf({ nowMs }).ms)).toBe(nowMs);
});

describe('a deletion can be restored', () => {
  const instantMs = nowMs;
  test.each([
    ['for 60 days: a pipeline', { type: 'DELETED', module: 'PIPELINE' }, 365, 60],
    ['for 60 days: an opportunity', { type: 'DELETED', module: 'OPPORTUNITY' }, undefined, 60],
    ['for as long as the event is kept: a calendar', { type: 'DELETED', module: 'CALENDAR' }, 30, 30],
    ['not at all: a contact', { type: 'DELETED', module: 'CONTACT' }, 365, undefined],
    [
      'not at all: a custom object’s record',
      { type: 'DELETED', module: 'CUSTOM_OBJECT_RECORD' },
      365,
      undefined,
    ],
    ['not at all: what was not deleted', { type: 'UPDATED', module: 'PIPELINE' }, 365, undefined],
  ])('%s', (_, event, retentionDays, days) => {
    const untilMs = restorableUntilMs(exampleEvent({ ...event, instantMs }), retentionDays);
    expect(untilMs).toBe(days === undefined ? undefined : instantMs + days * dayMs);
  });
});

test('days left are whole, and never fewer than none', () => {
  expect(daysLeft(nowMs + 2 * dayMs, nowMs)).toBe(2);
  expect(daysLeft(nowMs + 2 * dayMs - 1, nowMs)).toBe(1);
  expect(daysLeft(nowMs - 5 * dayMs, nowMs)).toBe(0);
});

describe('so many days ago, where so many are kept, means the floor', () => {
  const hourMs = 3_600_000;
  // Clocks were put back on 2026-11-01 and forward on 2026-03-08.
  const autumn = { nowMs: Date.parse('2026-11-21T18:00:00.000Z'), timeZone: 'America/Chicago' };
  const spring = { nowMs: Date.parse('2026-03-20T18:00:00.000Z'), timeZone: 'America/Chicago' };
  test.each([
    ['to the instant', autumn, 0, true],
    ['although it took a moment to ask', autumn, 50_000, true],
    ['across the night in which the clocks were put back', autumn, hourMs, true],
    ['and half an hour more does not', autumn, 1.5 * hourMs, false],
    ['and two hours more do not', autumn, 2 * hourMs, false],
    ['and an hour more does not, where no clock was put back', { ...autumn, timeZone: 'UTC' }, hourMs, false],
    ['and an hour more does not, where clocks were put forward', spring, hourMs, false],
  ])('%s', (_, setting, behindMs, isFloor) => {
    const { ms } = floorOf({ retentionDays: 60, nowMs: setting.nowMs });
    expect(isMeantAsFloor(ms - behindMs, ms, setting)).toBe(isFloor);
  });
});
