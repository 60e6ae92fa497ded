import { describe, expect, test } from 'vitest';
import type { Answer, Reply } from '../../../src/sandbox/exchange.js';
import { withFaults } from '../../../src/sandbox/faults/bad-day.js';
import { faultWords, parseFaults } from '../../../src/sandbox/faults/fault-spec.js';
import { openAccount, type Page } from '../account.js';

interface BadDay {
  ask(target: string): Promise<Reply>;
  readonly slept: readonly number[];
  setNow(ms: number): void;
}

async function badDay(spec: string): Promise<BadDay> {
  const { sandbox } = await openAccount({ days: 8 });
  const slept: number[] = [];
  let now = 0;
  const answer: Answer = withFaults(sandbox.answer, parseFaults(spec), {
    nowMs: () => now,
    sleep: async (ms) => {
      slept.push(ms);
    },
  });
  return {
    slept,
    setNow: (ms) => {
      now = ms;
    },
    ask: (target) =>
      answer({
        method: 'GET',
        target: target.replace('{location}', sandbox.locationId),
        headers: { version: '2021-07-28', authorization: `Bearer ${sandbox.tokens.adminToken}` },
        body: '',
      }),
  };
}

const log = '/audit/search/v2?locationId={location}&page=1&pageSize=100';

async function pageOf(day: BadDay): Promise<Page> {
  return JSON.parse((await day.ask(log)).body) as Page;
}

test('a day without faults is the account itself', async () => {
  const day = await badDay('');
  const { status, cutAfterBytes } = await day.ask(log);
  expect([status, cutAfterBytes, day.slept]).toEqual([200, undefined, []]);
});

test('every answer fails where all are to fail, in all the ways of accounts', async () => {
  const day = await badDay('errors=100%');
  const seen = new Set<string>();
  for (let asked = 0; asked < 60; asked += 1) {
    const { status, headers } = await day.ask(log);
    seen.add(`${status} ${headers['content-type']?.split(';')[0]}`);
  }
  expect([...seen].toSorted()).toEqual([
    '401 application/json',
    '500 application/json',
    '502 text/html',
    '503 application/json',
    '504 application/json',
  ]);
});

test('the same seed and the same questions have the same faults', async () => {
  const run = async (spec: string) => {
    const day = await badDay(spec);
    const statuses: number[] = [];
    for (let asked = 0; asked < 40; asked += 1) statuses.push((await day.ask(log)).status);
    return statuses;
  };
  expect(await run('errors=30%')).toEqual(await run('errors=30%'));
  expect(await run('errors=30%')).not.toEqual(await run('errors=30%,seed=2'));
});

test('answers come late, are cut, or do not come', async () => {
  const late = await badDay('latency=50ms-2s');
  for (let asked = 0; asked < 20; asked += 1) await late.ask(log);
  expect([
    Math.min(...late.slept) >= 50,
    Math.max(...late.slept) <= 2000,
    new Set(late.slept).size > 5,
  ]).toEqual([true, true, true]);
  const cut = await (await badDay('cut=100%')).ask(log);
  expect(cut.cutAfterBytes).toBeGreaterThan(0);
  expect(cut.cutAfterBytes).toBeLessThan(Buffer.byteLength(cut.body));
  expect((await (await badDay('reset=100%')).ask(log)).cutAfterBytes).toBe(0);
});

describe('what a strict account refuses', () => {
  test.each([
    [
      'strict',
      `${log}&userId=x&type=y`,
      422,
      ['property userId should not exist', 'property type should not exist'],
    ],
    ['strict', '/audit/capabilities', 404, 'Cannot GET /audit/capabilities'],
    ['strict', '/audit/logs/x/restore', 404, 'Cannot GET /audit/logs/x/restore'],
    ['no-cursor', `${log}&cursorToken=x`, 422, ['property cursorToken should not exist']],
    ['max-page=50', log, 422, ['pageSize must not be greater than 50']],
  ])('%s: %s is %i', async (spec, target, status, message) => {
    const reply = await (await badDay(spec)).ask(target);
    expect([reply.status, JSON.parse(reply.body)]).toEqual([
      status,
      expect.objectContaining({ statusCode: status, message }),
    ]);
  });

  test('what every account takes it takes', async () => {
    expect((await (await badDay('strict,no-cursor,max-page=100')).ask(`${log}&refresh=true`)).status).toBe(
      200,
    );
  });
});

test('tokens are good until they expire', async () => {
  const day = await badDay('expire=15m');
  day.setNow(15 * 60_000 - 1);
  expect((await day.ask(log)).status).toBe(200);
  day.setNow(15 * 60_000);
  expect((await day.ask(log)).status).toBe(401);
});

test('a page out of order or with repeats holds the same events', async () => {
  const whole = await pageOf(await badDay(''));
  const ids = ({ logs, mongoLogs }: Page) => [...logs, ...mongoLogs].map(({ _id }) => _id);
  const shuffled = await pageOf(await badDay('shuffle'));
  expect(ids(shuffled)).not.toEqual(ids(whole));
  expect(ids(shuffled).toSorted()).toEqual(ids(whole).toSorted());
  const repeated = await pageOf(await badDay('repeat'));
  expect(ids(repeated).length).toBeGreaterThan(ids(whole).length);
  expect([...new Set(ids(repeated))].toSorted()).toEqual(ids(whole).toSorted());
});

test('words that nobody knows are the same whenever an event is read', async () => {
  const day = await badDay('unknown-words');
  const page = await pageOf(day);
  expect(await pageOf(day)).toEqual(page);
  const strange = [...page.logs, ...page.mongoLogs].filter(
    ({ documentType }) => documentType === 'VOICE_AGENT',
  );
  expect(strange.length).toBeGreaterThan(2);
});

test('every fault that is listed can be typed as its example says', () => {
  for (const [example] of faultWords) expect(() => parseFaults(example.split(' ')[0] ?? '')).not.toThrow();
});

test.each([
  ['nonsense', 'There is limit=10/10s, '],
  ['errors=lots', 'It is written errors=5%.'],
  ['errors=101%', 'It is written errors=5%.'],
  ['limit=0/1s', 'It is written limit=10/10s.'],
  ['latency=2s-1s', 'It is written latency=200ms or 50ms-2s.'],
  ['strict=yes', 'It is written strict.'],
  ['toString', 'There is limit=10/10s, '],
])('%s is refused with what is understood', (spec, hint) => {
  expect(() => parseFaults(spec)).toThrow(
    expect.objectContaining({ code: 'sandbox-usage', hint: expect.stringContaining(hint) }),
  );
});
