/**
 * The real network: the one file that knows undici, which it loads with the first request. Follows no redirect, repeats nothing,
 * and takes no answer for whole unless its framing proves it.
 */

import type { Dispatcher } from 'undici';
import type { Network, NetworkRequest, NetworkResponse } from '../context.js';
import type { AnswerCollector } from './answer-collector.js';
import { decodeBody } from './content-encoding.js';
import { exchange } from './exchange.js';
import { connections, connectTimeoutMs, largestBodyBytes, type NetworkOptions } from './network-limits.js';
import { type Environment, proxyFor } from './proxy.js';

/** HTTP over undici's connection pool, with keep-alive; opens nothing before the first request. */
export function createNetwork(options: NetworkOptions = {}): Network {
  return new UndiciNetwork(options.environment ?? {}, options.maxBodyBytes ?? largestBodyBytes);
}

class UndiciNetwork implements Network {
  readonly #environment: Environment;
  readonly #maxBodyBytes: number;
  readonly #pools = new Map<string, Promise<Dispatcher>>();

  constructor(environment: Environment, maxBodyBytes: number) {
    this.#environment = environment;
    this.#maxBodyBytes = maxBodyBytes;
  }

  async request(request: NetworkRequest): Promise<NetworkResponse> {
    request.signal?.throwIfAborted();
    const url = new URL(request.url);
    const pool = await this.#pool(url);
    const answer = await exchange(request, this.#maxBodyBytes, (collector) =>
      send(pool, url, request, collector),
    );
    // undici takes a socket as free one turn of the event loop after its answer. Whoever asks again at once, as one does who
    // reads page after page, would open a second connection, with a second handshake.
    await new Promise((resolve) => setImmediate(resolve));
    return decodeBody(answer, this.#maxBodyBytes);
  }

  /** Destroys rather than closes: whoever ends the run waits for no answer any more. */
  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map(async (pool) => (await pool).destroy()));
  }

  #pool(url: URL): Promise<Dispatcher> {
    const known = this.#pools.get(url.origin);
    if (known !== undefined) return known;
    const pool = openPool(url, this.#environment);
    this.#pools.set(url.origin, pool);
    return pool;
  }
}

async function openPool(url: URL, environment: Environment): Promise<Dispatcher> {
  const options = { connections, pipelining: 1, connectTimeout: connectTimeoutMs };
  const proxy = proxyFor(url, environment);
  if (proxy !== undefined) {
    // Whole undici: its proxy agent leans on methods that only the index adds to the pool.
    const { ProxyAgent } = await import('undici');
    await tuneForLongRuns();
    return new ProxyAgent({ uri: proxy, ...options });
  }
  const { default: Pool } = await import('undici/lib/dispatcher/pool.js');
  await tuneForLongRuns();
  return new Pool(url.origin, options);
}

/** Only now: flags make V8 distrust what it has kept compiled, which each start loads much of. */
async function tuneForLongRuns(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  // undici reads HTTP with WebAssembly, which V8 compiles once more, better, after a few answers: 80 ms for which every end of
  // the program waits, and of which even an export of 200,000 events gets nothing back.
  setFlagsFromString('--liftoff-only');
  // What bin/launch.js does for every run that lasts.
  setFlagsFromString('--heap-growing-percent=40');
}

/** Sends a request through the pool; what comes of it is the collector's. */
function send(
  pool: Dispatcher,
  url: URL,
  { method, headers, body, timeoutMs }: NetworkRequest,
  collector: AnswerCollector,
): void {
  pool.dispatch(
    {
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: { ...headers, 'accept-encoding': 'gzip' },
      ...(body === undefined ? {} : { body }),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    },
    collector,
  );
}
