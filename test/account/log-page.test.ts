import { expect, test } from 'vitest';
import type { LogPage } from '../../src/account/account.js';
import { UnreadableAnswer } from '../../src/account/failure.js';
import { logPageQuery, readLogPage } from '../../src/account/log-page.js';

const plainEvent = {
  _id: '66f0c0ffee0000000000a001',
  createdAt: '2026-09-01T14:03:22.118Z',
  documentType: 'CONTACT',
  type: 'TAG_ADDED',
  id: 'CONTACT0000000000001',
  secondaryId: 'CONTACT0000000000001',
  documentName: 'Ada Example',
  source: 'WORKFLOW_NEW',
  sourceId: '11111111-2222-4333-8444-555555555555',
  sourceName: 'Welcome',
  changedFields: ['tags'],
  before: {},
  after: { tagsAdded: ['vip'] },
  meta: { a: 1 },
};

const page = (changes: object): Buffer =>
  Buffer.from(JSON.stringify({ logs: [], mongoLogs: [], pagination: { hasMore: false }, ...changes }));

/** A page with its events as plain objects: their raw text is cut out when it is read. */
function readPlain(body: Uint8Array): LogPage {
  const read = readLogPage(body);
  return { ...read, events: read.events.map((event) => ({ ...event, rawText: event.rawText })) };
}

const onlyEvent = (changes: object) => readPlain(page({ logs: [{ ...plainEvent, ...changes }] })).events[0];

test('a page becomes events, in the order in which they came, with their exact text', () => {
  const logs = '{ "createdAt":"2026-09-01T14:03:22.118Z", "_id":"a", "n":12345678901234567890 }';
  const mongo =
    '{"_id":"b","createdAt":"2026-09-01T14:03:21.000Z","type":"CREATED","documentName":"\\u00c9mile ☃"}';
  const body = `{"pagination":{"cursorToken":"next","hasMore":true},"mongoLogs":[${mongo}],"logs":[${logs}]}`;
  const bare = {
    type: '',
    module: '',
    recordId: undefined,
    recordName: undefined,
    contactId: undefined,
    source: '',
    sourceId: undefined,
    sourceName: undefined,
    changedFields: [],
    before: undefined,
    after: undefined,
    meta: undefined,
  };
  expect(readPlain(Buffer.from(body))).toEqual({
    events: [
      { ...bare, id: 'a', instantMs: Date.UTC(2026, 8, 1, 14, 3, 22, 118), rawText: logs },
      {
        ...bare,
        id: 'b',
        instantMs: Date.UTC(2026, 8, 1, 14, 3, 21),
        type: 'CREATED',
        recordName: 'Émile ☃',
        rawText: mongo,
      },
    ],
    malformed: [],
    hasMore: true,
    cursorToken: 'next',
  });
});

test('an event with everything keeps everything', () => {
  expect(onlyEvent({})).toEqual({
    id: '66f0c0ffee0000000000a001',
    instantMs: Date.UTC(2026, 8, 1, 14, 3, 22, 118),
    type: 'TAG_ADDED',
    module: 'CONTACT',
    recordId: 'CONTACT0000000000001',
    recordName: 'Ada Example',
    contactId: 'CONTACT0000000000001',
    source: 'WORKFLOW_NEW',
    sourceId: '11111111-2222-4333-8444-555555555555',
    sourceName: 'Welcome',
    changedFields: ['tags'],
    before: {},
    after: { tagsAdded: ['vip'] },
    meta: { a: 1 },
    rawText: JSON.stringify(plainEvent),
  });
});

test.each<[what: string, changes: object, expected: object]>([
  ['a padded name', { documentName: '  Ada  ' }, { recordName: 'Ada' }],
  ['a blank name', { documentName: ' \t' }, { recordName: undefined }],
  [
    'a name that is null',
    { documentName: null, sourceName: null },
    { recordName: undefined, sourceName: undefined },
  ],
  [
    'the word UNKNOWN',
    { sourceName: 'UNKNOWN', documentName: 'UNKNOWN' },
    { sourceName: undefined, recordName: 'UNKNOWN' },
  ],
  [
    'unknown vocabulary',
    { type: 'TELEPORTED', documentType: 'ROBOT', source: 'MARS' },
    { type: 'TELEPORTED', module: 'ROBOT', source: 'MARS' },
  ],
  [
    'numbers where texts were',
    { type: 7, id: 12, documentName: 1.5, source: true },
    { type: '7', recordId: '12', recordName: '1.5', source: 'true' },
  ],
  [
    'objects where texts were',
    { type: {}, id: [], source: {} },
    { type: '', recordId: undefined, source: '' },
  ],
  [
    'texts where objects were',
    { before: 'x', after: [1], meta: 3 },
    { before: undefined, after: undefined, meta: undefined },
  ],
  ['fields that are no list', { changedFields: 'tags' }, { changedFields: [] }],
  ['fields that are no names', { changedFields: ['a', 2, null, {}] }, { changedFields: ['a', '2'] }],
  [
    'a truer source',
    { source: 'UNKNOWN_SOURCE', meta: { after: { createdBy: { source: ' FORM ' } } } },
    { source: 'FORM' },
  ],
  [
    'no truer source',
    { source: 'UNKNOWN_SOURCE', meta: { after: { createdBy: null } } },
    { source: 'UNKNOWN_SOURCE' },
  ],
  [
    'a source that needs no other',
    { meta: { after: { createdBy: { source: 'FORM' } } } },
    { source: 'WORKFLOW_NEW' },
  ],
])('%s costs no event', (_what, changes, expected) => {
  expect(onlyEvent(changes)).toMatchObject(expected);
});

