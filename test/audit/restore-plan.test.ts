import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/event.js';
import { emptyNames } from '../../src/audit/names.js';
import { planRestore, type RestoreScene } from '../../src/audit/restore-plan.js';
import { exampleEvent } from './example-event.js';

const dayMs = 86_400_000;
const deletedMs = Date.UTC(2026, 10, 1, 9);
const nowMs = deletedMs + 10 * dayMs;

let number = 0;
function event(given: Partial<AuditEvent>): AuditEvent {
  number += 1;
  return exampleEvent({
    id: `e${number}`,
    instantMs: deletedMs,
    type: 'DELETED',
    contactId: undefined,
    ...given,
  });
}

const opportunity = (id: string, more: Partial<AuditEvent> = {}) =>
  event({
    module: 'OPPORTUNITY',
    recordId: id,
    recordName: `Deal ${id}`,
    contactId: `contact-of-${id}`,
    before: { pipelineId: 'p1', pipelineStageId: 's1', status: 'open', monetaryValue: 12, assignedTo: null },
    ...more,
  });

const pipeline = event({
  id: 'deletion',
  module: 'PIPELINE',
  recordId: 'p1',
  recordName: 'Sales',
  before: {
    stages: [
      { id: 's2', name: 'Won', position: 1 },
      { id: 's1', name: 'New', position: 0 },
    ],
    opportunityCount: 2,
  },
});

function scene(given: Partial<RestoreScene> = {}): RestoreScene {
  return {
    event: pipeline,
    names: emptyNames,
    locationId: 'LOC1',
    nowMs,
    retentionDays: undefined,
    offer: undefined,
    live: { pipelines: [], calendars: [], opportunityLives: false },
    related: [],
    isRelatedWhole: true,
    ...given,
  };
}

function planOf(given: Partial<RestoreScene> = {}) {
  const decision = planRestore(scene(given));
  if (decision.kind === 'refusal') throw new Error(`refused: ${decision.refusal.reason}`);
  return decision.plan;
}

function refusalOf(given: Partial<RestoreScene>) {
  const decision = planRestore(scene(given));
  return decision.kind === 'refusal' ? decision.refusal : undefined;
}

