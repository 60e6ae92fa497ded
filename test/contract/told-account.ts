/** The client of an account whose every answer a test tells beforehand; apart, because what it sends and what it makes of answers are two questions. */

import type { RestorableAccount } from '../../src/account/account.js';
import { type AccountOptions, createAccount } from '../../src/account/client.js';
import type { Network, NetworkRequest } from '../../src/context.js';
import { type Answer, openContract } from './contract.js';
import { readExample } from './examples.js';
import { matchOperation } from './openapi.js';

export interface ToldAccount {
  readonly account: RestorableAccount;
  /** What the client sent, in order. */
  readonly requests: readonly NetworkRequest[];
  /** How long the client has waited, in milliseconds. */
  waitedMs(): number;
}

/** Answers by operation; the last of a list is given for good. A route without any answers 404. */
export type ToldAnswers = Readonly<Record<string, readonly Answer[]>>;

const { operations } = openContract();

/** The answers of these examples, each to its own route. */
export function examplesAsAnswers(...names: readonly string[]): ToldAnswers {
  const answers: Record<string, Answer[]> = {};
  for (const { operation, answer } of names.map(readExample)) {
    const list = answers[operation] ?? [];
    list.push(answer);
    answers[operation] = list;
  }
  return answers;
}

/** A client without a socket and with a clock that costs nothing. */
export function openToldAccount(
  answers: ToldAnswers,
  options: Partial<AccountOptions> = {},
  startMs = Date.UTC(2026, 8, 2),
): ToldAccount {
  const requests: NetworkRequest[] = [];
  const asked = new Map<string, number>();
  let nowMs = startMs;
  const network: Network = {
    async request(request) {
      requests.push(request);
      const id = matchOperation(operations, request.method, new URL(request.url).pathname)?.id ?? 'none';
      const number = asked.get(id) ?? 0;
      asked.set(id, number + 1);
      return asResponse(answers[id]?.[number] ?? answers[id]?.at(-1) ?? noRoute);
    },
    async close() {},
  };
  const clock = {
    nowMs: () => nowMs,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const account = createAccount({
    network,
    clock,
    random: () => 0.5,
    signal: new AbortController().signal,
    apiUrl: 'https://account.example',
    locationId: 'LOCATION000000000001',
    token: 'session-token',
    auth: 'token-id',
    maxWaitMs: 300_000,
    ...options,
  });
  return { account, requests, waitedMs: () => nowMs - startMs };
}

const noRoute: Answer = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  text: '{"statusCode":404,"message":"Not Found"}',
};

function asResponse({ status, headers, text }: Answer) {
  return { status, headers, body: new TextEncoder().encode(text) };
}
