/** Events as the output's tests show them: made from wire objects, so that raw text and fields agree. */
import type { Coverage } from '../../src/audit/coverage.js';
import type { AuditEvent, JsonObject } from '../../src/audit/event.js';
import { emptyNames, type NameBook } from '../../src/audit/names.js';
import type { EventView } from '../../src/output/fields.js';

export interface SampleWire {
  readonly _id?: string;
  readonly createdAt?: string;
  readonly documentType?: string;
  readonly type?: string;
  readonly id?: string;
  readonly documentName?: string;
  readonly source?: string;
  readonly sourceId?: string;
  readonly sourceName?: string;
  readonly changedFields?: readonly string[];
  readonly before?: JsonObject;
  readonly after?: JsonObject;
}

/** An event of the wire object; its raw text is the object's JSON unless another is given. */
export function sampleEvent(wire: SampleWire, rawText = JSON.stringify(wire)): AuditEvent {
  return {
    id: wire._id ?? '66f0c0ffee0000000000a001',
    instantMs: Date.parse(wire.createdAt ?? '2026-11-20T20:03:22.118Z'),
    type: wire.type ?? 'UPDATED',
    module: wire.documentType ?? 'CONTACT',
    recordId: wire.id,
    recordName: wire.documentName,
    contactId: undefined,
    source: wire.source ?? 'WEB_USER',
    sourceId: wire.sourceId,
    sourceName: wire.sourceName,
    changedFields: wire.changedFields ?? [],
    before: wire.before,
    after: wire.after,
    meta: undefined,
    rawText,
  };
}

/** A business of three people over two days: each of the usual kinds of event once. */
export const businessDays: readonly AuditEvent[] = [
  sampleEvent({
    _id: '66f0c0ffee0000000000a008',
    createdAt: '2026-11-21T00:04:09.500Z',
    documentType: 'OPPORTUNITY',
    type: 'UPDATED',
    id: 'OPPORTUNITY000000001',
    documentName: 'Roof repair',
    source: 'WEB_USER',
    sourceId: 'USER0000000000000001',
    changedFields: ['pipelineStageId'],
    before: { pipelineStageId: 'STAGE1', pipelineStageName: 'Proposal', monetaryValue: 12000 },
    after: { pipelineStageId: 'STAGE2', pipelineStageName: 'Won', monetaryValue: 12000 },
  }),
  sampleEvent({
    _id: '66f0c0ffee0000000000a007',
    createdAt: '2026-11-20T23:59:58.000Z',
    documentType: 'PIPELINE',
    type: 'DELETED',
    id: 'PIPELINE000000000001',
    documentName: 'Sales 2026',
    sourceId: 'USER0000000000000002',
    before: { name: 'Sales 2026', stages: [{ name: 'New' }, { name: 'Won' }], opportunityCount: 214 },
  }),
  sampleEvent({
    _id: '66f0c0ffee0000000000a006',
    createdAt: '2026-11-20T16:20:00.000Z',
    type: 'TAG_ADDED',
    id: 'CONTACT0000000000001',
    documentName: 'Ada Example',
    source: 'WORKFLOW_NEW',
    sourceId: '11111111-2222-4333-8444-555555555555',
    sourceName: 'Welcome new leads',
    changedFields: ['tags'],
    before: {},
    after: { tagsAdded: ['vip', '2026'] },
  }),
  sampleEvent({
    _id: '66f0c0ffee0000000000a005',
    createdAt: '2026-11-20T15:00:00.000Z',
    type: 'UPDATED',
    id: 'CONTACT0000000000002',
    documentName: '株式会社山田製作所 東京本社',
    source: 'MOBILE_APP',
    sourceId: 'USER0000000000000003',
    changedFields: ['phone', 'city', 'dnd'],
    before: { phone: '+81 3 1234 5678', city: '東京', dnd: false },
    after: { phone: '+81 3 8765 4321', city: '横浜', dnd: true },
  }),
  sampleEvent({
    _id: '66f0c0ffee0000000000a004',
    createdAt: '2026-11-19T21:45:12.000Z',
    documentType: 'CONTACT',
    type: 'CREATED',
    id: 'CONTACT0000000000003',
    documentName: 'Zoë Müller 👩‍👩‍👧‍👦',
    source: 'FORM',
    sourceId: 'FORM1',
    sourceName: 'Contact us',
    after: { firstName: 'Zoë', lastName: 'Müller' },
  }),
  sampleEvent({
    _id: '66f0c0ffee0000000000a003',
    createdAt: '2026-11-19T18:30:00.000Z',
    documentType: 'CALENDAR',
    type: 'RESTORED',
    id: 'CALENDAR000000000001',
    documentName: 'เข้าพบลูกค้า',
    sourceId: 'USER0000000000000001',
    after: { name: 'เข้าพบลูกค้า', appointmentCount: 12 },
  }),
  sampleEvent({
    _id: '66f0c0ffee0000000000a002',
    createdAt: '2026-11-19T18:29:59.000Z',
    documentType: 'SPACE_STATION',
    type: 'DOCKED',
    id: 'STATION1',
    source: 'UNKNOWN_SOURCE',
  }),
  sampleEvent({
    _id: '66f0c0ffee0000000000a001',
    createdAt: '2026-11-19T14:03:22.118Z',
    documentType: 'AUDIT_LOG',
    type: 'EXPORTED',
    sourceId: 'USER0000000000000002',
    after: { records: 1284 },
  }),
];

const users: Readonly<Record<string, { readonly name: string; readonly email: string }>> = {
  USER0000000000000001: { name: 'Maria Lopez', email: 'maria@example.com' },
  USER0000000000000002: { name: 'Bartholomew Featherstonehaugh-Smythe', email: 'bart@example.com' },
  USER0000000000000003: { name: '佐藤 花子', email: 'hanako@example.com' },
};

const sampleNames: NameBook = { ...emptyNames, user: (id) => users[id] };

export const sampleView: EventView = { names: sampleNames, timeZone: 'America/Chicago' };

/** All of what was asked was read; change what the test is about. */
export function sampleCoverage(changes: Partial<Coverage> = {}): Coverage {
  return {
    window: { sinceMs: Date.parse('2026-10-22T05:00:00Z'), untilMs: Date.parse('2026-11-22T00:04:00Z') },
    count: 1284,
    complete: true,
    reasons: [],
    limit: undefined,
    floor: { ms: Date.parse('2026-09-23T00:00:00Z'), origin: 'announced' },
    unsettledSinceMs: undefined,
    covered: [{ sinceMs: Date.parse('2026-10-22T05:00:00Z'), untilMs: Date.parse('2026-11-22T00:04:00Z') }],
    requests: 13,
    retries: 1,
    refusals: 0,
    duplicates: 2,
    conflictingIds: [],
    malformed: [],
    filters: { pushed: [], local: [] },
    ...changes,
  };
}
