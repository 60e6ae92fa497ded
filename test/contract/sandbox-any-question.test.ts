import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHostileTexts } from '../support/hostile-texts.js';
import { openContract } from './contract.js';
import { apiUrl, ask, embeddedAccount, type Question } from './embedded-account.js';
import { matchOperation } from './openapi.js';

const contract = openContract({ strict: true });
const account = embeddedAccount();

const parameterNames = contract.operations.flatMap(({ parameters }) =>
  parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
);
const text = fc.oneof(
  fc.constantFrom(...readHostileTexts().map((hostile) => hostile.text.slice(0, 500))),
  fc.constantFrom(
    '0',
    '-1',
    '1e3',
    '99999999999999999999',
    '2026-09-01T00:00:00.000Z',
    '2026-13-45T99:99:99Z',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...parameterNames), text), text), { maxLength: 6 });
const path = fc.constantFrom(...contract.operations.map((operation) => operation.path));

/** A question of which anything may be wrong, save that its sender is an administrator of the account. */
const question = fc
  .record({
    method: fc.constantFrom('GET' as const, 'POST' as const),
    path,
    part: text,
    query,
    isOwn: fc.boolean(),
    version: fc.constantFrom('2021-07-28', '2021-04-15'),
    key: fc.constantFrom('', 'short', 'a-good-key-0123456789', 'ä'.repeat(3)),
    body: fc.oneof(text, fc.json()),
  })
  .map(({ method, path: template, part, query: pairs, isOwn, version, key, body }) => {
    const wellFormed = part.replace(/\p{Surrogate}/gu, '\ufffd');
    const target = template.replace(/\{\w+\}/g, encodeURIComponent(wellFormed) || 'x');
    const own: [string, string][] = isOwn ? [['locationId', account().locationId]] : [];
    const search = new URLSearchParams([...own, ...pairs]);
    const headers = { version, 'idempotency-key': key.replace(/[^\x20-\x7e]/g, '?') };
    return { method, target: `${target}?${search}`, headers, ...(method === 'POST' ? { body } : {}) };
  });

test('no question makes the embedded account fail: it answers, or says in the contract’s words what is wrong', async () => {
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      question,
      async ({ headers, ...rest }: Required<Pick<Question, 'headers'>> & Question) => {
        const authorization = `Bearer ${account().tokens.adminToken}`;
        const answer = await ask(account(), { ...rest, headers: { ...headers, authorization } });
        seen.add(answer.status);
        expect(answer.status).toBeLessThan(500);
        const { pathname } = new URL(apiUrl + rest.target);
        const operation = matchOperation(contract.operations, rest.method ?? 'GET', pathname);
        if (operation === undefined) expect([404, 405]).toContain(answer.status);
        else expect(contract.answerFaults(operation.id, answer)).toEqual([]);
      },
    ),
    { numRuns: 600, seed: 20260901 },
  );
  expect([...seen].sort()).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 405, 422]));
});
