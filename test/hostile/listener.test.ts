import { afterEach, expect, test } from 'vitest';
import { type Behaviours, type FaultKind, tame } from './behaviours.js';
import { createEventLog } from './event-log.js';
import { type RunningHostileAccount, startHostileAccount } from './listener.js';
import { hostileHeaders, searchUrl } from './naive-reader.js';

const startMs = Date.parse('2026-10-01T00:00:00.000Z');
const log = createEventLog({ seed: 3, stretches: [{ startMs, lengthMs: 86_400_000, count: 250 }] });
const clock = { nowMs: () => startMs + 86_400_000 };
const running: RunningHostileAccount[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((account) => account.close()));
});

async function start(behaviours: Partial<Behaviours>): Promise<RunningHostileAccount> {
  const account = await startHostileAccount({ seed: 3, log, behaviours, clock });
  running.push(account);
  return account;
}

/** Status and what the body came to, or the word for how it failed, as a bare `fetch` of such patience sees it. */
async function seen(
  url: string,
  headers: Readonly<Record<string, string>> = hostileHeaders,
  patienceMs = 15_000,
): Promise<string> {
  try {
    const response = await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    const retryAfter = response.headers.get('retry-after');
    return `${response.status}${retryAfter === null ? '' : ` wait ${retryAfter}`} ${kindOfBody(text)}`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.name === 'TimeoutError' ? 'silence' : 'broken off';
  }
}

function kindOfBody(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const isLog = typeof body === 'object' && body !== null && 'logs' in body && 'pagination' in body;
    return isLog ? 'log' : 'JSON';
  } catch {
    return text === '' ? 'nothing' : 'no JSON';
  }
}

const day = {
  page: 1,
  pageSize: 100,
  startAt: '2026-10-01T00:00:00.000Z',
  endAt: '2026-10-01T23:59:59.999Z',
};

const looks: readonly (readonly [FaultKind, string])[] = [
  ['rate-limited', '429 JSON'],
  ['rate-limited-for-seconds', '429 wait 2 JSON'],
  ['rate-limited-until-a-date', '429 wait Fri, 02 Oct 2026 00:00:03 GMT JSON'],
  ['rate-limited-for-an-hour', '429 wait 3600 JSON'],
  ['server-error', '500 JSON'],
  ['bad-gateway-html', '502 no JSON'],
  ['unavailable', '503 JSON'],
  ['gateway-timeout', '504 no JSON'],
  ['command-timed-out', '401 JSON'],
  ['reset-before-headers', 'broken off'],
  ['reset-during-headers', 'broken off'],
  ['reset-after-headers', 'broken off'],
  ['cut-with-length', 'broken off'],
  ['cut-chunked', 'broken off'],
  ['cut-without-length', '200 no JSON'],
  ['stalled-body', 'silence'],
  ['stalled-headers', 'silence'],
  ['slow-first-byte', '200 log'],
  ['not-json', '200 no JSON'],
  ['not-an-object', '200 JSON'],
  ['no-logs', '200 JSON'],
  ['error-with-status-200', '200 JSON'],
  ['empty-answer', '200 nothing'],
];

test.each(looks)('%s looks like that on a real socket: %s', async (kind, look) => {
  const account = await start({ always: kind });
  const patienceMs = look === 'silence' ? 100 : undefined;
  expect(await seen(searchUrl(account.url, day), hostileHeaders, patienceMs)).toBe(look);
  expect(account.stats().faults).toEqual({ [kind]: 1 });
});

test('a fault is passed on to the next request at most as often as was asked for', async () => {
  const account = await start({
    faults: { ...tame.faults, share: 1, kinds: ['server-error'], maxInARow: 2 },
  });
  const answers = [];
  for (let turn = 0; turn < 6; turn += 1) answers.push(await seen(searchUrl(account.url, day)));
  expect(answers).toEqual(['500 JSON', '500 JSON', '200 log', '500 JSON', '500 JSON', '200 log']);
});

test('what the account refuses, it refuses in the words of the vendor', async () => {
  const account = await start({ isStrict: true, maxPageSize: 50, tooLargePage: 'refused' });
  const withoutVersion = { authorization: hostileHeaders.authorization };
  const withOtherToken = { ...hostileHeaders, authorization: 'Bearer pit-1' };
  expect([
    await seen(searchUrl(account.url, day)),
    await seen(searchUrl(account.url, { ...day, pageSize: 50, cursorToken: 'x' })),
    await seen(searchUrl(account.url, { ...day, pageSize: 50, locationId: 'ANOTHER' })),
    await seen(searchUrl(account.url, { ...day, pageSize: 50 }), withoutVersion),
    await seen(searchUrl(account.url, { ...day, pageSize: 50 }), withOtherToken),
    await seen(searchUrl(account.url, { ...day, pageSize: 50 })),
  ]).toEqual(['422 JSON', '422 JSON', '403 JSON', '401 JSON', '401 JSON', '200 log']);
});

test('the limit is a real one: the request after the last is refused', async () => {
  const limit = {
    kind: 'sliding-window',
    requests: 3,
    intervalMs: 10_000,
    hasHeaders: true,
    saysRetryAfter: true,
  } as const;
  const account = await start({ limit });
  const answers = [];
  for (let turn = 0; turn < 4; turn += 1) answers.push(await seen(searchUrl(account.url, day)));
  expect(answers).toEqual(['200 log', '200 log', '200 log', '429 wait 10 JSON']);
  expect(account.stats().refusals).toBe(1);
});

test('a client that follows a redirect with its token is found out', async () => {
  const account = await start({ always: 'redirect' });
  const { headers } = await fetch(searchUrl(account.url, day), {
    headers: hostileHeaders,
    redirect: 'manual',
  });
  await fetch(headers.get('location') ?? '', { headers: hostileHeaders });
  expect(account.elsewhere()).toEqual({ requests: 1, tokens: 1 });
});

test('the clock that the account shows can be an hour off', async () => {
  const account = await start({ skewMs: 3_600_000 });
  const { headers } = await fetch(searchUrl(account.url, day), { headers: hostileHeaders });
  expect(headers.get('date')).toBe('Fri, 02 Oct 2026 01:00:00 GMT');
});
