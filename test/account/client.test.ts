import { expect, test } from 'vitest';
import { NetworkFailure } from '../../src/errors.js';
import { emptyPage, rejection, scriptAccount, startMs, token } from './scripted-account.js';

test('a page is asked for with the headers of the log, and of nothing else', async () => {
  const { readPage, requests } = scriptAccount(() => emptyPage);
  await readPage();
  expect(
    requests.map(({ method, url, headers, timeoutMs }) => ({ method, url, headers, timeoutMs })),
  ).toEqual([
    {
      method: 'GET',
      url: 'https://api.example.com/audit/search/v2?locationId=LOC1&page=1&pageSize=100&startAt=1970-01-01T00%3A00%3A00.000Z&endAt=1970-01-01T00%3A00%3A00.001Z',
      headers: {
        version: '2021-07-28',
        channel: 'APP',
        source: 'WEB_USER',
        accept: 'application/json',
        authorization: `Bearer ${token}`,
      },
      timeoutMs: 60_000,
    },
  ]);
});

test('an account that wants token-id gets it for the log, and Bearer for the published routes', async () => {
  const { readPage, account, requests } = scriptAccount(
    (request) => (request.url.includes('/calendars/') ? { body: { calendars: [] } } : emptyPage),
    { auth: 'token-id' },
  );
  await readPage();
  await account.calendars();
  expect(requests.map(({ headers }) => headers)).toEqual([
    {
      version: '2021-07-28',
      channel: 'APP',
      source: 'WEB_USER',
      accept: 'application/json',
      'token-id': token,
    },
    { version: '2021-04-15', accept: 'application/json', authorization: `Bearer ${token}` },
  ]);
});

test('trouble that lasts is waited for with a word, and ends in patience’s time with what happened', async () => {
  const { readPage, waits, elapsedMs } = scriptAccount(() => ({ status: 503 }), { maxWaitMs: 20_000 });
  expect(await rejection(readPage())).toMatchObject({
    code: 'account-in-trouble',
    exitCode: 6,
    message: 'api.example.com kept failing: 503. Tried 7 times in 16 s.',
    hint: 'The trouble is on its side; try again later.\nAUDIT_MAX_WAIT sets how long to be patient.',
  });
  expect(waits).toEqual(['4000 ms: the account is in trouble', '8000 ms: the account is in trouble']);
  expect(elapsedMs()).toBeLessThan(20_000);
});

