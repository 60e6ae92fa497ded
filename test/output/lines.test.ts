import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLogPage } from '../../src/account/log-page.js';
import { changesOf } from '../../src/audit/changes.js';
import type { AuditEvent } from '../../src/audit/event.js';
import { formatInstant } from '../../src/audit/instant.js';
import { emptyNames } from '../../src/audit/names.js';
import { changeColumns } from '../../src/output/csv-cell.js';
import { csvColumns } from '../../src/output/csv-columns.js';
import { type EventView, eventFields, type FieldName, fieldNames } from '../../src/output/fields.js';
import type { EventFormat } from '../../src/output/format.js';
import { createFormat } from '../../src/output/formats.js';
import { harmlessJson } from '../../src/output/harmless.js';
import { safeCell } from '../../src/output/safe-cell.js';

/** Names as accounts have them, and hostile ones; most events know nobody. */
const people: Readonly<Record<string, { readonly name: string; readonly email?: string }>> = {
  'user-1': { name: 'Maria Lopez', email: 'maria@example.com' },
  'user-2': { name: '佐藤 “花子”, é', email: 'hanako@example.com' },
  'user-3': { name: '=1+1"\u202e\n' },
};
const view: EventView = {
  names: { ...emptyNames, user: (id) => people[id], stage: (id) => (id === 's1' ? 'Won, ü' : undefined) },
  timeZone: 'America/Chicago',
};

const plainText = fc.constantFrom(
  'Ada Example',
  'a',
  '',
  '1',
  '-5',
  '=1+1',
  '@a',
  ' x',
  "'=",
  'a, b',
  'x'.repeat(90),
);
const oddText = fc.constantFrom(
  'é',
  '木',
  'a"b',
  'a\\b',
  'a\nb',
  '\u202e',
  '\ud800',
  'a\u00a0b',
  '“x”',
  '\x7f',
  '🐕',
);
const text = fc.oneof({ weight: 9, arbitrary: plainText }, { weight: 1, arbitrary: oddText });
const value = fc.oneof(
  text,
  fc.constantFrom<unknown>(0, -1.5, 1e21, true, null, [], {}, ['a', 'b'], ['a', 1], { a: { b: 'c' } }, [
    { name: 'x' },
  ]),
);
const fieldName = fc.oneof(
  fc.constantFrom(
    'phone',
    'city',
    'tags',
    'tagsAdded',
    'assignedTo',
    'pipelineStageId',
    'name',
    'updatedAt',
    'a.b',
  ),
  text,
);
const side = fc.oneof(
  fc.constant(undefined),
  fc.dictionary(fieldName, value, { maxKeys: 4 }),
  fc.record({
    pipelineStageId: fc.constantFrom('s1', 's2'),
    customFields: fc.array(fc.record({ id: text, fieldName: text, fieldValue: value }), { maxLength: 3 }),
  }),
);
const wireEvent = fc.record({
  _id: fc.constantFrom('66f0c0ffee0000000000a001', '66f0c0ffee0000000000a002', '=1', 'é'),
  createdAt: fc.constantFrom(
    '2026-09-01T14:03:22.118Z',
    '2026-11-01T07:30:00.001Z',
    '0001-01-01T00:00:00.000Z',
  ),
  documentType: fc.oneof(fc.constantFrom('CONTACT', 'OPPORTUNITY', 'WIDGET', 'a, b'), text),
  type: fc.oneof(fc.constantFrom('UPDATED', 'CREATED', 'TAG_ADDED', 'LOGIN', 'DOCKED'), text),
  id: text,
  documentName: text,
  source: fc.oneof(fc.constantFrom('WEB_USER', 'WORKFLOW_NEW', 'UNKNOWN_SOURCE'), text),
  sourceId: fc.oneof(fc.constantFrom('user-1', 'user-2', 'user-3'), text),
  sourceName: fc.oneof(fc.constantFrom('Welcome', 'UNKNOWN'), text),
  changedFields: fc.array(fieldName, { maxLength: 3 }),
  before: side,
  after: side,
});

/** Events as a page gives them: some known to be plain, and the page's text at hand. */
const page = fc
  .tuple(fc.array(wireEvent, { minLength: 1, maxLength: 6 }), fc.constantFrom(undefined, undefined, 1))
  .map(([wires, indent]) => {
    const logs = wires.map((wire) => JSON.stringify(wire, undefined, indent));
    return readLogPage(Buffer.from(`{"logs":[${logs.join(',')}],"pagination":{"hasMore":false}}`)).events;
  });

/** What a field says in JSON, by the book. */
function jsonOf(name: FieldName, event: AuditEvent): string {
  if (name === 'raw') return harmlessJson(event.rawText);
  if (name === 'changes') {
    const changes = changesOf(event).map(({ field, label, before, after, added, removed }) => ({
      ...{ field, label, before, after, added, removed },
    }));
    return harmlessJson(JSON.stringify(changes));
  }
  const field = eventFields[name];
  if (field.kind === 'json') return field.value(event, view) ?? 'null';
  return harmlessJson(JSON.stringify(field.value(event, view) ?? null));
}

function ndjsonOf(event: AuditEvent): string {
  return `{${fieldNames.map((name) => `"${name}":${jsonOf(name, event)}`).join(',')}}\n`;
}

