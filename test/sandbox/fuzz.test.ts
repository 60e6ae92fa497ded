import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openAccount } from './account.js';

const routes = [
  '/audit/search/v2',
  '/audit/capabilities',
  '/audit/logs/6b02153d9ba3b3e600000dc6/restore',
  '/locations/x',
  '/locations/search',
  '/users/search',
  '/users/',
  '/opportunities/pipelines',
  '/opportunities/search',
  '/opportunities/x',
  '/objects/',
  '/calendars/',
];
const names =
  'locationId location_id companyId page pageSize startAt endAt id refresh cursorToken userId type documentType source query skip limit startAfter startAfterId pipeline_id status order email'.split(
    ' ',
  );
const value = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '0',
    '-1',
    '1e9',
    '99999999999999999999',
    'NaN',
    '2026-11-01T00:00:00.000Z',
    '%',
    'MS4x',
    "';--",
    '\u0000',
  ),
);
const query = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), value), { maxLength: 6 })
  .map((pairs) => pairs.map(([name, text]) => `${encode(name)}=${encode(text)}`).join('&'));
const target = fc.oneof(
  fc
    .tuple(fc.constantFrom(...routes), query)
    .map(([path, search]) => `${path}?locationId={location}&${search}`),
  fc.tuple(fc.constantFrom(...routes), query).map(([path, search]) => `${path}?${search}`),
  fc.string().map((path) => `/${path}`),
  fc.string({ unit: 'binary' }),
);
const question = fc.record({
  target,
  method: fc.constantFrom('GET', 'POST', 'DELETE', ''),
  version: fc.constantFrom('2021-07-28', '2021-07-28', '2021-04-15', 'x'),
  as: fc.constantFrom('adminToken', 'agencyToken', 'userToken', 'integrationToken'),
  body: fc.oneof(fc.constant(''), fc.json(), fc.string()),
  headers: fc.record({ 'idempotency-key': fc.oneof(fc.constant('a-key-of-sixteen'), fc.string()) }),
});

/** Half of what callers send is not even text that can be encoded. */
function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

test('whatever is asked, the answer is one of the service’s own: never a crash, never something half', async () => {
  const { ask } = await openAccount({ days: 2 });
  await fc.assert(
    fc.asyncProperty(question, async ({ target: asked, ...more }) => {
      const { status, json, headers } = await ask(asked, more);
      expect([status, asked]).toEqual([
        expect.toSatisfy((code) => [200, 400, 401, 403, 404, 405, 409, 422].includes(code)),
        asked,
      ]);
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      if (status === 200) return;
      expect(json).toMatchObject({
        statusCode: status,
        message: status === 422 ? expect.any(Array) : expect.any(String),
        error: expect.any(String),
        traceId: expect.any(String),
      });
    }),
    { numRuns: 1500 },
  );
});
