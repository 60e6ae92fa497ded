import { describe, expect, test } from 'vitest';
import type { RestoreRequest } from '../../src/account/account.js';
import { NetworkFailure } from '../../src/errors.js';
import { readExample } from '../contract/examples.js';
import { rejection, type ScriptedAnswer, scriptAccount } from './scripted-account.js';

const eventId = '66f0c0ffee0000000000a040';
const key = 'restore-2026-09-02-k7Qm2xVtR0aB';
const digest = '5f1d7a3c9b2e4860a7c15d3e9f0b8246c1a7e3d5902b4f6887d1c0e9a3b5f742';
const request: RestoreRequest = { eventId, key, digest, route: undefined };

const example = (name: string): ScriptedAnswer => {
  const { status, headers, text } = readExample(name).answer;
  return { status, headers, body: text };
};

describe('a preview', () => {
  test('of a pipeline is what comes back, what does not, until when, and the digest', async () => {
    const { account, requests } = scriptAccount(() => example('preview.pipeline'));
    const offer = await account.previewRestore(eventId);
    expect(offer).toMatchObject({ refusal: undefined, untilMs: Date.UTC(2026, 9, 31, 16, 20), digest });
    expect(offer.restores.map(({ kind, id }) => [kind, id])).toEqual([
      ['pipeline', 'PIPELINE000000000001'],
      ['stage', 'STAGE000000000000001'],
      ['stage', 'STAGE000000000000002'],
      ['opportunity', 'OPPORTUNITY000000001'],
    ]);
    expect(offer.skips).toEqual([
      {
        kind: 'opportunity',
        id: 'OPPORTUNITY000000002',
        name: 'New gutters',
        reason: 'contact-deleted',
        message: 'Its contact has been deleted.',
      },
    ]);
    expect(requests.map(({ method, url }) => [method, url])).toEqual([
      ['GET', `https://api.example.com/audit/logs/${eventId}/restore?locationId=LOC1`],
    ]);
  });

  test('that refuses has the reason with its facts', async () => {
    const { account } = scriptAccount(() => example('preview.already-restored'));
    expect((await account.previewRestore(eventId)).refusal).toEqual({
      reason: 'already-restored',
      message: 'It has been restored.',
      restoredMs: Date.UTC(2026, 8, 2, 8),
      restoredBy: 'Maria Example',
      restoreEventId: '66f0c0ffee0000000000a044',
    });
  });

  test.each<[what: string, change: object]>([
    ['about another event', { eventId: 'e2' }],
    ['that does not say whether', { restorable: 'yes' }],
    ['that refuses without a reason', { restorable: false, refusal: null }],
    ['without its list', { restores: undefined }],
    [
      'of a kind that nobody knows',
      { restores: [{ documentType: 'SECRET', id: 'x', name: null, record: {} }] },
    ],
    ['of nothing with an id', { restores: [{ documentType: 'PIPELINE', id: '', name: null, record: {} }] }],
  ])('%s is no preview', async (_what, change) => {
    const body = { ...JSON.parse(readExample('preview.pipeline').answer.text), ...change };
    const { account } = scriptAccount(() => ({ body }));
    expect(await rejection(account.previewRestore(eventId))).toMatchObject({ code: 'bad-answer' });
  });
});

