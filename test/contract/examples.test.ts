import { describe, expect, test } from 'vitest';
import { openContract } from './contract.js';
import { readExamples } from './examples.js';

const contract = openContract();
const strictContract = openContract({ strict: true });
const examples = readExamples();
const fitting = examples.filter(({ fits }) => fits);

describe('the examples are what the contract says', () => {
  test.each(fitting.map((example) => [example.name, example] as const))('%s fits', (_name, example) => {
    expect(strictContract.answerFaults(example.operation, example.answer)).toEqual([]);
  });

  test.each(examples.filter(({ fits }) => !fits).map((example) => [example.name, example] as const))(
    '%s, which an account should never send, does not',
    (_name, example) => {
      expect(contract.answerFaults(example.operation, example.answer)).not.toEqual([]);
    },
  );

  test('every answer that the contract names for a route of ours, and every shared error, has an example', () => {
    const shown = new Set(fitting.map(({ operation, answer }) => `${operation} ${answer.status}`));
    const promised = contract.operations.flatMap(({ id, responses }) =>
      Object.keys(responses)
        .filter((status) => status.startsWith('2'))
        .map((status) => `${id} ${status}`),
    );
    expect(promised.filter((answer) => !shown.has(answer))).toEqual([]);
    const statuses = new Set(fitting.map(({ answer }) => answer.status));
    expect([...statuses].sort()).toEqual([200, 202, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503]);
  });

  test('every reason for which a restore may be refused has an example', () => {
    const refusal = contract.document.components['schemas']?.['RestoreRefusal'] as {
      properties: { reason: { enum: string[] } };
    };
    const reasons = fitting.flatMap(({ name }) => /^refused\.(.+)$/.exec(name)?.[1] ?? []);
    expect(refusal.properties.reason.enum.filter((reason) => !reasons.includes(reason))).toEqual([]);
  });
});

describe('the contract can be broken', () => {
  const page = examples.find(({ name }) => name === 'search-log.page')?.answer;
  const mutations: readonly (readonly [string, (body: MutablePage) => void])[] = [
    ['an event loses its _id', (body) => delete body.logs[0]?.['_id']],
    [
      'an instant loses its zone',
      (body) => Object.assign(body.logs[0] ?? {}, { createdAt: '2026-09-01T14:03:22.118' }),
    ],
    ['a module is a number', (body) => Object.assign(body.logs[1] ?? {}, { documentType: 7 })],
    ['changedFields is a text', (body) => Object.assign(body.logs[2] ?? {}, { changedFields: 'tags' })],
    [
      'a tag is an object',
      (body) => Object.assign(body.logs[0] ?? {}, { after: { tagsAdded: [{ name: 'vip' }] } }),
    ],
    [
      'mongoLogs holds something else',
      (body) => Object.assign(body, { mongoLogs: [{ _id: 'x', message: 'y' }] }),
    ],
    ['nobody says whether more follows', (body) => Object.assign(body, { pagination: {} })],
  ];

  test.each(mutations)('%s', (_name, mutate) => {
    const body = JSON.parse(page?.text ?? '') as MutablePage;
    mutate(body);
    const answer = { ...page, status: 200, headers: page?.headers ?? {}, text: JSON.stringify(body) };
    expect(contract.answerFaults('searchLog', answer)).not.toEqual([]);
  });

  test.each(
    fitting
      .filter(({ answer }) => answer.status < 300 && answer.text.startsWith('{'))
      .map((example) => [example.name, example] as const),
  )('%s without any of its first-level fields that the contract requires', (_name, example) => {
    const body = JSON.parse(example.answer.text) as Record<string, unknown>;
    const spoiled = Object.fromEntries(Object.keys(body).map((key) => [`${key}_`, body[key]]));
    expect(
      contract.answerFaults(example.operation, { ...example.answer, text: JSON.stringify(spoiled) }),
    ).not.toEqual([]);
  });

  test('an unnamed field in an answer of our own routes', () => {
    const capabilities = examples.find(({ name }) => name === 'capabilities.announced');
    const answer = {
      ...capabilities?.answer,
      status: 200,
      headers: capabilities?.answer.headers ?? {},
      text: JSON.stringify({ ...JSON.parse(capabilities?.answer.text ?? ''), weather: 'fair' }),
    };
    expect(strictContract.answerFaults('readCapabilities', answer)).toEqual([
      '/ must NOT have additional properties',
    ]);
    expect(contract.answerFaults('readCapabilities', answer)).toEqual([]);
  });

  test('a status, a content type, a header that no route names', () => {
    const plain = { status: 200, headers: { 'content-type': 'application/json' }, text: '{"calendars":[]}' };
    expect(contract.answerFaults('listCalendars', plain)).toEqual([]);
    expect(contract.answerFaults('listCalendars', { ...plain, status: 418 })).toEqual([
      'status 418 is not in the document',
    ]);
    expect(contract.answerFaults('listCalendars', { ...plain, headers: {} })).toEqual([
      'content type "" is not in the document',
    ]);
    const headers = { ...plain.headers, 'x-ratelimit-max': 'many' };
    expect(contract.answerFaults('listCalendars', { ...plain, headers })).toEqual([
      'header X-RateLimit-Max: / must be integer',
    ]);
  });
});

interface MutablePage {
  readonly logs: Record<string, unknown>[];
}