test('to be told to wait for an hour ends it at once', async () => {
  const { readPage, elapsedMs } = scriptAccount(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
  expect(await rejection(readPage())).toMatchObject({
    code: 'rate-limited',
    message:
      'api.example.com kept refusing requests for their rate (429). Tried once; it asks to wait 60 min.',
  });
  expect(elapsedMs()).toBe(100);
});

test('a wait that the account asks for holds all requests, and is said once', async () => {
  const retryAfter = { status: 429, headers: { 'retry-after': '5' } };
  const { readPage, requests, waits, account, elapsedMs } = scriptAccount((_request, number) =>
    number <= 4 ? retryAfter : emptyPage,
  );
  await Promise.all([1, 2, 3, 4, 5, 6].map(readPage));
  expect(waits).toEqual(['5000 ms: the account asks for a pause']);
  expect(account.traffic).toEqual({ requests: 10, retries: 4, refusals: 4 });
  expect(requests.length).toBe(10);
  expect(elapsedMs()).toBeGreaterThanOrEqual(5200);
});

test('a date in Retry-After is read by the account’s clock, not by ours', async () => {
  const headers = { date: 'Sat, 21 Nov 2026 20:04:00 GMT', 'retry-after': 'Sat, 21 Nov 2026 20:04:03 GMT' };
  const { readPage, elapsedMs } = scriptAccount((_request, number) =>
    number === 1 ? { status: 503, headers } : emptyPage,
  );
  await readPage();
  expect(elapsedMs()).toBe(100 + 3000 + 100);
});

test('now is the account’s now once it has answered', async () => {
  const { readPage, account } = scriptAccount(() => ({
    ...emptyPage,
    headers: { date: 'Sat, 21 Nov 2026 19:04:00 GMT' },
  }));
  expect(account.nowMs()).toBe(startMs);
  await readPage();
  expect(account.nowMs()).toBe(Date.UTC(2026, 10, 21, 19, 4, 0));
});

test.each<[failure: NetworkFailure, requests: number, expected: object]>([
  [
    new NetworkFailure('dns', 'its name is unknown (ENOTFOUND)'),
    4,
    {
      code: 'network-dns',
      message: 'api.example.com could not be reached: its name is unknown (ENOTFOUND). Tried 4 times in 2 s.',
    },
  ],
  [new NetworkFailure('refused', 'nobody listens there (ECONNREFUSED)'), 4, { code: 'network-refused' }],
  [new NetworkFailure('tls', 'no trusted connection (CERT_HAS_EXPIRED)'), 1, { code: 'network-tls' }],
  [new NetworkFailure('reset', 'the connection was closed before the answer'), 20, { code: 'network-reset' }],
  [new NetworkFailure('truncated', 'the answer was cut short'), 20, { code: 'network-truncated' }],
  [new NetworkFailure('timeout', 'no answer in time'), 20, { code: 'network-timeout' }],
  [
    new NetworkFailure('too-large', 'the answer is larger than 9 bytes'),
    1,
    { code: 'answer-too-large', parameters: ['pageSize'] },
  ],
])('a host that fails is given up after its own number of tries: %s', async (failure, requests, expected) => {
  const { readPage, account } = scriptAccount(() => failure);
  const error = await rejection(readPage());
  expect(error).toMatchObject(expected);
  expect(error).toMatchObject({ exitCode: 6 });
  expect(account.traffic).toEqual({ requests, retries: requests - 1, refusals: 0 });
});

test('a host that has answered before is worth more patience when it is gone', async () => {
  const { readPage, account } = scriptAccount((_request, number) =>
    number === 1 ? emptyPage : new NetworkFailure('refused', 'gone'),
  );
  await readPage();
  await rejection(readPage());
  expect(account.traffic.requests).toBe(21);
});

test('an interruption ends a request that waits, with the interruption', async () => {
  const run = new AbortController();
  const { account } = scriptAccount(() => {
    queueMicrotask(() => run.abort(new Error('Ctrl-C')));
    return { status: 503 };
  });
  const page = account.logPage({ startAtMs: 0, endAtMs: 1, page: 1, pageSize: 100 }, run.signal);
  expect(await rejection(page)).toEqual(new Error('Ctrl-C'));
  expect(account.traffic.requests).toBe(1);
});

test('each request can be followed, without its cursor', async () => {
  const { account, traces } = scriptAccount((_request, number) =>
    number === 1 ? new NetworkFailure('reset', 'x') : emptyPage,
  );
  const query = {
    startAtMs: 0,
    endAtMs: 1,
    page: 2,
    pageSize: 20,
    cursorToken: 'opaque&more',
    recordId: 'r1',
  };
  await account.logPage(query, new AbortController().signal);
  const path =
    '/audit/search/v2?locationId=LOC1&page=2&pageSize=20&startAt=1970-01-01T00%3A00%3A00.000Z&endAt=1970-01-01T00%3A00%3A00.001Z&id=r1&cursorToken=…';
  expect(traces).toEqual([`${path} → reset`, `${path} → 200`]);
});

test('a token or an address that cannot be used is refused before anything is sent', () => {
  for (const [changes, code] of [
    [{ token: '' }, 'bad-token'],
    [{ token: 'two words' }, 'bad-token'],
    [{ token: 'line\r\nbreak' }, 'bad-token'],
    [{ apiUrl: 'http://api.example.com' }, 'unsafe-api-url'],
  ] as const) {
    expect(() => scriptAccount(() => emptyPage, changes)).toThrow(
      expect.objectContaining({ code, exitCode: 2 }),
    );
  }
});

test('two hundred pages cross an account of 100 ms in a fraction of the time', async () => {
  const { readPage, elapsedMs, account } = scriptAccount(() => emptyPage);
  await Promise.all(Array.from({ length: 200 }, readPage));
  expect(elapsedMs()).toBeLessThanOrEqual((200 * 100) / 12);
  expect(account.parallelism).toBe(20);
});

test('refusals for rate between unreadable answers do not use up the patience with these', async () => {
  const { readPage, requests } = scriptAccount((_, number) => {
    if (number === 9) return emptyPage;
    return number % 2 === 1 ? { status: 429, headers: { 'retry-after': '1' } } : { body: 'not JSON' };
  });
  expect(await readPage()).toMatchObject({ events: [], hasMore: false });
  expect(requests).toHaveLength(9);
});
