import { describe, expect, test } from 'vitest';
import type { LogPageQuery } from '../../src/account/account.js';
import type { NetworkRequest } from '../../src/context.js';
import { openContract } from './contract.js';
import { examplesAsAnswers, openToldAccount } from './told-account.js';

const contract = openContract();
const signal = new AbortController().signal;
const page: LogPageQuery = {
  startAtMs: Date.UTC(2026, 7, 1),
  endAtMs: Date.UTC(2026, 8, 1, 23, 59, 59, 999),
  page: 1,
  pageSize: 100,
};
const answers = examplesAsAnswers(
  'search-log.page',
  'capabilities.announced',
  'location',
  'users-search',
  'pipelines',
  'opportunities-search',
  'opportunities-search.last',
  'opportunity',
  'objects',
  'calendars',
);

function faults(requests: readonly NetworkRequest[]): readonly string[] {
  return requests.flatMap((request) => contract.requestFaults(request));
}

describe('what the client sends is what the contract says', () => {
  test.each(['token-id', 'bearer'] as const)('on every route it uses, with the token as %s', async (auth) => {
    const { account, requests } = openToldAccount(answers, { auth });
    await account.capabilities();
    await account.logPage(page, signal);
    await account.location();
    await account.users();
    await account.pipelines();
    await account.opportunities('PIPELINE000000000001');
    await account.opportunity('OPPORTUNITY000000001');
    await account.objects();
    await account.calendars();
    expect(faults(requests)).toEqual([]);
    expect(requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'GET /audit/capabilities',
      'GET /audit/search/v2',
      'GET /locations/LOCATION000000000001',
      'GET /users/search',
      'GET /opportunities/pipelines',
      'GET /opportunities/search',
      'GET /opportunities/search',
      'GET /opportunities/OPPORTUNITY000000001',
      'GET /objects/',
      'GET /calendars/',
    ]);
  });

  test.each<[string, Partial<LogPageQuery>]>([
    ['a later page', { page: 7, pageSize: 20 }],
    ['a cursor', { cursorToken: 'opaque+/= &#' }],
    ['one record', { recordId: 'CONTACT0000000000001' }],
    [
      'every filter',
      {
        filters: {
          userId: ['USER0000000000000001', 'USER0000000000000002'],
          type: ['DELETED', 'A&B=C'],
          documentType: ['CONTACT'],
          source: ['WEB_USER'],
          query: 'Zoë & Söhne + 100%',
        },
      },
    ],
  ])('in a search with %s', async (_name, more) => {
    const { account, requests } = openToldAccount(answers);
    await account.logPage({ ...page, ...more }, signal);
    expect(faults(requests)).toEqual([]);
  });

  test('and arrives whole: instants, repeated filters, signs that mean something in an address', async () => {
    const { account, requests } = openToldAccount(answers);
    const filters = { type: ['DELETED', 'A&B=C'], query: 'Zoë & Söhne + 100%' };
    await account.logPage({ ...page, cursorToken: 'opaque+/= &#', filters }, signal);
    expect([...new URL(requests[0]?.url ?? '').searchParams].sort()).toEqual([
      ['cursorToken', 'opaque+/= &#'],
      ['endAt', '2026-09-01T23:59:59.999Z'],
      ['locationId', 'LOCATION000000000001'],
      ['page', '1'],
      ['pageSize', '100'],
      ['query', 'Zoë & Söhne + 100%'],
      ['startAt', '2026-08-01T00:00:00.000Z'],
      ['type', 'A&B=C'],
      ['type', 'DELETED'],
    ]);
  });

  test('also where the company is unknown and only the older list of users is left', async () => {
    const { account, requests } = openToldAccount(examplesAsAnswers('location.bare', 'users-list'));
    await account.users();
    expect(faults(requests)).toEqual([]);
    expect(requests.at(-1)?.url).toBe('https://account.example/users/?locationId=LOCATION000000000001');
  });

  test('also where ids hold what an address cannot', async () => {
    const { account, requests } = openToldAccount(answers, { locationId: 'a/b?c#d' });
    await account.location();
    await account.opportunity('../x y');
    expect(faults(requests)).toEqual([]);
    expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([
      '/locations/a%2Fb%3Fc%23d',
      '/opportunities/..%2Fx%20y',
    ]);
  });
});

