import { describe, expect, test } from 'vitest';
import type { Tokens } from '../../src/sandbox/tokens.js';
import { openAccount } from './account.js';

const log = '/audit/search/v2?locationId={location}&page=1&pageSize=20';
const users = '/users/?locationId={location}';
const notInScope = 'The token is not authorized for this scope.';
const invalid = 'Invalid token: access token is invalid';

describe('who may read what', () => {
  test.each<[keyof Tokens, string, number, string | undefined]>([
    ['adminToken', log, 200, undefined],
    ['agencyToken', log, 200, undefined],
    ['userToken', log, 401, notInScope],
    ['integrationToken', log, 401, notInScope],
    ['adminToken', users, 200, undefined],
    ['agencyToken', users, 200, undefined],
    ['userToken', users, 200, undefined],
    ['integrationToken', users, 200, undefined],
  ])('%s at %s: %i', async (as, target, status, message) => {
    const { ask } = await openAccount({ days: 1 });
    const answer = await ask(target, { as });
    expect([answer.status, (answer.json as { message?: string }).message]).toEqual([status, message]);
  });
});

describe('how a token is presented', () => {
  test.each<[string, (token: string) => Record<string, string>, number, string | undefined]>([
    ['as a bearer', (token) => ({ authorization: `Bearer ${token}` }), 200, undefined],
    ['as a bearer in small letters', (token) => ({ authorization: `bearer  ${token}` }), 200, undefined],
    ['as a token-id', (token) => ({ authorization: '', 'token-id': token }), 200, undefined],
    ['not at all', () => ({ authorization: '' }), 401, invalid],
    ['without its last letter', (token) => ({ authorization: `Bearer ${token.slice(0, -1)}` }), 401, invalid],
    ['with a letter too many', (token) => ({ authorization: `Bearer ${token}x` }), 401, invalid],
    ['as basic credentials', (token) => ({ authorization: `Basic ${token}` }), 401, invalid],
    ['empty', () => ({ authorization: 'Bearer ' }), 401, invalid],
  ])('%s: %i', async (_how, headers, status, message) => {
    const { ask, sandbox } = await openAccount({ days: 1 });
    const answer = await ask(log, { headers: headers(sandbox.tokens.adminToken) });
    expect([answer.status, (answer.json as { message?: string }).message]).toEqual([status, message]);
  });
});

test('an unknown token is told nothing about routes or parameters that are wrong', async () => {
  const { ask } = await openAccount({ days: 1 });
  const answer = await ask('/audit/search/v2?nonsense=1', { headers: { authorization: 'Bearer nobody' } });
  expect(answer.status).toBe(401);
});

test('each route wants its own version, and says when it is missing or another', async () => {
  const { ask } = await openAccount({ days: 1 });
  const calendars = '/calendars/?locationId={location}';
  const message = async (target: string, version: string) => {
    const { status, json } = await ask(target, { version });
    return [status, (json as { message?: string }).message];
  };
  expect(await message(calendars, '2021-04-15')).toEqual([200, undefined]);
  expect(await message(calendars, '2021-07-28')).toEqual([401, 'version header is invalid']);
  expect(await message(log, '2021-04-15')).toEqual([401, 'version header is invalid']);
  expect(await message(log, '')).toEqual([401, 'version header is invalid']);
});

test.each([
  '/audit/search/v2?locationId=other&page=1&pageSize=20',
  '/audit/capabilities?locationId=other',
  '/locations/other',
  '/users/?locationId=other',
  '/users/search?companyId=other',
  '/opportunities/pipelines?locationId=other',
  '/opportunities/search?location_id=other',
  '/objects/?locationId=other',
])('another account is refused: %s', async (target) => {
  const { ask } = await openAccount({ days: 1 });
  const answer = await ask(target);
  expect(answer.json).toEqual({
    statusCode: 403,
    message: 'The token does not have access to this location.',
    error: 'Forbidden',
    traceId: expect.any(String),
  });
});

test('a path that is none is 404, a method that is none here is 405', async () => {
  const { ask } = await openAccount({ days: 1 });
  expect((await ask('/audit/search/v3')).json).toMatchObject({
    statusCode: 404,
    message: 'Cannot GET /audit/search/v3',
  });
  expect((await ask('/audit/search/v2', { method: 'POST' })).json).toMatchObject({ statusCode: 405 });
});

test('the limit is kept to the letter and begins anew with the next interval', async () => {
  const account = await openAccount({ days: 1, rateLimit: { max: 3, intervalMs: 10_000, daily: 5 } });
  const asked = async () => {
    const { status, headers } = await account.ask(users);
    return [status, headers['x-ratelimit-remaining'], headers['x-ratelimit-daily-remaining']];
  };
  const { setNow } = account;
  const start = Date.parse('2026-11-22T00:04:00.000Z');
  expect([await asked(), await asked(), await asked(), await asked()]).toEqual([
    [200, '2', '4'],
    [200, '1', '3'],
    [200, '0', '2'],
    [429, '0', '2'],
  ]);
  setNow(start + 9_999);
  expect(await asked()).toEqual([429, '0', '2']);
  setNow(start + 10_000);
  expect([await asked(), await asked(), await asked()]).toEqual([
    [200, '2', '1'],
    [200, '1', '0'],
    [429, '1', '0'],
  ]);
});

test('every answer has the time of the account', async () => {
  const { ask } = await openAccount({ days: 1 });
  const answers = await Promise.all([ask(users), ask('/nowhere')]);
  expect(answers.map(({ headers }) => headers['date'])).toEqual([
    'Sun, 22 Nov 2026 00:04:00 GMT',
    'Sun, 22 Nov 2026 00:04:00 GMT',
  ]);
});
