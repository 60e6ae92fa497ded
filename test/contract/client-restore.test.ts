import { describe, expect, test } from 'vitest';
import type { RestoreAnswer } from '../../src/account/account.js';
import { AuditError } from '../../src/errors.js';
import { type Answer, openContract } from './contract.js';
import { readExample } from './examples.js';
import { openToldAccount } from './told-account.js';

const contract = openContract();
const eventId = '66f0c0ffee0000000000a040';
const key = 'restore-2026-09-02-k7Qm2xVtR0aB';
const digest = '5f1d7a3c9b2e4860a7c15d3e9f0b8246c1a7e3d5902b4f6887d1c0e9a3b5f742';

const items = [
  { kind: 'pipeline', id: 'PIPELINE000000000001', name: 'Sales', fields: { name: 'Sales' } },
  {
    kind: 'stage',
    id: 'STAGE000000000000001',
    name: 'Proposal',
    fields: { name: 'Proposal', position: 0 },
  },
  { kind: 'stage', id: 'STAGE000000000000002', name: 'Won', fields: { name: 'Won', position: 1 } },
  {
    kind: 'opportunity',
    id: 'OPPORTUNITY000000001',
    name: 'Roof repair',
    fields: {
      name: 'Roof repair',
      pipelineId: 'PIPELINE000000000001',
      pipelineStageId: 'STAGE000000000000002',
      contactId: 'CONTACT0000000000001',
      status: 'won',
      monetaryValue: 12500.5,
      assignedTo: 'USER0000000000000001',
    },
  },
];
const skipped = [
  {
    kind: 'opportunity',
    id: 'OPPORTUNITY000000002',
    name: 'New gutters',
    reason: 'contact-deleted',
    message: 'Its contact has been deleted.',
  },
];
const done = { kind: 'done', restored: items, skipped, restoreEventId: '66f0c0ffee0000000000a044' };

/** A client to whom only the answers of one example are given. */
function hearing(name: string) {
  const { operation, answer } = readExample(name);
  return openToldAccount({ [operation]: [answer] });
}

describe('what the client sends to look, to restore and to look again', () => {
  test('is what the contract says, and one request each', async () => {
    const preview = hearing('preview.pipeline');
    await preview.account.previewRestore(eventId);
    const restore = hearing('restore.accepted');
    await restore.account.requestRestore({ eventId, key, digest, route: undefined });
    await restore.account.requestRestore({ eventId, key, digest: undefined, route: undefined });
    const state = hearing('restore-state.done');
    await state.account.restoreState(eventId, key);
    const sent = [...preview.requests, ...restore.requests, ...state.requests];
    expect(sent.flatMap((request) => contract.requestFaults(request))).toEqual([]);
    const route = `https://account.example/audit/logs/${eventId}/restore`;
    expect(sent.map(({ method, url, body }) => [method, url.replace(/\?.*/, ''), body])).toEqual([
      ['GET', route, undefined],
      ['POST', route, JSON.stringify({ digest })],
      ['POST', route, undefined],
      ['GET', `${route}/${key}`, undefined],
    ]);
    expect(sent.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined, key, key, undefined]);
  });
});

describe('what a preview says', () => {
  test('is what comes back, what does not and why, and until when', async () => {
    expect(await hearing('preview.pipeline').account.previewRestore(eventId)).toEqual({
      refusal: undefined,
      untilMs: Date.UTC(2026, 9, 31, 16, 20),
      restores: items,
      skips: skipped,
      digest,
    });
  });

  test.each([
    ['preview.expired', 'expired'],
    ['preview.name-taken', 'name-taken'],
    ['preview.already-restored', 'already-restored'],
  ])('%s: or why nothing can', async (name, reason) => {
    const offer = await hearing(name).account.previewRestore(eventId);
    expect([offer.refusal?.reason, offer.restores, offer.skips]).toEqual([reason, [], []]);
  });
});

async function ask(answer: Answer): Promise<RestoreAnswer | { readonly code: string }> {
  const { account } = openToldAccount({ restore: [answer] });
  try {
    return await account.requestRestore({ eventId, key, digest, route: undefined });
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { code: error.code };
  }
}

const answerOf = (name: string) => readExample(name).answer;

