import { describe, expect, test } from 'vitest';
import type { LogPage } from '../../src/account/account.js';
import type { AuditEvent } from '../../src/audit/event.js';
import { readExample, readExamples } from './examples.js';
import { examplesAsAnswers, openToldAccount } from './told-account.js';

const anyPage = { startAtMs: 0, endAtMs: 1, page: 1, pageSize: 100 };
const signal = new AbortController().signal;

async function read(name: string): Promise<LogPage> {
  return openToldAccount(examplesAsAnswers(name)).account.logPage(anyPage, signal);
}

/** A page without the exact texts, which have tests of their own. */
async function readBriefly(name: string) {
  const { events, malformed, ...rest } = await read(name);
  return {
    ...rest,
    events: events.map(({ rawText: _, ...event }) => event),
    malformed: malformed.map(({ problem }) => problem),
  };
}

const end = { hasMore: false, cursorToken: undefined, malformed: [] };
const nine = Date.UTC(2026, 8, 1, 9);

/** An event of which nothing is known but what is said here. */
function event(number: number, more: Partial<AuditEvent> = {}) {
  return {
    id: `66f0c0ffee0000000000a${String(number).padStart(3, '0')}`,
    instantMs: nine,
    type: 'UPDATED',
    module: 'CONTACT',
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
    ...more,
  };
}

const ada = {
  recordId: 'CONTACT0000000000001',
  recordName: 'Ada Example',
  contactId: 'CONTACT0000000000001',
};
const maria = { source: 'WEB_USER', sourceId: 'USER0000000000000001', sourceName: 'Maria Example' };
const workflow = {
  source: 'WORKFLOW_NEW',
  sourceId: '11111111-2222-4333-8444-555555555555',
  sourceName: undefined,
};