/** A cell, by the book, before it is quoted. */
function cellOf(name: FieldName, event: AuditEvent, isRaw: boolean): string {
  if (name === 'timestamp') return formatInstant(event.instantMs, view.timeZone, 'iso-offset');
  const field = eventFields[name];
  if (field.kind === 'json') return jsonOf(name, event).replace(/^null$/, '');
  const told = field.kind === 'list' ? field.value(event).join(', ') : (field.value(event, view) ?? '');
  return isRaw ? told : safeCell(told);
}

function csvOf(event: AuditEvent, isRaw: boolean): string {
  const cells = csvColumns.map((name) => cellOf(name as FieldName, event, isRaw));
  return stringify([cells], { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}

/** Each event's line, a character for each byte. */
function linesOf({ lines }: EventFormat, events: readonly AuditEvent[]): readonly string[] {
  const { bytes, ends } = lines?.(events) ?? { bytes: new Uint8Array(), ends: [] };
  const text = Buffer.from(bytes).toString('latin1');
  expect(ends.at(-1)).toBe(text.length);
  return events.map((_, index) => text.slice(ends[index - 1] ?? 0, ends[index]));
}

describe('whatever a page holds, each event’s line is what it would be by the book', () => {
  test.each([
    ['ndjson', { fields: fieldNames }, ndjsonOf],
    ['csv', {}, (event: AuditEvent) => csvOf(event, false)],
    ['csv', { rawCells: true }, (event: AuditEvent) => csvOf(event, true)],
  ] as const)('%s %j', async (name, options, lineOf) => {
    const format = await createFormat(name, { view, ...options });
    fc.assert(
      fc.property(page, (events) => {
        // First: of an event whose raw text has been read less is known.
        const lines = linesOf(format, events);
        expect(lines).toEqual(events.map((event) => Buffer.from(lineOf(event)).toString('latin1')));
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ['csv, one row for each changed field', { perField: true, columns: [...fieldNames, ...changeColumns] }],
    ...fieldNames.map((name) => [`csv, the column ${name} alone`, { columns: [name] }] as const),
  ] as const)('%s: what it would be of events of which nothing is known', async (_, options) => {
    const format = await createFormat('csv', { view, ...options });
    fc.assert(
      fc.property(page, (events) => {
        const unknown = events.map((event) => ({ ...event, rawText: event.rawText }));
        const known = linesOf(format, readAgain(unknown));
        expect(known).toEqual(linesOf(format, unknown));
      }),
      { numRuns: 20 },
    );
  });
});

/** The events as a page gives them, of which nothing has been read yet. */
function readAgain(events: readonly AuditEvent[]): readonly AuditEvent[] {
  const logs = events.map(({ rawText }) => rawText).join(',');
  return readLogPage(Buffer.from(`{"logs":[${logs}],"pagination":{"hasMore":false}}`)).events;
}

test.each([
  ['ndjson', '{"userEmail":null,"user":"Zoë"}\n', '{"userEmail":"zoe@example.com","user":"Zoë Ortiz"}\n'],
  ['csv', ',Zoë\r\n', 'zoe@example.com,Zoë Ortiz\r\n'],
] as const)('%s: who is called otherwise from now on is called so', async (name, before, after) => {
  let user: { readonly name: string; readonly email?: string } = { name: 'Zoë' };
  const names = { ...emptyNames, user: () => user };
  const format = await createFormat(name, {
    view: { names, timeZone: 'UTC' },
    fields: ['userEmail', 'user'],
  });
  const body = Buffer.from(
    '{"logs":[{"_id":"a","createdAt":"2026-09-01T14:03:22.118Z","sourceId":"u"}],"pagination":{"hasMore":false}}',
  );
  const line = () => format.batch(readLogPage(body).events);
  expect(line()).toBe(before);
  user = { name: 'Zoë Ortiz', email: 'zoe@example.com' };
  expect(line()).toBe(after);
});

test.each(['ndjson', 'csv'] as const)(
  '%s: of endless long names and fields hardly anything is kept',
  async (name) => {
    const format = await createFormat(name, { view });
    const long = 'k'.repeat(100_000);
    const sideOf = (index: number, fieldValue: number) => ({
      [`${long}${index}`]: fieldValue,
      customFields: [
        { id: `c${index}`, fieldName: `${' '.repeat(100_000)}A field called ${index}`, fieldValue },
      ],
    });
    const before = await keptBytes();
    for (let index = 0; index < 200; index++) {
      const wire = {
        ...{
          _id: `${index}`,
          createdAt: '2026-09-01T14:03:22.118Z',
          type: 'UPDATED',
          documentType: 'CONTACT',
        },
        ...{ sourceId: 'u', sourceName: `${' '.repeat(100_000)}Somebody called ${index}` },
        ...{ before: sideOf(index, 1), after: sideOf(index, 2) },
      };
      format.batch(
        readLogPage(Buffer.from(`{"logs":[${JSON.stringify(wire)}],"pagination":{"hasMore":false}}`)).events,
      );
    }
    // Any one of these kept would be 20 MB.
    expect((await keptBytes()) - before).toBeLessThan(8_000_000);
  },
);

/** What is in use of V8's heap; what only one collection spares is gone after a few. */
async function keptBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  for (let times = 0; times < 3; times++) {
    collect();
    await setImmediate();
  }
  return process.memoryUsage().heapUsed;
}
