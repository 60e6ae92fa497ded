import { describe, expect, test } from 'vitest';
import { openAccount, type Page } from './account.js';

/** What two public clients of this log send (account-api.md), beside the token and the version. */
const appHeaders = { channel: 'APP', source: 'WEB_USER', accept: 'application/json' };

const window = 'startAt=2026-11-15T00:00:00.000Z&endAt=2026-11-21T23:59:59.999Z';

describe('whoever speaks the routes as their sources describe them gets the whole log', () => {
  test('by page numbers alone, 20 a page, with a token-id, refresh and headers that mean nothing here', async () => {
    const { ask, log, sandbox } = await openAccount({ days: 10 });
    const headers = { ...appHeaders, authorization: '', 'token-id': sandbox.tokens.adminToken, 'x-odd': '1' };
    const ids: string[] = [];
    for (let page = 1, hasMore = true; hasMore; page += 1) {
      const { json } = await ask(
        `/audit/search/v2?locationId={location}&page=${page}&pageSize=20&${window}&refresh=true`,
        { headers },
      );
      const { logs, mongoLogs, pagination } = json as Page;
      ids.push(...[...logs, ...mongoLogs].map(({ _id }) => _id));
      hasMore = pagination.hasMore;
    }
    const whole = (await log(`&${window}`)).map(({ _id }) => _id);
    expect(whole.length).toBeGreaterThan(100);
    expect(new Set(ids)).toEqual(new Set(whole));
    expect(ids).toHaveLength(whole.length);
  });

  test('by cursor, 50 a page, with a bearer token, each page numbered 1 or on', async () => {
    const { ask, log } = await openAccount({ days: 10 });
    const ids: string[] = [];
    let cursor = '';
    for (let page = 1, hasMore = true; hasMore; page += 1) {
      const { json } = await ask(
        `/audit/search/v2?locationId={location}&page=${page}&pageSize=50&${window}${cursor}`,
        { headers: appHeaders },
      );
      const { logs, mongoLogs, pagination } = json as Page;
      ids.push(...[...logs, ...mongoLogs].map(({ _id }) => _id));
      hasMore = pagination.hasMore;
      cursor = `&cursorToken=${pagination.cursorToken}`;
    }
    expect(ids.toSorted()).toEqual((await log(`&${window}`)).map(({ _id }) => _id).toSorted());
  });

  test('one document by its id, and nothing of another', async () => {
    const { ask, log } = await openAccount({ days: 10 });
    const [{ id } = { id: '' }] = await log('&documentType=CONTACT');
    const { json } = await ask(`/audit/search/v2?locationId={location}&page=1&pageSize=100&id=${id}`, {
      headers: appHeaders,
    });
    const { logs, mongoLogs } = json as Page;
    expect(new Set([...logs, ...mongoLogs].map((event) => event.id))).toEqual(new Set([id]));
  });
});

test('a private integration token reads names and pipelines, and is told why it may not read the log', async () => {
  const { ask } = await openAccount({ days: 2 });
  const status = async (target: string, version = '2021-07-28') => {
    const { status: code, json } = await ask(target, { as: 'integrationToken', version });
    return [code, (json as { message?: string }).message];
  };
  expect(await status('/locations/{location}')).toEqual([200, undefined]);
  expect(await status('/users/?locationId={location}')).toEqual([200, undefined]);
  expect(await status('/opportunities/pipelines?locationId={location}')).toEqual([200, undefined]);
  expect(await status('/calendars/?locationId={location}', '2021-04-15')).toEqual([200, undefined]);
  expect(await status('/audit/search/v2?locationId={location}&page=1&pageSize=20')).toEqual([
    401,
    'The token is not authorized for this scope.',
  ]);
});