describe('what the log tells of a pipeline', () => {
  test('it comes back with its stages and with what fell with it; whose contact is gone stays away', () => {
    const contactGone = event({
      module: 'CONTACT',
      recordId: 'contact-of-b',
      instantMs: deletedMs - 20 * dayMs,
    });
    const related = [opportunity('a'), opportunity('b'), contactGone];
    expect(planOf({ related })).toEqual({
      eventId: 'deletion',
      locationId: 'LOC1',
      kind: 'pipeline',
      recordId: 'p1',
      recordName: 'Sales',
      deletedMs,
      deletedBy: 'Maria Lopez',
      restorableUntilMs: deletedMs + 60 * dayMs,
      restores: [
        { kind: 'pipeline', id: 'p1', name: 'Sales', fields: {} },
        { kind: 'stage', id: 's2', name: 'Won', fields: { position: 1 } },
        { kind: 'stage', id: 's1', name: 'New', fields: { position: 0 } },
        {
          kind: 'opportunity',
          id: 'a',
          name: 'Deal a',
          fields: {
            contactId: 'contact-of-a',
            pipelineId: 'p1',
            pipelineStageId: 's1',
            status: 'open',
            monetaryValue: 12,
          },
        },
      ],
      skips: [
        {
          kind: 'opportunity',
          id: 'b',
          name: 'Deal b',
          reason: 'contact-deleted',
          message: 'Its contact has been deleted.',
        },
      ],
      isWhole: true,
      sameStroke: [],
      namesakes: [],
      accountDigest: undefined,
    });
  });

  test('a contact that came back is no reason to stay away', () => {
    const related = [
      opportunity('a'),
      event({ module: 'CONTACT', recordId: 'contact-of-a', instantMs: deletedMs - dayMs }),
      event({ module: 'CONTACT', recordId: 'contact-of-a', instantMs: deletedMs + dayMs, type: 'RESTORED' }),
    ];
    expect(planOf({ related }).skips).toEqual([]);
  });

  test.each<[why: string, given: Partial<RestoreScene>]>([
    ['fewer are named than fell', { related: [opportunity('a')] }],
    [
      'a part of the log could not be read',
      { related: [opportunity('a'), opportunity('b')], isRelatedWhole: false },
    ],
  ])('it is not known to be all where %s', (_why, given) => {
    expect(planOf(given).isWhole).toBe(false);
  });

  test('an opportunity that was deleted by itself long before is not counted', () => {
    const earlier = opportunity('c', { instantMs: deletedMs - 61_000 });
    expect(
      planOf({ related: [opportunity('a'), opportunity('b'), earlier] }).restores.map(({ id }) => id),
    ).toEqual(['p1', 's2', 's1', 'a', 'b']);
  });

  test('the list in the event itself is taken where the opportunities have no events of their own', () => {
    const listed = event({
      ...pipeline,
      before: {
        opportunities: [{ id: 'a', name: 'Deal a', contactId: 'k1', status: 'won' }, { name: 'no id' }, 7],
      },
    });
    expect(planOf({ event: listed }).restores.slice(1)).toEqual([
      {
        kind: 'opportunity',
        id: 'a',
        name: 'Deal a',
        fields: { pipelineId: 'p1', contactId: 'k1', status: 'won' },
      },
    ]);
  });

  test('whatever the account has put into the event, there is a plan', () => {
    for (const before of [
      undefined,
      { stages: 'x', opportunities: null },
      { stages: [null, { id: 5 }], opportunityCount: '3' },
    ]) {
      const odd = { ...pipeline, before };
      expect(planOf({ event: odd }).restores).toEqual([
        { kind: 'pipeline', id: 'p1', name: 'Sales', fields: {} },
      ]);
    }
  });
});

test('a calendar comes back with the appointments of half an hour around it', () => {
  const calendar = event({
    module: 'CALENDAR',
    recordId: 'c1',
    recordName: 'Visits',
    before: { appointmentCount: 2 },
  });
  const appointment = (id: string, offsetMs: number) =>
    event({
      module: 'APPOINTMENT',
      recordId: id,
      recordName: id,
      instantMs: deletedMs + offsetMs,
      before: { calendarId: 'c1', startTime: '2026-11-04T09:00:00-06:00' },
    });
  const related = [
    appointment('in', 30 * 60_000),
    appointment('also', -30 * 60_000),
    appointment('out', 30 * 60_000 + 1),
  ];
  const { restores, isWhole } = planOf({ event: calendar, related });
  expect([restores.map(({ kind, id }) => [kind, id]), isWhole]).toEqual([
    [
      ['calendar', 'c1'],
      ['appointment', 'in'],
      ['appointment', 'also'],
    ],
    true,
  ]);
});

describe('around it', () => {
  test('what else the same hand deleted within the minute is counted, most first', () => {
    const others = [
      event({ module: 'TASK', recordId: 't1' }),
      event({ module: 'CONTACT', recordId: 'k1', instantMs: deletedMs + 60_000 }),
      event({ module: 'CONTACT', recordId: 'k2', instantMs: deletedMs - 60_000 }),
      event({ module: 'CONTACT', recordId: 'k3', instantMs: deletedMs + 60_001 }),
      event({ module: 'CONTACT', recordId: 'k4', sourceId: 'somebody-else' }),
      event({ module: 'CONTACT', recordId: 'k5', type: 'UPDATED' }),
      opportunity('a'),
    ];
    expect(planOf({ related: [...others, pipeline] }).sameStroke).toEqual([
      { noun: 'contact', count: 2 },
      { noun: 'task', count: 1 },
    ]);
  });

  test('live records that bear the name are named, however it is written', () => {
    const pipelines = [
      { id: 'p2', name: ' SALES ', stages: [] },
      { id: 'p3', name: 'Sales 2', stages: [] },
    ];
    const live = { pipelines, calendars: [{ id: 'c1', name: 'Sales' }], opportunityLives: false };
    expect(planOf({ live }).namesakes).toEqual([{ id: 'p2', name: ' SALES ' }]);
  });

  test('the account’s own word stands in place of what the log tells', () => {
    const offer = {
      refusal: undefined,
      untilMs: nowMs + 1,
      restores: [{ kind: 'pipeline' as const, id: 'p1', name: 'Sales', fields: {} }],
      skips: [],
      digest: 'd1',
    };
    const { restores, isWhole, accountDigest, restorableUntilMs } = planOf({
      offer,
      related: [opportunity('a')],
    });
    expect([restores, isWhole, accountDigest, restorableUntilMs]).toEqual([
      offer.restores,
      true,
      'd1',
      nowMs + 1,
    ]);
    const refusal = { reason: 'expired', message: 'Over.' };
    expect(refusalOf({ offer: { ...offer, refusal } })).toBe(refusal);
  });
});

