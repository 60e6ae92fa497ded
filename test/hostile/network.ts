/** Carries questions to the hostile account without a socket, in virtual time: what a perfect transport would report of each answer. */
import type { Clock, Network, NetworkRequest, NetworkResponse } from '../../src/context.js';
import { NetworkFailure } from '../../src/errors.js';
import { type HostileAccount, hostileToken } from './account.js';
import type { Answer } from './answer.js';

export const inMemoryUrl = 'http://127.0.0.1:1';
export const inMemoryElsewhereUrl = 'http://127.0.0.2:1';

export interface InMemoryNetwork extends Network {
  /** Requests that went to another host, and how many of them bore the token in any place. */
  elsewhere(): { readonly requests: number; readonly tokens: number };
}

export function createInMemoryNetwork(account: HostileAccount, clock: Clock): InMemoryNetwork {
  const elsewhere = { requests: 0, tokens: 0 };

  async function request(asked: NetworkRequest): Promise<NetworkResponse> {
    asked.signal?.throwIfAborted();
    const url = new URL(asked.url);
    if (url.origin !== inMemoryUrl) {
      elsewhere.requests += 1;
      if (JSON.stringify(asked).includes(hostileToken)) elsewhere.tokens += 1;
      return {
        status: 200,
        headers: {},
        body: new TextEncoder().encode('{"logs":[],"pagination":{"hasMore":false}}'),
      };
    }
    const end = account.begin();
    try {
      await clock.sleep(account.latencyMs(), asked.signal);
      const headers = Object.fromEntries(
        Object.entries(asked.headers).map(([name, value]) => [asciiLower(name), value]),
      );
      const answer = account.answer({ method: asked.method, target: url.pathname + url.search, headers });
      return await deliver(answer, asked, clock);
    } finally {
      end();
    }
  }

  return { request, elsewhere: () => ({ ...elsewhere }), close: async () => {} };
}

async function deliver(answer: Answer, asked: NetworkRequest, clock: Clock): Promise<NetworkResponse> {
  const { manner } = answer;
  const waitMs =
    manner.kind === 'slow' ? manner.waitMs : manner.kind === 'stall' ? Number.POSITIVE_INFINITY : 0;
  if (waitMs > 0) await clock.sleep(Math.min(waitMs, asked.timeoutMs), asked.signal);
  if (waitMs >= asked.timeoutMs) throw new NetworkFailure('timeout', 'No answer came in time');
  if (manner.kind === 'unreachable') throw new NetworkFailure(manner.failure, 'No connection came about');
  if (manner.kind === 'reset') throw new NetworkFailure('reset', 'The connection was reset');
  if (manner.kind === 'cut') throw new NetworkFailure('truncated', 'The answer was cut short');
  return { status: answer.status, headers: answer.headers, body: new TextEncoder().encode(answer.body) };
}

function asciiLower(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}