describe('the one request', () => {
  test('bears the key and the digest, and no more', async () => {
    const { account, requests, traces } = scriptAccount(() => example('restore.accepted'));
    expect(await account.requestRestore(request)).toEqual({
      kind: 'state',
      state: { kind: 'running' },
      isReplay: false,
    });
    const [sent] = requests;
    expect([sent?.method, sent?.url, sent?.body]).toEqual([
      'POST',
      `https://api.example.com/audit/logs/${eventId}/restore?locationId=LOC1`,
      JSON.stringify({ digest }),
    ]);
    expect(sent?.headers).toEqual({
      accept: 'application/json',
      authorization: 'Bearer SECRET-CANARY-5f2b',
      channel: 'APP',
      'content-type': 'application/json',
      'idempotency-key': key,
      source: 'WEB_USER',
      version: '2021-07-28',
    });
    expect(traces).toEqual([`/audit/logs/${eventId}/restore?locationId=LOC1 → 202`]);
  });

  test('that was taken before is told as such', async () => {
    const { account } = scriptAccount(() => example('restore.replayed'));
    expect(await account.requestRestore(request)).toMatchObject({
      kind: 'state',
      state: { kind: 'done' },
      isReplay: true,
    });
  });

  test.each([
    'already-restored',
    'changed',
    'contact-deleted',
    'container-missing',
    'expired',
    'in-progress',
    'key-reused',
    'name-taken',
    'not-a-deletion',
    'not-permitted',
    'not-restorable',
    'part-of-another',
  ])('that is refused as %s says so, and is not sent again', async (reason) => {
    const { account, requests } = scriptAccount(() => example(`refused.${reason}`));
    expect(await account.requestRestore(request)).toMatchObject({ kind: 'refused', refusal: { reason } });
    expect(requests.length).toBe(1);
  });

  test.each<[what: string, answer: () => ScriptedAnswer | NetworkFailure]>([
    ['a reset', () => new NetworkFailure('reset', 'reset')],
    ['a silence', () => new NetworkFailure('timeout', 'no answer')],
    ['a cut', () => new NetworkFailure('truncated', 'cut')],
    ['an answer without an end', () => new NetworkFailure('too-large', 'large')],
    ['a 500', () => example('restore.server-error')],
    ['a gateway', () => example('restore-state.gateway')],
    ['a redirect', () => ({ status: 303, headers: { location: 'https://elsewhere.example' } })],
    ['a 401 that is a time-out', () => example('error.timed-out')],
    ['nonsense', () => ({ status: 200, body: 'OK' })],
    [
      'an answer about another key',
      () => ({ status: 202, body: { idempotencyKey: 'other', state: 'done' } }),
    ],
    ['a state that nobody knows', () => ({ status: 202, body: { idempotencyKey: key, state: 'maybe' } })],
  ])('that ends in %s may have been done, and is not sent again', async (_what, answer) => {
    const { account, requests } = scriptAccount(answer);
    expect(await account.requestRestore(request)).toMatchObject({ kind: 'lost' });
    expect(requests.length).toBe(1);
  });

  test.each<[what: string, answer: () => ScriptedAnswer | NetworkFailure, code: string]>([
    ['an unknown host', () => new NetworkFailure('dns', 'unknown'), 'network-dns'],
    ['a closed port', () => new NetworkFailure('refused', 'refused'), 'network-refused'],
    ['a bad certificate', () => new NetworkFailure('tls', 'bad'), 'network-tls'],
    ['a token that is not accepted', () => example('error.expired-token'), 'token-refused'],
    ['no such event', () => example('refused.no-event-to-restore'), 'not-found'],
    ['a missing key', () => example('refused.no-key'), 'request-refused'],
    ['another location', () => example('refused.wrong-location'), 'wrong-location'],
  ])('that ends at %s was never begun', async (_what, answer, code) => {
    const { account, requests } = scriptAccount(answer);
    expect(await rejection(account.requestRestore(request))).toMatchObject({ code });
    expect(requests.length).toBe(1);
  });

  test('that is refused for its rate is sent again, for the account has not taken it', async () => {
    const { account, requests, waits } = scriptAccount((_request, number) =>
      number < 3 ? { status: 429, headers: { 'retry-after': '3' } } : example('restore.accepted'),
    );
    expect(await account.requestRestore(request)).toMatchObject({ kind: 'state' });
    expect([requests.length, waits.length > 0]).toEqual([3, true]);
  });

  test('goes to the route that the profile names, with method, path and query of its own', async () => {
    const { account, requests } = scriptAccount(() => ({ status: 204 }));
    const route = 'PUT /v9/undelete/{eventId}?force=1';
    expect(await account.requestRestore({ ...request, eventId: 'a/b', route })).toEqual({ kind: 'accepted' });
    expect(requests.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['PUT', 'https://api.example.com/v9/undelete/a%2Fb?force=1', undefined],
    ]);
  });

  test.each(['DELETE /x/{eventId}', 'POST /x', 'POST x/{eventId}', ''])(
    'a named route like %j is refused',
    async (route) => {
      const { account, requests } = scriptAccount(() => ({ status: 204 }));
      expect(await rejection(account.requestRestore({ ...request, route }))).toMatchObject({
        code: 'bad-restore-route',
      });
      expect(requests).toEqual([]);
    },
  );

  test.each(['', '.', '..'])('an event called %j leads nowhere', async (odd) => {
    const { account, requests } = scriptAccount(() => ({ status: 204 }));
    expect(await rejection(account.requestRestore({ ...request, eventId: odd }))).toMatchObject({
      code: 'bad-event-id',
    });
    expect(requests).toEqual([]);
  });
});

describe('where a restore stands', () => {
  test.each<[name: string, state: object]>([
    ['restore-state.running', { kind: 'running' }],
    [
      'restore-state.failed',
      {
        kind: 'failed',
        refusal: { reason: 'name-taken', takenBy: { id: 'PIPELINE000000000002', name: 'Sales' } },
      },
    ],
    ['restore-state.done', { kind: 'done', restoreEventId: '66f0c0ffee0000000000a044' }],
  ])('%s', async (name, state) => {
    const { account, requests } = scriptAccount(() => example(name));
    expect(await account.restoreState(eventId, key)).toMatchObject(state);
    expect(requests[0]?.url).toBe(
      `https://api.example.com/audit/logs/${eventId}/restore/${key}?locationId=LOC1`,
    );
  });

  test('is nothing where the account has never heard of the key', async () => {
    const { account } = scriptAccount(() => example('refused.unknown-key'));
    expect(await account.restoreState(eventId, key)).toBeUndefined();
  });
});
