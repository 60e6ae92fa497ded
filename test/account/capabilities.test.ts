import { expect, test } from 'vitest';
import { NetworkFailure } from '../../src/errors.js';
import { rejection, type ScriptedAnswer, scriptAccount } from './scripted-account.js';

const unannounced = {
  announced: false,
  filters: [],
  maxPageSize: 100,
  retentionDays: undefined,
  plan: undefined,
  restore: false,
};

test('what an account announces is believed as far as it makes sense, and asked once', async () => {
  const body = {
    filters: ['type', 'userId', 'colour', 7],
    maxPageSize: 500,
    retentionDays: 90,
    plan: 'Pro',
    restore: true,
  };
  const { account, requests } = scriptAccount(() => ({ body }));
  const announced = {
    announced: true,
    filters: ['userId', 'type'],
    maxPageSize: 500,
    retentionDays: 90,
    plan: 'Pro',
    restore: true,
  };
  expect([await account.capabilities(), await account.capabilities()]).toEqual([announced, announced]);
  expect(requests.map(({ url }) => url)).toEqual([
    'https://api.example.com/audit/capabilities?locationId=LOC1',
  ]);
});

test('an announcement of nonsense announces nothing', async () => {
  const body = { filters: 'all', maxPageSize: 0.5, retentionDays: -1, plan: '', restore: 'yes' };
  const { account } = scriptAccount(() => ({ body }));
  expect(await account.capabilities()).toEqual({ ...unannounced, announced: true });
});

test.each<[what: string, answer: ScriptedAnswer]>([
  ['has no such route', { status: 404 }],
  ['hides it behind a refusal', { status: 401, body: { message: 'Unauthorized' } }],
  ['forbids it', { status: 403 }],
  ['knows no such question', { status: 400 }],
  ['answers with a page of its website', { body: '<!doctype html>' }],
])('of an account that %s the least is assumed', async (_what, answer) => {
  const { account, requests } = scriptAccount(() => answer);
  expect(await account.capabilities()).toEqual(unannounced);
  expect(requests.length).toBe(1);
});

test('an account that cannot be reached has not said that it can nothing', async () => {
  let isDown = true;
  const { account } = scriptAccount(() => (isDown ? new NetworkFailure('tls', 'no trust') : { status: 404 }));
  expect(await rejection(account.capabilities())).toMatchObject({ code: 'network-tls' });
  isDown = false;
  expect(await account.capabilities()).toEqual(unannounced);
});

test('an error that comes as a success is asked again until the announcement is there', async () => {
  const { account, requests } = scriptAccount((_, number) =>
    number < 3
      ? { body: { statusCode: 500, message: 'Internal server error' } }
      : { body: { filters: ['type'], retentionDays: 20 } },
  );
  expect(await account.capabilities()).toMatchObject({ filters: ['type'], retentionDays: 20 });
  expect(requests.length).toBe(3);
});