describe('a request that breaks the contract is found', () => {
  const headers = {
    version: '2021-07-28',
    channel: 'APP',
    source: 'WEB_USER',
    accept: 'application/json',
    'token-id': 't',
  };
  const url =
    'https://account.example/audit/search/v2?locationId=L&page=1&pageSize=100&startAt=2026-08-01T00%3A00%3A00.000Z';
  const { channel: _channel, ...withoutChannel } = headers;
  const { 'token-id': _token, ...withoutToken } = headers;

  test.each<[string, string, Record<string, string>, string[]]>([
    ['nothing wrong', url, headers, []],
    [
      'a parameter nobody knows',
      `${url}&userIds=x`,
      headers,
      ['searchLog: query userIds is not in the document'],
    ],
    ['page 0', url.replace('page=1', 'page=0'), headers, ['searchLog: query page: / must be >= 1']],
    [
      'a page that is no number',
      url.replace('page=1', 'page=one'),
      headers,
      ['searchLog: query page: / must be integer'],
    ],
    [
      'an instant without milliseconds',
      url.replace('00.000Z', '00Z'),
      headers,
      [
        'searchLog: query startAt: / must match pattern "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"',
      ],
    ],
    ['no location', url.replace('locationId=L&', ''), headers, ['searchLog: query locationId is missing']],
    ['a page given twice', `${url}&page=2`, headers, ['searchLog: query page is given 2 times']],
    ['no channel', url, withoutChannel, ['searchLog: header channel is missing']],
    [
      'another version',
      url,
      { ...headers, version: '2021-04-15' },
      ['searchLog: header version: / must be equal to constant'],
    ],
    ['no credentials', url, withoutToken, ['searchLog: no credentials']],
    ['two credentials', url, { ...headers, authorization: 'Bearer t' }, ['searchLog: two credentials']],
    [
      'a header nobody knows',
      url,
      { ...headers, 'x-tool': 'audit' },
      ['searchLog: header x-tool is not in the document'],
    ],
    [
      'a token-id where only bearer tokens are taken',
      'https://account.example/calendars/?locationId=L',
      { version: '2021-04-15', 'token-id': 't' },
      ['listCalendars: token-id is not taken by this route'],
    ],
    [
      'a route that is in no document',
      'https://account.example/audit/search/v3',
      headers,
      ['GET /audit/search/v3 is in no route'],
    ],
  ])('%s', (_name, address, given, found) => {
    expect(contract.requestFaults({ method: 'GET', url: address, headers: given })).toEqual(found);
  });

  test('a restore without its key, with a key that is none, with a body that says something else', () => {
    const restore = 'https://account.example/audit/logs/66f0/restore?locationId=L';
    const send = (more: Record<string, string>, body?: string) =>
      contract.requestFaults({
        method: 'POST',
        url: restore,
        headers: { ...headers, ...more },
        ...(body === undefined ? {} : { body }),
      });
    const key = { 'idempotency-key': 'restore-2026-09-02-k7Qm2xVtR0aB' };
    expect(send({})).toEqual(['restore: header idempotency-key is missing']);
    expect(send({ 'idempotency-key': 'short' })).toEqual([
      'restore: header idempotency-key: / must match pattern "^[A-Za-z0-9_-]{16,128}$"',
    ]);
    expect(send(key)).toEqual([]);
    expect(send(key, '{}')).toEqual([]);
    expect(send(key, '{"digest":"x"}')).toEqual(['restore: /digest must match pattern "^[0-9a-f]{64}$"']);
  });
});