test.each<[what: string, wire: unknown, problem: string]>([
  ['no object', 5, 'the event is not an object'],
  ['null', null, 'the event is not an object'],
  ['no id', { ...plainEvent, _id: undefined }, 'the event has no usable _id'],
  ['a blank id', { ...plainEvent, _id: ' ' }, 'the event has no usable _id'],
  ['a number as id', { ...plainEvent, _id: 5 }, 'the event has no usable _id'],
  ['no date', { ...plainEvent, createdAt: undefined }, 'the event’s createdAt is not an ISO 8601 instant'],
  [
    'a bad date',
    { ...plainEvent, createdAt: '2026-02-30T00:00:00.000Z' },
    'the event’s createdAt is not an ISO 8601 instant',
  ],
  [
    'a number as date',
    { ...plainEvent, createdAt: 1_790_000_000_000 },
    'the event’s createdAt is not an ISO 8601 instant',
  ],
])('an event with %s is kept raw beside the good ones', (_what, wire, problem) => {
  const read = readPlain(page({ logs: [plainEvent, wire], mongoLogs: [{ ...plainEvent, _id: 'b' }] }));
  expect(read.events.map(({ id }) => id)).toEqual([plainEvent._id, 'b']);
  expect(read.malformed).toEqual([{ problem, rawText: JSON.stringify(wire) }]);
});

test.each<[what: string, body: string | Uint8Array, problem: string]>([
  ['nothing', '', 'it is not JSON'],
  ['half a page', '{"logs":[', 'it is not JSON'],
  ['a web page', '\n<!doctype html>', 'it is a web page, not JSON'],
  ['a list', '[]', 'it is no JSON object'],
  ['an error with status 200', '{"statusCode":500,"message":"no"}', 'it has no list "logs"'],
  ['logs that are no list', page({ logs: {} }), 'it has no list "logs"'],
  ['mongoLogs that are no list', page({ mongoLogs: {} }), 'its "mongoLogs" is no list'],
  ['no pagination', page({ pagination: undefined }), 'it does not say whether there is more'],
  ['a vague pagination', page({ pagination: { hasMore: 'yes' } }), 'it does not say whether there is more'],
])('%s is no page', (_what, body, problem) => {
  expect(() => readLogPage(Buffer.from(body))).toThrow(new UnreadableAnswer(problem));
});

test('mongoLogs may be absent or null, and an empty cursor is none', () => {
  for (const mongoLogs of [undefined, null]) {
    expect(readPlain(page({ mongoLogs, pagination: { hasMore: false, cursorToken: '' } }))).toEqual({
      events: [],
      malformed: [],
      hasMore: false,
      cursorToken: undefined,
    });
  }
});

test('a byte order mark, lone surrogates and bytes that are no UTF-8 stay visible and break nothing', () => {
  const event =
    '{"_id":"a","createdAt":"2026-09-01T14:03:22.118Z","type":"\\ud800","documentName":"x\u0001"}';
  const text = `\uFEFF{"logs":[${event}],"pagination":{"hasMore":false}}`;
  const bytes = Buffer.from(text);
  bytes[bytes.indexOf(1)] = 0xff;
  const [read] = readPlain(bytes).events;
  expect(read).toMatchObject({
    type: '\ud800',
    recordName: 'x\uFFFD',
    rawText: event.replace('\u0001', '\uFFFD'),
  });
});

test('a question is sent as both known clients send it', () => {
  const startAtMs = Date.UTC(2026, 8, 1);
  expect(logPageQuery('LOC 1', { startAtMs, endAtMs: startAtMs + 1, page: 2, pageSize: 50 })).toBe(
    'locationId=LOC+1&page=2&pageSize=50&startAt=2026-09-01T00%3A00%3A00.000Z&endAt=2026-09-01T00%3A00%3A00.001Z',
  );
});

test('a record, a cursor and pushed filters are sent only where they are given', () => {
  const query = { startAtMs: 0, endAtMs: 0, page: 1, pageSize: 100, recordId: 'r', cursorToken: 'c/=' };
  const sent = new URLSearchParams(
    logPageQuery('L', { ...query, filters: { type: ['A', 'B'], userId: ['u'], query: 'a b' } }),
  );
  expect([...sent].slice(5)).toEqual([
    ['id', 'r'],
    ['cursorToken', 'c/='],
    ['type', 'A'],
    ['type', 'B'],
    ['userId', 'u'],
    ['query', 'a b'],
  ]);
});
