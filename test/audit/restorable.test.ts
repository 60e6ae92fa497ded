import { expect, test } from 'vitest';
import { type AuditEvent, compareNewestFirst } from '../../src/audit/event.js';
import { concernsRestores, restorableOf } from '../../src/audit/restorable.js';
import { exampleEvent } from './example-event.js';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 21);

function event(
  id: string,
  module: string,
  recordId: string,
  daysAgo: number,
  more: Partial<AuditEvent> = {},
) {
  return exampleEvent({ id, type: 'DELETED', module, recordId, instantMs: nowMs - daysAgo * dayMs, ...more });
}

function idsOf(events: readonly AuditEvent[], retentionDays?: number) {
  const sorted = events.toSorted(compareNewestFirst);
  return restorableOf(sorted, { nowMs, retentionDays }).map(({ event: { id }, fallenCount }) => [
    id,
    fallenCount,
  ]);
}

test('what was deleted and not brought back since, newest first', () => {
  expect(
    idsOf([
      event('gone', 'PIPELINE', 'p1', 3),
      event('back', 'PIPELINE', 'p2', 5),
      event('came', 'PIPELINE', 'p2', 4, { type: 'RESTORED' }),
      event('first', 'CALENDAR', 'c1', 9),
      event('again', 'CALENDAR', 'c1', 8, { type: 'RESTORED' }),
      event('last', 'CALENDAR', 'c1', 7),
      event('alone', 'OPPORTUNITY', 'o1', 2),
      event('contact', 'CONTACT', 'k1', 1),
    ]),
  ).toEqual([
    ['alone', undefined],
    ['gone', 0],
    ['last', 0],
  ]);
});

test('what fell with its pipeline or calendar is counted there and not listed, even after that came back', () => {
  const inPipeline = { before: { pipelineId: 'p1' } };
  expect(
    idsOf([
      event('pipeline', 'PIPELINE', 'p1', 3),
      event('with', 'OPPORTUNITY', 'o1', 3, inPipeline),
      event('with too', 'OPPORTUNITY', 'o2', 3, inPipeline),
      event('before', 'OPPORTUNITY', 'o3', 4, inPipeline),
      event('calendar', 'CALENDAR', 'c1', 6),
      event('visit', 'APPOINTMENT', 'a1', 6, { before: { calendarId: 'c1' } }),
      event('old pipeline', 'PIPELINE', 'p9', 8),
      event('old deal', 'OPPORTUNITY', 'o9', 8, { before: { pipelineId: 'p9' } }),
      event('old pipeline back', 'PIPELINE', 'p9', 7, { type: 'RESTORED' }),
    ]),
  ).toEqual([
    ['pipeline', 2],
    ['before', undefined],
    ['calendar', 1],
  ]);
});

test('the event’s own count is believed before ours', () => {
  expect(idsOf([event('pipeline', 'PIPELINE', 'p1', 3, { before: { opportunityCount: 214 } })])).toEqual([
    ['pipeline', 214],
  ]);
});

test('what is over is not listed: after 60 days, or when the log keeps less', () => {
  const events = [
    event('young', 'PIPELINE', 'p1', 29),
    event('old', 'PIPELINE', 'p2', 60),
    event('middle', 'PIPELINE', 'p3', 31),
  ];
  expect(idsOf(events)).toEqual([
    ['young', 0],
    ['middle', 0],
  ]);
  expect(idsOf(events, 30)).toEqual([['young', 0]]);
});

test('a filter lets through what matters and nothing else', () => {
  const matters = [
    ['DELETED', 'PIPELINE'],
    ['DELETED', 'APPOINTMENT'],
    ['RESTORED', 'OPPORTUNITY'],
  ];
  const not = [
    ['UPDATED', 'PIPELINE'],
    ['DELETED', 'CONTACT'],
    ['RESTORED', 'CONTACT'],
  ];
  const concern = ([type = '', module = '']: string[]) => concernsRestores(exampleEvent({ type, module }));
  expect([matters.map(concern), not.map(concern)]).toEqual([
    [true, true, true],
    [false, false, false],
  ]);
});
