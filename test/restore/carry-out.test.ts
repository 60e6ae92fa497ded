import { expect, test } from 'vitest';
import type { RestorableAccount } from '../../src/account/account.js';
import { InterruptedError } from '../../src/errors.js';
import type { Attempt, Attempts } from '../../src/restore/attempts.js';
import { askOnce, type RestorePorts } from '../../src/restore/carry-out.js';
import { virtualClock } from '../support/virtual-clock.js';
import { examplePlan } from './example-plan.js';

const attempt: Attempt = {
  schema: 1,
  number: 1,
  key: 'audit-key-of-the-test',
  means: 'announced',
  plan: examplePlan(),
  planDigest: 'd1',
  notedMs: 5,
  phase: 'open',
};

/** Ports that write down what is done with them, in order. */
function portsThat({ onNote }: { readonly onNote: (stop: AbortController) => boolean }) {
  const done: string[] = [];
  const stop = new AbortController();
  const attempts: Attempts = {
    of: async () => [],
    async note() {
      done.push('noted');
      return onNote(stop);
    },
    close: async () => {},
    async withdraw() {
      done.push('withdrawn');
    },
  };
  const account: Pick<RestorableAccount, 'requestRestore'> = {
    async requestRestore() {
      done.push('asked');
      return { kind: 'accepted' };
    },
  };
  const ports: RestorePorts = {
    account: account as RestorableAccount,
    clock: virtualClock(),
    signal: stop.signal,
    attempts,
    readRestored: async () => [],
  };
  return { ports, done };
}

test('the intent is on the disk before the account is asked', async () => {
  const { ports, done } = portsThat({ onNote: () => true });
  expect(await askOnce(attempt, undefined, ports)).toEqual({ kind: 'accepted' });
  expect(done).toEqual(['noted', 'asked']);
});

test('Ctrl-C between the intent and the request asks nothing, and leaves no intent', async () => {
  const { ports, done } = portsThat({
    onNote: (stop) => {
      stop.abort(new InterruptedError('interrupted', 'Interrupted.'));
      return true;
    },
  });
  await expect(askOnce(attempt, undefined, ports)).rejects.toMatchObject({
    exitCode: 130,
    message: 'Interrupted; nothing was asked of the account.',
  });
  expect(done).toEqual(['noted', 'withdrawn']);
});

test('where another run has noted the same, this one asks nothing', async () => {
  const { ports, done } = portsThat({ onNote: () => false });
  await expect(askOnce(attempt, undefined, ports)).rejects.toMatchObject({
    exitCode: 7,
    code: 'in-progress',
    message: 'Another run of audit has begun this very restore just now.',
  });
  expect(done).toEqual(['noted']);
});