describe('a refusal', () => {
  const deal = opportunity('a');
  const live = (given: Partial<RestoreScene['live']>) => ({
    live: { pipelines: [], calendars: [], opportunityLives: false, ...given },
  });
  const salesLives = { pipelines: [{ id: 'p1', name: 'Sales', stages: [] }] };
  const restored = event({
    id: 'back',
    type: 'RESTORED',
    module: 'PIPELINE',
    recordId: 'p1',
    instantMs: deletedMs + 5,
  });

  test.each<[what: string, given: Partial<RestoreScene>, refusal: object]>([
    [
      'an event that deleted nothing',
      { event: { ...pipeline, type: 'UPDATED' } },
      { reason: 'not-a-deletion' },
    ],
    [
      'a kind that has no restore',
      { event: { ...pipeline, module: 'CONTACT' } },
      { reason: 'not-restorable' },
    ],
    [
      'a module called constructor',
      { event: { ...pipeline, module: 'constructor' } },
      { reason: 'not-restorable' },
    ],
    ['a deletion of nothing', { event: { ...pipeline, recordId: undefined } }, { reason: 'not-restorable' }],
    [
      'the last instant and after',
      { nowMs: deletedMs + 60 * dayMs },
      { reason: 'expired', expiredMs: deletedMs + 60 * dayMs },
    ],
    ['a shorter retention', { retentionDays: 7 }, { reason: 'expired', expiredMs: deletedMs + 7 * dayMs }],
    [
      'a restore in the log',
      { related: [restored] },
      {
        reason: 'already-restored',
        restoredMs: deletedMs + 5,
        restoredBy: 'Maria Lopez',
        restoreEventId: 'back',
      },
    ],
    ['a record that lives', live(salesLives), { reason: 'already-restored' }],
    [
      'an opportunity that lives',
      { event: deal, ...live({ opportunityLives: true, ...salesLives }) },
      { reason: 'already-restored' },
    ],
    [
      'an opportunity whose contact is gone',
      { event: deal, ...live(salesLives), related: [event({ module: 'CONTACT', recordId: 'contact-of-a' })] },
      { reason: 'contact-deleted' },
    ],
    [
      'an opportunity that fell with its pipeline',
      { event: deal, related: [pipeline] },
      { reason: 'part-of-another', containerEventId: 'deletion' },
    ],
    [
      'an opportunity whose pipeline fell another time',
      { event: opportunity('a', { instantMs: deletedMs - 61_000 }), related: [pipeline] },
      { reason: 'container-missing', container: { kind: 'pipeline', id: 'p1', name: undefined } },
    ],
  ])('%s', (_what, given, refusal) => {
    // The record of an opportunity may live while its pipeline does.
    expect(refusalOf(given)).toEqual({ message: '', ...refusal });
  });

  test('a millisecond before its end it can still be restored, and an opportunity of a live pipeline too', () => {
    expect(refusalOf({ nowMs: deletedMs + 60 * dayMs - 1 })).toBeUndefined();
    expect(refusalOf({ event: deal, ...live(salesLives) })).toBeUndefined();
  });
});
