import { expect, test } from 'vitest';
import { RequestRefusedError } from '../../src/account/failure.js';
import { emptyPage, rejection, type ScriptedAnswer, scriptAccount, startMs } from './scripted-account.js';

const refusal = (status: number, message: unknown, more: object = {}): ScriptedAnswer => ({
  status,
  body: { statusCode: status, message, ...more },
});

function jwt(expiresAtMs: number): string {
  return `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify({ exp: expiresAtMs / 1000 })).toString('base64url')}.c2ln`;
}

test.each<[what: string, answer: ScriptedAnswer, token: string, expected: object]>([
  [
    'a token that nobody knows',
    refusal(401, 'Invalid JWT.'),
    'abc',
    {
      code: 'token-refused',
      exitCode: 4,
      message: 'api.example.com does not accept the token ("Invalid JWT").',
    },
  ],
  [
    'a private integration token',
    refusal(401, 'The token is not authorized for this scope.'),
    'pit-0000-1111',
    {
      code: 'private-integration-token',
      exitCode: 4,
      message:
        'api.example.com does not let this token read /audit/search/v2 ("The token is not authorized for this scope").',
    },
  ],
  [
    'a missing scope',
    refusal(403, 'The token is not authorized for this scope.'),
    'abc',
    {
      code: 'missing-scope',
      exitCode: 4,
      hint: 'The token lacks a scope; for the log: audit-logs.readonly.',
    },
  ],
  [
    'the wrong location',
    refusal(403, 'The token does not have access to this location.'),
    'abc',
    {
      code: 'wrong-location',
      exitCode: 4,
      message: 'The token has no access to location LOC1 at api.example.com.',
    },
  ],
  [
    'a user who is no administrator',
    refusal(403, 'Forbidden resource'),
    'abc',
    {
      code: 'no-right',
      exitCode: 4,
      message: 'api.example.com does not let this user read /audit/search/v2 ("Forbidden resource").',
    },
  ],
  [
    'headers that got lost',
    refusal(401, 'version header was not found.'),
    'abc',
    { code: 'version-header-lost', exitCode: 6 },
  ],
  [
    'a token that the account calls expired',
    refusal(401, 'JWT expired'),
    'abc',
    { code: 'token-expired', exitCode: 4, message: 'The token has expired ("JWT expired").' },
  ],
  [
    'a token that is past its own end',
    refusal(401, 'Unauthorized'),
    jwt(startMs - 1000),
    { code: 'token-expired', exitCode: 4, message: 'The token has expired ("Unauthorized").' },
  ],
  [
    'a token that is not past its end',
    refusal(401, 'Unauthorized'),
    jwt(startMs + 60_000),
    { code: 'token-refused', exitCode: 4 },
  ],
  [
    'an account without a log',
    refusal(404, 'Cannot GET /audit/search/v2'),
    'abc',
    { code: 'no-audit-log', exitCode: 6, message: 'https://api.example.com has no audit log.' },
  ],
  [
    'a redirect',
    { status: 302, headers: { location: 'https://elsewhere.example/login?x=1' } },
    'abc',
    {
      code: 'redirected',
      exitCode: 6,
      message: 'api.example.com sends requests to elsewhere.example; the token was not sent there.',
    },
  ],
  [
    'a redirect to nowhere',
    { status: 307 },
    'abc',
    {
      code: 'redirected',
      message: 'api.example.com sends requests elsewhere; the token was not sent there.',
    },
  ],
  [
    'the end of the day’s requests',
    { status: 429, headers: { 'x-ratelimit-daily-remaining': '0', 'x-ratelimit-limit-daily': '200000' } },
    'abc',
    {
      code: 'daily-limit',
      exitCode: 6,
      message: 'api.example.com takes no more requests today (200000 a day).',
    },
  ],
])('%s ends the request at once, with its own word', async (_what, answer, token, expected) => {
  const { readPage, account } = scriptAccount(() => answer, { token });
  expect(await rejection(readPage())).toMatchObject(expected);
  expect(account.traffic.requests).toBe(1);
});

test.each<[what: string, answer: ScriptedAnswer, parameters: readonly string[]]>([
  ['a page size', refusal(422, ['pageSize must not be greater than 50']), ['pageSize']],
  ['a page size in words', refusal(400, 'Page size too large'), ['pageSize']],
  ['a cursor', refusal(422, ['property cursorToken should not exist']), ['cursorToken']],
  [
    'two filters',
    refusal(422, ['property userId should not exist', 'property documentType should not exist']),
    ['userId', 'documentType'],
  ],
  ['a type', refusal(422, ['property type should not exist']), ['type']],
  ['nothing that it names', refusal(400, 'Bad request'), []],
  ['nothing at all', { status: 422, body: '<html>' }, []],
])('an account that objects to %s says to which', async (_what, answer, parameters) => {
  const { readPage, account } = scriptAccount(() => answer);
  const error = await rejection(readPage());
  expect(error).toBeInstanceOf(RequestRefusedError);
  expect(error).toMatchObject({ code: 'request-refused', parameters });
  expect(account.traffic).toEqual({ requests: 1, retries: 0, refusals: 0 });
});

test('support gets the status, the path and the account’s trace', async () => {
  const { readPage } = scriptAccount(() => refusal(403, 'Forbidden resource', { traceId: 'trace-1' }));
  expect(await rejection(readPage())).toMatchObject({
    facts: { status: 403, host: 'api.example.com', path: '/audit/search/v2', traceId: 'trace-1' },
  });
});

test.each<[what: string, answer: ScriptedAnswer]>([
  ['500', refusal(500, 'Internal server error')],
  ['502 with a web page', { status: 502, body: '<html><h1>Bad gateway</h1></html>' }],
  ['503', { status: 503, headers: { 'retry-after': '1' } }],
  ['504', { status: 504 }],
  ['408', { status: 408 }],
  ['401 "Command timed out"', refusal(401, 'Command timed out')],
  ['429', { status: 429 }],
  ['429 with nonsense', { status: 429, headers: { 'retry-after': 'soon' } }],
  ['a success that is no JSON', { body: '<html>' }],
  ['a success of another shape', { body: { statusCode: 500, message: 'no' } }],
])('%s passes: the page comes in the end', async (_what, answer) => {
  const { readPage, account } = scriptAccount((_request, number) => (number <= 2 ? answer : emptyPage));
  expect(await readPage()).toEqual({ events: [], malformed: [], hasMore: false, cursorToken: undefined });
  expect(account.traffic).toMatchObject({ requests: 3, retries: 2 });
});

test('a token that was good and is refused is tried once more, then called expired', async () => {
  const { readPage, account } = scriptAccount((_request, number) =>
    number === 1 ? emptyPage : refusal(401, 'Unauthorized'),
  );
  await readPage();
  expect(await rejection(readPage())).toMatchObject({
    code: 'token-expired',
    message: 'The token was accepted until now and no longer is ("Unauthorized").',
  });
  expect(account.traffic.requests).toBe(3);
});

test('a refusal that was a slip costs one request', async () => {
  const { readPage, account } = scriptAccount((_request, number) =>
    number === 2 ? refusal(401, 'Unauthorized') : emptyPage,
  );
  await readPage();
  await readPage();
  expect(account.traffic).toEqual({ requests: 3, retries: 1, refusals: 0 });
});