describe('a page of the log', () => {
  test('is read with people, workflows, befores, afters, and the way on', async () => {
    const visit = { recordName: 'Visit', contactId: ada.contactId };
    const roof = (value: string) => [
      { id: 'FIELD000000000000001', fieldName: 'Roof type', fieldValue: value },
    ];
    expect(await readBriefly('search-log.page')).toEqual({
      hasMore: true,
      cursorToken: 'opaque',
      malformed: [],
      events: [
        event(1, {
          ...ada,
          ...workflow,
          instantMs: Date.UTC(2026, 8, 1, 14, 3, 22, 118),
          type: 'TAG_ADDED',
          changedFields: ['tags'],
          before: {},
          after: { tagsAdded: ['vip', '2026'] },
        }),
        event(2, {
          ...ada,
          ...maria,
          instantMs: Date.UTC(2026, 8, 1, 14, 2, 51, 4),
          changedFields: ['customFields', 'phone'],
          before: { phone: '+1 555 0100', customFields: roof('Slate') },
          after: { phone: '+1 555 0101', customFields: roof('Tile') },
        }),
        event(3, {
          ...ada,
          ...maria,
          instantMs: Date.UTC(2026, 8, 1, 13, 40),
          module: 'OPPORTUNITY',
          recordId: 'OPPORTUNITY000000001',
          recordName: 'Roof repair',
          changedFields: ['pipelineStageId'],
          before: { pipelineStageId: 'STAGE000000000000001', pipelineStageName: 'Proposal' },
          after: { pipelineStageId: 'STAGE000000000000002', pipelineStageName: 'Won' },
        }),
        event(4, {
          ...ada,
          ...maria,
          source: 'MOBILE_APP',
          instantMs: Date.UTC(2026, 8, 1, 13, 39, 59, 999),
          type: 'CREATED',
          module: 'NOTE',
          recordId: 'NOTE0000000000000001',
          recordName: 'Note',
          changedFields: ['body'],
          after: { body: 'Called back.\nWants slate.' },
        }),
        event(5, {
          ...ada,
          ...maria,
          instantMs: Date.UTC(2026, 8, 1, 12, 0, 0, 1),
          module: 'TASK',
          recordId: 'TASK0000000000000001',
          recordName: 'Send offer',
          changedFields: ['status'],
          before: { title: 'Send offer', status: 'open' },
          after: { title: 'Send offer', status: 'completed' },
        }),
        event(6, {
          ...visit,
          instantMs: Date.UTC(2026, 8, 1, 11, 59),
          module: 'CALENDAR_EVENT',
          recordId: 'CALEVENT000000000001',
          source: 'CALENDAR',
          changedFields: ['startTime'],
          before: { startTime: '2026-09-02T09:00:00-05:00' },
          after: { startTime: '2026-09-02T10:00:00-05:00' },
        }),
        event(7, {
          ...visit,
          instantMs: Date.UTC(2026, 8, 1, 11, 58),
          module: 'APPOINTMENT',
          recordId: 'APPOINTMENT000000001',
          source: 'INTEGRATION',
          sourceId: 'INTEGRATION000000001',
          sourceName: 'Booking form',
          changedFields: ['appointmentStatus'],
          before: { appointmentStatus: 'new' },
          after: { appointmentStatus: 'cancelled' },
        }),
      ],
    });
  });

  test('may be empty, at the end or not', async () => {
    expect(await readBriefly('search-log.empty')).toEqual({ ...end, events: [] });
    expect(await readBriefly('search-log.empty-with-more')).toEqual({
      ...end,
      hasMore: true,
      cursorToken: 'opaque-2',
      events: [],
    });
  });

  test('holds what mongoLogs hold too, repeats and all: removing them is for whoever reads many pages', async () => {
    const city = event(10, {
      ...ada,
      ...maria,
      instantMs: Date.UTC(2026, 8, 1, 10),
      changedFields: ['city'],
      before: { city: 'Leeds' },
      after: { city: 'York' },
    });
    const cold = event(11, {
      ...ada,
      ...workflow,
      instantMs: Date.UTC(2026, 8, 1, 9, 59, 59, 500),
      type: 'TAG_REMOVED',
      changedFields: ['tags'],
      before: {},
      after: { tagsRemoved: ['cold'] },
    });
    expect(await readBriefly('search-log.mongo-logs')).toEqual({ ...end, events: [city, city, cold] });
  });

  test('is read where mongoLogs hold everything, and where there are none', async () => {
    expect(await readBriefly('search-log.mongo-logs-only')).toEqual({
      ...end,
      events: [event(12, { ...ada, ...maria })],
    });
    expect(await readBriefly('search-log.mongo-logs-absent')).toEqual({
      ...end,
      events: [event(13, { ...ada, ...maria })],
    });
  });

  test('shows words that nobody knows as they are', async () => {
    expect(await readBriefly('search-log.unknown-vocabulary')).toEqual({
      ...end,
      events: [
        event(14, {
          type: 'TELEPORTED',
          module: 'HOLOGRAM',
          recordId: 'HOLOGRAM000000000001',
          recordName: 'Bob Example',
          source: 'CARRIER_PIGEON',
          sourceId: 'PIGEON00000000000001',
          sourceName: 'Coo',
          changedFields: ['warp'],
          before: { warp: 1 },
          after: { warp: 9 },
        }),
      ],
    });
  });

  test('is read where an event has only what every event has', async () => {
    expect(await readBriefly('search-log.missing-fields')).toEqual({
      ...end,
      events: [event(15, { type: 'DELETED' })],
    });
  });

  test('gives names without the space around them, and no name where there is only space', async () => {
    const { events } = await read('search-log.padded-names');
    expect(events.map(({ recordName, sourceName }) => [recordName, sourceName])).toEqual([
      ['Ada Example', 'Maria Example'],
      ['Ada Example', 'Maria Example'],
      ['Ada Example', 'Maria Example'],
      [undefined, undefined],
      [undefined, undefined],
      [undefined, 'Maria Example'],
    ]);
  });

  test('does not take the word UNKNOWN for a name, nor a name that begins with it for that word', async () => {
    const { events } = await read('search-log.unknown-names');
    expect(events.map(({ sourceName }) => sourceName)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'Unknown Artist Ltd',
    ]);
  });

  test('takes the true source from meta where the source is unknown, and only there', async () => {
    const { events } = await read('search-log.true-source');
    expect(events.map(({ source }) => source)).toEqual([
      'PUBLIC_API',
      'UNKNOWN_SOURCE',
      'UNKNOWN_SOURCE',
      'WEB_USER',
    ]);
  });

  test('keeps the order in which events came, also of one instant', async () => {
    const ids = async (name: string) => (await read(name)).events.map(({ id }) => id.slice(-2));
    expect(await ids('search-log.same-instant')).toEqual(['33', '31', '32']);
    expect(await ids('search-log.out-of-order')).toEqual(['34', '35', '34', '36']);
  });

  test('takes the last of two lists named logs, as every reader of JSON does', async () => {
    expect(await readBriefly('search-log.twice-logs')).toEqual({ ...end, events: [event(58)] });
  });
});

