import { expect, test } from 'vitest';
import type { BusinessRecord, Kind } from '../../src/sandbox/business.js';
import { createContact } from '../../src/sandbox/services/contacts.js';
import { moduleOf, snapshot } from '../../src/sandbox/services/lifecycle.js';
import { deletePipeline } from '../../src/sandbox/services/pipelines.js';
import { openAccount, openingMs, type WireEvent } from './account.js';
import { openBusiness } from './business.js';

const person = {
  email: 'ada@mail.example',
  phone: '',
  address: '',
  tags: [],
  customFields: [],
  assignedTo: null,
};

test('a change that fails half way leaves neither record nor event', async () => {
  const { folder, log } = await openAccount({ days: 3 });
  const { database, change } = openBusiness(folder);
  const before = await log();
  const contacts = change(openingMs).records.count('contact');
  const failing = () =>
    database.transaction(() => {
      createContact(change(openingMs), 'Ada Example', person);
      throw new Error('power cut');
    });
  expect(failing).toThrow('power cut');
  expect(change(openingMs).records.count('contact')).toBe(contacts);
  expect(await log()).toEqual(before);
});

test('where the log cannot be written, the change is not made either', async () => {
  const { folder, log, ask } = await openAccount();
  const { database, change } = openBusiness(folder);
  const [deletion] = await log('&documentType=PIPELINE&type=DELETED');
  const { records } = change(openingMs);
  const before = records.list('pipeline').map(({ name }) => name);
  database.exec(
    `CREATE TRIGGER full BEFORE INSERT ON event WHEN new.module = 'OPPORTUNITY' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
  );
  const answer = await ask(`/audit/logs/${deletion?._id}/restore`, {
    method: 'POST',
    headers: { 'idempotency-key': 'one-key-for-this-test' },
  });
  expect([answer.status, answer.json]).toEqual([
    500,
    expect.objectContaining({ statusCode: 500, message: expect.stringContaining('the disk is full') }),
  ]);
  expect(records.list('pipeline').map(({ name }) => name)).toEqual(before);
  expect(await log('&type=RESTORED&documentType=PIPELINE')).toEqual([]);
  database.exec('DROP TRIGGER full');
  const pipeline = records.list('pipeline')[0] as BusinessRecord<'pipeline'>;
  expect(() => database.transaction(() => deletePipeline(change(openingMs), pipeline))).not.toThrow();
});

test('an event has the id, the record, the hand and the values of its change', async () => {
  const { folder, log } = await openAccount({ days: 3 });
  const { database, change } = openBusiness(folder);
  const actor = { source: 'WEB_USER', sourceId: 'user-1', sourceName: 'Ada Admin' };
  const contact = database.transaction(() =>
    createContact(change(openingMs - 1, actor), '  Ada Example ', person),
  );
  const [event] = await log(`&id=${contact.id}`);
  expect(event).toEqual({
    _id: expect.stringMatching(/^[0-9a-f]{24}$/),
    createdAt: '2026-11-22T00:03:59.999Z',
    documentType: 'CONTACT',
    type: 'CREATED',
    id: contact.id,
    secondaryId: contact.id,
    documentName: '  Ada Example ',
    source: 'WEB_USER',
    sourceId: 'user-1',
    sourceName: 'Ada Admin',
    after: { name: '  Ada Example ', ...person },
  });
});

test('events of one millisecond keep the order in which they happened', async () => {
  const { folder, log } = await openAccount({ days: 3 });
  const { database, change } = openBusiness(folder);
  const names = Array.from({ length: 40 }, (_, index) => `Twin ${index}`);
  database.transaction(() => {
    for (const name of names)
      createContact(
        { ...change(openingMs), random: change(openingMs + names.indexOf(name)).random },
        name,
        person,
      );
  });
  const events = await log(`&startAt=${new Date(openingMs).toISOString()}`);
  const ascending = events.map(({ _id }) => _id).sort();
  expect(ascending.map((id) => events.find(({ _id }) => _id === id)?.documentName)).toEqual(names);
  expect(events.map(({ documentName }) => documentName)).toEqual(names.toReversed());
});

test('the log alone tells how every record came to be what it is', async () => {
  const { folder, log } = await openAccount({ days: 50 });
  const told = replay((await log()).toReversed());
  const { records } = openBusiness(folder).change(openingMs);
  const kinds = Object.keys(moduleOf) as (keyof typeof moduleOf)[];
  const standing = Object.fromEntries(
    kinds.map((kind) => [moduleOf[kind], byId(records.list(kind as Kind))]),
  );
  for (const kind of kinds)
    expect([kind, told.get(moduleOf[kind]) ?? {}]).toEqual([kind, standing[moduleOf[kind]]]);
});

type Values = Record<string, unknown>;

/** Every record as the events say that it must be now, by module and id. */
function replay(events: readonly WireEvent[]): ReadonlyMap<string, Readonly<Record<string, Values>>> {
  const modules = new Map<string, Record<string, Values>>();
  for (const { documentType, type, id, secondaryId, after = {} } of events) {
    const records = modules.get(documentType) ?? {};
    modules.set(documentType, records);
    if (type === 'DELETED') {
      delete records[id];
    } else if (documentType !== 'USER_ACCESS' && type !== 'DOWNLOADED') {
      records[id] = merge(records[id], after, secondaryId);
    }
  }
  return modules;
}

function merge(record: Values = {}, after: Values, contactId: string | undefined): Values {
  const { tagsAdded = [], tagsRemoved = [], ...plain } = after;
  const tags = [...((record['tags'] as string[] | undefined) ?? []), ...(tagsAdded as string[])].filter(
    (tag) => !(tagsRemoved as string[]).includes(tag),
  );
  const merged = { ...record, ...plain, contactId: contactId ?? null };
  if ('tagsAdded' in after || 'tagsRemoved' in after) return { ...merged, tags };
  return 'customFields' in after && 'customFields' in record
    ? { ...merged, customFields: mergeFields(record['customFields'], after['customFields']) }
    : merged;
}

type Field = { readonly id: string };

function mergeFields(known: unknown, set: unknown): readonly Field[] {
  const changed = set as readonly Field[];
  return [
    ...(known as readonly Field[]).filter(({ id }) => !changed.some((field) => field.id === id)),
    ...changed,
  ];
}

function byId(records: readonly BusinessRecord<Kind>[]): Readonly<Record<string, Values>> {
  return Object.fromEntries(
    records.map((record) => [
      record.id,
      { ...snapshot(record), contactId: record.kind === 'contact' ? record.id : record.contactId },
    ]),
  );
}
