/**
 * The real network: the one file that knows undici, which it loads with the first request. Follows no redirect, repeats nothing,
 * and takes no answer for whole unless its framing proves it.
 */

import type { Dispatcher } from 'undici';
import type { Network, NetworkRequest, NetworkResponse } from '../context.js';
import { NetworkFailure } from '../errors.js';
import { AnswerCollector } from './answer-collector.js';
import { decodeBody } from './content-encoding.js';
import { type Environment, proxyFor } from './proxy.js';

export interface NetworkOptions {
  /** Read for `HTTPS_PROXY` and `NO_PROXY`. */
  readonly environment?: Environment;
  /** Largest body that is taken, after decompression. */
  readonly maxBodyBytes?: number;
}

/** A page of 100 events of 2 MB each is legal; what is larger is no page. */
const defaultMaxBodyBytes = 256 * 1024 * 1024;
/** Sockets per host: as many as the pace ever sends at once. */
const connections = 16;
const connectTimeoutMs = 10_000;

/** HTTP over undici's connection pool, with keep-alive; opens nothing before the first request. */
export function createNetwork(options: NetworkOptions = {}): Network {
  return new UndiciNetwork(options.environment ?? {}, options.maxBodyBytes ?? defaultMaxBodyBytes);
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
    const answer = await exchange(pool, url, request, this.#maxBodyBytes);
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
    return new ProxyAgent({ uri: proxy, ...options });
  }
  const { default: Pool } = await import('undici/lib/dispatcher/pool.js');
  return new Pool(url.origin, options);
}

/** How many times its allowance of silence a whole answer may take: a bound on accounts that send one byte a minute. */
const wholeAnswerFactor = 10;

function exchange(
  pool: Dispatcher,
  url: URL,
  { method, headers, body, signal, timeoutMs }: NetworkRequest,
  maxBodyBytes: number,
): Promise<NetworkResponse> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', onAbort);
    };
    const collector = new AnswerCollector(maxBodyBytes, {
      whole: (response) => {
        settle();
        // undici takes a socket as free one turn of the event loop after its answer. Whoever asks again at once, as one does who
        // reads page after page, would open a second connection, with a second handshake.
        queueMicrotask(() => setImmediate(resolve, response));
      },
      failed: (failure) => {
        settle();
        reject(signal?.aborted ? signal.reason : failure);
      },
    });
    const onAbort = (): void => collector.stop(new NetworkFailure('other', 'the request was stopped'));
    const deadline = setTimeout(() => {
      collector.stop(
        new NetworkFailure(
          'timeout',
          `the answer was not whole after ${(timeoutMs * wholeAnswerFactor) / 1000} s`,
        ),
      );
    }, timeoutMs * wholeAnswerFactor);
    signal?.addEventListener('abort', onAbort, { once: true });
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
  });
}