describe('the exact text of an event', () => {
  const head = (number: string) =>
    `{"_id":"66f0c0ffee0000000000a${number}","createdAt":"2026-09-01T09:00:00.000Z","documentType":"CONTACT","type":"UPDATED"`;

  test.each<[string, string[]]>([
    [
      'search-log.big-numbers',
      [
        `${head('050')},"after":{"monetaryValue":12345678901234567890,"ratio":1.0,"hundred":1e2,"least":-0,"tiny":1E-7,"long":0.1000000000000000055511151231257827}}`,
      ],
    ],
    [
      'search-log.duplicate-keys',
      [
        `${head('051')},"documentName":"First","documentName":"Second","before":{"city":"Leeds","city":"York"},"after":{}}`,
      ],
    ],
    [
      'search-log.escapes',
      [
        '{"_\\u0069d":"66f0c0ffee0000000000a052","createdAt":"2026-09-01T09:00:00.000Z","documentType":"\\u0043ONTACT","type":"UPDATED","documentName":"Ada \\u0045xample \\ud83d\\ude00 \\ud800 \\/ \\" \\\\","after":{"ta\\u0067sAdded":["\\u001b]0;x\\u0007"]}}',
      ],
    ],
    [
      'search-log.spaced-out',
      [`${head('053')} ,\n      "after" : { "name" : "a ] } , [ {" } }`, `${head('054')} }`],
    ],
    [
      'search-log.logs-within',
      [
        `${head('055')},"after":{"logs":[{"_id":"inner"}],"mongoLogs":[1,2],"body":"]}\\"],\\"logs\\":[{\\\\"}}`,
        `${head('056')},"after":{"logs":[]}}`,
      ],
    ],
  ])('is kept to the byte: %s', async (name, texts) => {
    const { events, malformed } = await read(name);
    expect(events.map(({ rawText }) => rawText)).toEqual(texts);
    expect(malformed).toEqual([]);
  });

  test('is kept where letters take more than one byte, before and between events', async () => {
    const example = readExample('search-log.page');
    const text = example.answer.text
      .replace('"Ada Example"', '"Zoë 山田 👨‍👩‍👧"')
      .replace('{', '{"é":"山👨‍👩‍👧",');
    const answers = { searchLog: [{ ...example.answer, text }] };
    const { events } = await openToldAccount(answers).account.logPage(anyPage, signal);
    const sent = (JSON.parse(text) as { logs: unknown[] }).logs.map((log) => JSON.stringify(log));
    expect(events.map(({ rawText }) => rawText)).toEqual(sent);
    expect(events[0]?.recordName).toBe('Zoë 山田 👨‍👩‍👧');
  });

  test('is kept for an event of 2 MB', async () => {
    const body = 'x]}"\\'.repeat(420_000);
    const log = JSON.stringify({
      _id: 'large',
      createdAt: '2026-09-01T09:00:00.000Z',
      documentType: 'NOTE',
      type: 'CREATED',
      after: { body },
    });
    const text = `{"logs":[${log}],"pagination":{"hasMore":false}}`;
    const answers = { searchLog: [{ ...readExample('search-log.empty').answer, text }] };
    const { events } = await openToldAccount(answers).account.logPage(anyPage, signal);
    expect(events.length).toBe(1);
    expect(events[0]?.rawText === log).toBe(true);
  });
});

