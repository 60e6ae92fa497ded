import { describe, expect, test } from 'vitest';
import { type OpenAccount, openAccount, openingMs, type Page, type WireEvent } from './account.js';

const search = '/audit/search/v2?locationId={location}';

/** Pages by number, as a client does that knows no cursor. */
async function byNumber({ ask }: OpenAccount, pageSize: number): Promise<readonly WireEvent[]> {
  const events: WireEvent[] = [];
  for (let page = 1; ; page += 1) {
    const { json } = await ask(`${search}&page=${page}&pageSize=${pageSize}`);
    const { logs, mongoLogs, pagination } = json as Page;
    events.push(...logs, ...mongoLogs);
    if (!pagination.hasMore) return events;
  }
}

const ids = (events: readonly WireEvent[]) => events.map(({ _id }) => _id);

test('paging by number and by cursor give every event once', async () => {
  const account = await openAccount({ days: 20 });
  const numbered = ids(await byNumber(account, 37));
  const sought = ids(await account.log());
  expect(new Set(numbered).size).toBe(numbered.length);
  expect(numbered.length).toBe(account.sandbox.info().events);
  expect(numbered.toSorted()).toEqual(sought.toSorted());
});

test('events come newest first, across pages too', async () => {
  const { log } = await openAccount({ days: 20 });
  const order = (await log()).map(({ createdAt, _id }) => createdAt + _id);
  expect(order).toEqual(order.toSorted().toReversed());
});

test('both ends of a window belong to it', async () => {
  const { log } = await openAccount({ days: 10 });
  const all = await log();
  const [newest, oldest] = [all[40], all[120]];
  const window = await log(`&startAt=${oldest?.createdAt}&endAt=${newest?.createdAt}`);
  const expected = all.filter(
    ({ createdAt }) => createdAt >= (oldest?.createdAt ?? '') && createdAt <= (newest?.createdAt ?? ''),
  );
  expect(window).toEqual(expected);
  expect(window.length).toBeGreaterThanOrEqual(81);
});

test('an event at the very instant of asking is seen, one in the future is not invented', async () => {
  const { log } = await openAccount({ days: 10 });
  const future = new Date(openingMs + 1).toISOString();
  expect(await log(`&startAt=${future}`)).toEqual([]);
});

describe('every filter gives what picking by hand gives, alone and together', () => {
  test.each<[string, (event: WireEvent) => boolean]>([
    ['&type=DELETED', ({ type }) => type === 'DELETED'],
    ['&type=DELETED&type=CREATED', ({ type }) => type === 'DELETED' || type === 'CREATED'],
    ['&type=DELETED&type=DELETED', ({ type }) => type === 'DELETED'],
    ['&documentType=CONTACT', ({ documentType }) => documentType === 'CONTACT'],
    ['&source=MOBILE_APP&source=FORM', ({ source }) => source === 'MOBILE_APP' || source === 'FORM'],
    ['&userId={maria}', ({ sourceId }) => sourceId === 'maria'],
    [
      '&userId={maria}&userId={devon}&type=UPDATED&documentType=CONTACT&documentType=OPPORTUNITY',
      ({ sourceId, type, documentType }) =>
        (sourceId === 'maria' || sourceId === 'devon') &&
        type === 'UPDATED' &&
        (documentType === 'CONTACT' || documentType === 'OPPORTUNITY'),
    ],
    ['&documentType=NO_SUCH_MODULE', () => false],
  ])('%s', async (filters, isWanted) => {
    const { log, sandbox } = await openAccount({ days: 20 });
    const users = new Map(sandbox.info().users.map(({ id, email }) => [email.split('@')[0] ?? '', id]));
    const named = (event: WireEvent) => {
      const user = [...users].find(([, id]) => id === event.sourceId)?.[0];
      return { ...event, sourceId: user ?? 'nobody' };
    };
    const asked = filters.replace(/\{(\w+)\}/g, (_all, key: string) => users.get(key) ?? '');
    const expected = (await log()).filter((event) => isWanted(named(event)));
    expect(await log(asked)).toEqual(expected);
  });
});

test('one record has its own events only', async () => {
  const { log } = await openAccount({ days: 20 });
  const all = await log();
  const record = all.find(({ type, documentType }) => type === 'TAG_ADDED' && documentType === 'CONTACT')?.id;
  expect(await log(`&id=${record}`)).toEqual(all.filter(({ id }) => id === record));
});

test('a text is looked for in names and values, whatever its case, with pages of its own', async () => {
  const { log, ask } = await openAccount({ days: 20 });
  const all = await log();
  const holds = (event: WireEvent) =>
    JSON.stringify([event.documentName, event.sourceName, valuesOf(event.before), valuesOf(event.after)])
      .toLowerCase()
      .includes('jordan blake');
  const expected = all.filter(holds);
  expect(expected.length).toBeGreaterThan(40);
  expect(await log('&query=JORDAN%20blake')).toEqual(expected);
  const { json } = await ask(`${search}&query=jordan%20blake&page=2&pageSize=20`);
  const { logs, mongoLogs } = json as Page;
  expect(ids([...logs, ...mongoLogs]).toSorted()).toEqual(ids(expected.slice(20, 40)).toSorted());
  expect(await log('&query=createdAt')).toEqual([]);
});

function valuesOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Object.values(value).map(valuesOf) : String(value);
}

test('what is unknown, doubled, empty or out of bounds is refused, all of it in one answer', async () => {
  const { ask } = await openAccount({ days: 3 });
  const answer = await ask(
    `${search}&page=0&pageSize=500&startAt=yesterday&endAt=2026-02-31T00:00:00.000Z&sort=asc&id=&refresh=true&refresh=true&type=`,
  );
  expect(answer.status).toBe(422);
  expect(answer.json).toEqual({
    statusCode: 422,
    message: [
      'page must not be less than 1',
      'pageSize must not be greater than 100',
      'startAt must be a valid ISO 8601 date string',
      'endAt must be a valid ISO 8601 date string',
      'refresh must be given once',
      'id should not be empty',
      'type should not be empty',
      'property sort should not exist',
    ],
    error: 'Unprocessable Entity',
    traceId: expect.any(String),
  });
});

test('a filter takes fifty values and says when there are more', async () => {
  const { ask, log } = await openAccount({ days: 3 });
  const values = (count: number) => Array.from({ length: count }, (_, index) => `&type=T${index}`).join('');
  expect(await log(values(50))).toEqual([]);
  expect((await ask(search + values(51))).json).toMatchObject({
    statusCode: 422,
    message: ['type must contain no more than 50 values'],
  });
});

test('a cursor that was never given is refused', async () => {
  const { ask } = await openAccount({ days: 3 });
  expect((await ask(`${search}&cursorToken=made-up`)).json).toMatchObject({
    statusCode: 422,
    message: ['cursorToken is invalid'],
  });
});

test('events that arrive while pages are read by cursor neither shift nor repeat any', async () => {
  const account = await openAccount({ days: 10 });
  const all = ids(await account.log());
  const first = (await account.ask(`${search}&pageSize=100`)).json as Page;
  account.setNow(openingMs + 1000);
  const [deletion] = await account.log('&type=DELETED&documentType=PIPELINE');
  const restored = await account.ask(`/audit/logs/${deletion?._id}/restore`, {
    method: 'POST',
    headers: { 'idempotency-key': 'restore-between-two-pages' },
  });
  expect(restored.status).toBe(202);
  const rest = await account.log('', first.pagination.cursorToken);
  expect([...ids([...first.logs, ...first.mongoLogs]), ...ids(rest)].toSorted()).toEqual(all.toSorted());
});