describe('what a restore is answered', () => {
  test('is where it stands, and whether the key had been seen before', async () => {
    expect(await ask(answerOf('restore.accepted'))).toEqual({
      kind: 'state',
      state: { kind: 'running' },
      isReplay: false,
    });
    expect(await ask(answerOf('restore.accepted-and-done'))).toEqual({
      kind: 'state',
      state: done,
      isReplay: false,
    });
    expect(await ask(answerOf('restore.replayed'))).toEqual({ kind: 'state', state: done, isReplay: true });
  });

  test.each([
    'expired',
    'already-restored',
    'name-taken',
    'not-a-deletion',
    'not-restorable',
    'part-of-another',
    'contact-deleted',
    'container-missing',
    'in-progress',
    'changed',
    'key-reused',
    'not-permitted',
  ])('is a refusal with its reason: %s', async (reason) => {
    expect(await ask(answerOf(`refused.${reason}`))).toMatchObject({ kind: 'refused', refusal: { reason } });
  });

  test('keeps the facts of a refusal', async () => {
    const refusal = async (name: string) => {
      const answer = await ask(answerOf(name));
      return 'kind' in answer && answer.kind === 'refused' ? answer.refusal : answer;
    };
    expect(await refusal('refused.already-restored')).toEqual({
      reason: 'already-restored',
      message: 'It has been restored.',
      restoredMs: Date.UTC(2026, 8, 2, 8),
      restoredBy: 'Maria Example',
      restoreEventId: '66f0c0ffee0000000000a044',
    });
    expect(await refusal('refused.expired')).toMatchObject({ expiredMs: Date.UTC(2026, 9, 31, 16, 20) });
    expect(await refusal('refused.name-taken')).toMatchObject({
      takenBy: { id: 'PIPELINE000000000002', name: 'Sales' },
    });
    expect(await refusal('refused.part-of-another')).toMatchObject({ containerEventId: eventId });
    expect(await refusal('refused.container-missing')).toMatchObject({
      container: { kind: 'PIPELINE_STAGE', id: 'STAGE000000000000002', name: 'Won' },
    });
  });

  test.each([
    ['refused.wrong-location', 'wrong-location'],
    ['refused.no-key', 'request-refused'],
    ['refused.no-event-to-restore', 'not-found'],
    ['restore.unprocessable', 'request-refused'],
  ])('is an error where it is certain that nothing was begun: %s', async (name, code) => {
    expect(await ask(answerOf(name))).toEqual({ code });
  });

  test.each<[string, Answer]>([
    ['a failure of the service', answerOf('restore.server-error')],
    ['a gateway that gave up', { ...answerOf('error.gateway-html') }],
    ['an answer that is cut short', { ...answerOf('restore.accepted'), text: '{"idempotencyKey":"rest' }],
    ['a page of HTML', { ...answerOf('restore.accepted'), text: '<!doctype html>' }],
    ['a state that nobody knows', withState('restore.accepted', { state: 'paused' })],
    ['the state of another restore', withState('restore.accepted', { idempotencyKey: `${key}x` })],
    ['done, without saying what', withState('restore.accepted', { state: 'done' })],
  ])('is lost, and neither done nor refused, where it is %s', async (_name, answer) => {
    expect(await ask(answer)).toEqual({ kind: 'lost', why: expect.any(String) });
  });

  test('is never asked for twice, whatever is answered', async () => {
    for (const name of ['restore.server-error', 'error.gateway-html', 'error.busy', 'error.timed-out']) {
      const { account, requests } = openToldAccount({ restore: [answerOf(name)] });
      await account.requestRestore({ eventId, key, digest, route: undefined }).catch(() => undefined);
      expect([name, requests.length]).toEqual([name, 1]);
    }
  });
});

function withState(name: string, more: Readonly<Record<string, unknown>>): Answer {
  const answer = answerOf(name);
  return { ...answer, text: JSON.stringify({ ...JSON.parse(answer.text), ...more }) };
}

describe('where a restore stands', () => {
  test('is told by its key', async () => {
    const state = (name: string) => hearing(name).account.restoreState(eventId, key);
    expect(await state('restore-state.running')).toEqual({ kind: 'running' });
    expect(await state('restore-state.done')).toEqual(done);
    expect(await state('restore-state.failed')).toMatchObject({
      kind: 'failed',
      refusal: { reason: 'name-taken' },
    });
    expect(await state('refused.unknown-key')).toBeUndefined();
  });

  test('is not known while the account is in trouble: that is no word that nothing was begun', async () => {
    await expect(hearing('restore-state.gateway').account.restoreState(eventId, key)).rejects.toMatchObject({
      code: 'account-in-trouble',
    });
  });
});