describe('nothing is dropped', () => {
  const pages = readExamples().filter(
    ({ operation, answer, name }) =>
      operation === 'searchLog' &&
      answer.status === 200 &&
      !name.endsWith('.twice-logs') &&
      listed(answer.text) !== undefined,
  );

  test('many pages are put to the proof', () => {
    expect(pages.length).toBeGreaterThan(25);
  });

  test.each(pages.map(({ name, answer }) => [name, answer.text] as const))(
    '%s: everything that came is there, as an event or as what could not be read',
    async (name, text) => {
      const { events, malformed } = await read(name);
      const came = listed(text) ?? [];
      const kept = [...events, ...malformed].map(({ rawText }) => JSON.stringify(JSON.parse(rawText)));
      expect(kept.sort()).toEqual(came.map((item) => JSON.stringify(item)).sort());
      for (const { rawText } of [...events, ...malformed]) expect(text).toContain(rawText);
    },
  );
});

/** What a page lists; undefined where it is no page. */
function listed(text: string): readonly unknown[] | undefined {
  try {
    const page = JSON.parse(text) as { logs?: unknown; mongoLogs?: unknown; pagination?: unknown };
    const says = page.pagination as { hasMore?: unknown } | undefined;
    if (!Array.isArray(page.logs) || typeof says?.hasMore !== 'boolean') return undefined;
    return [...page.logs, ...(Array.isArray(page.mongoLogs) ? page.mongoLogs : [])];
  } catch {
    return undefined;
  }
}

describe('an event that breaks the contract costs nobody else', () => {
  const good = event(60, { ...ada, ...maria });

  test('without an id', async () => {
    expect(await readBriefly('search-log.event-without-id')).toEqual({
      ...end,
      events: [good],
      malformed: ['the event has no usable _id', 'the event has no usable _id'],
    });
    expect(await readBriefly('search-log.numeric-id')).toEqual({
      ...end,
      events: [],
      malformed: ['the event has no usable _id'],
    });
  });

  test('without an instant', async () => {
    expect(await readBriefly('search-log.bad-dates')).toEqual({
      ...end,
      events: [good],
      malformed: Array.from({ length: 4 }, () => 'the event’s createdAt is not an ISO 8601 instant'),
    });
  });

  test('with an instant that is clear but written otherwise', async () => {
    const { events, malformed } = await readBriefly('search-log.odd-dates');
    expect(malformed).toEqual([]);
    expect(events.map(({ instantMs }) => instantMs)).toEqual([nine, nine, nine]);
  });

  test('that is no event at all', async () => {
    expect(await readBriefly('search-log.not-events')).toEqual({
      ...end,
      events: [good],
      malformed: [
        'the event is not an object',
        'the event is not an object',
        'the event is not an object',
        'the event is not an object',
        'the event has no usable _id',
      ],
    });
  });

  test('with null wherever nothing is', async () => {
    expect(await readBriefly('search-log.nulls')).toEqual({ ...end, events: [event(70)] });
  });

  test('with values of the wrong kind: what can be read is shown', async () => {
    expect(await readBriefly('search-log.wrong-kinds')).toEqual({
      ...end,
      events: [
        event(68, {
          recordId: '42',
          recordName: '7',
          contactId: 'false',
          sourceId: 'USER0000000000000001',
        }),
      ],
    });
    expect(await readBriefly('search-log.wrong-vocabulary')).toEqual({
      ...end,
      events: [event(69, { ...ada, ...maria, module: '7', type: '' })],
    });
  });
});
