/** An account's client over a network that answers by script, in virtual time. */

import type { RestorableAccount } from '../../src/account/account.js';
import { type AccountOptions, createAccount } from '../../src/account/client.js';
import type { Network, NetworkRequest, NetworkResponse } from '../../src/context.js';
import { NetworkFailure } from '../../src/errors.js';
import { createVirtualClock } from '../hostile/virtual-clock.js';

/** An answer as it is written in a test; an object as body is sent as JSON. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string;
}

export type Script = (request: NetworkRequest, number: number) => ScriptedAnswer | NetworkFailure;

export const token = 'SECRET-CANARY-5f2b';
export const startMs = Date.UTC(2026, 10, 21, 18, 4, 0, 500);
export const emptyPage: ScriptedAnswer = { body: { logs: [], pagination: { hasMore: false } } };

export interface ScriptedAccount {
  readonly account: RestorableAccount;
  readonly requests: readonly NetworkRequest[];
  /** "1234 ms: why", as it was said. */
  readonly waits: readonly string[];
  /** "path → outcome", as --verbose shows it. */
  readonly traces: readonly string[];
  elapsedMs(): number;
  /** Asks for one page. */
  readPage(): Promise<unknown>;
}

/** A client whose n-th request (from 1) is answered by the script; each answer takes 100 ms. */
export function scriptAccount(script: Script, changes: Partial<AccountOptions> = {}): ScriptedAccount {
  const clock = createVirtualClock(startMs);
  const requests: NetworkRequest[] = [];
  const waits: string[] = [];
  const traces: string[] = [];
  const network: Network = {
    async request(request) {
      const number = requests.push(request);
      await clock.sleep(100, request.signal);
      const answer = script(request, number);
      if (answer instanceof NetworkFailure) throw answer;
      return respond(answer);
    },
    close: async () => undefined,
  };
  const { signal } = new AbortController();
  const account = createAccount({
    network,
    clock,
    random: () => 0.5,
    signal,
    apiUrl: 'https://api.example.com',
    locationId: 'LOC1',
    token,
    auth: 'bearer',
    maxWaitMs: 300_000,
    onWait: ({ ms, why }) => waits.push(`${ms} ms: ${why}`),
    onRequest: ({ path, outcome }) => traces.push(`${path} → ${outcome}`),
    ...changes,
  });
  return {
    account,
    requests,
    waits,
    traces,
    elapsedMs: () => clock.nowMs() - startMs,
    readPage: () => account.logPage({ startAtMs: 0, endAtMs: 1, page: 1, pageSize: 100 }, signal),
  };
}

function respond({ status = 200, headers = {}, body = '' }: ScriptedAnswer): NetworkResponse {
  return { status, headers, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('It was not rejected.');
    },
    (error: unknown) => error,
  );
}
