/** The real network: the first questions of a run go over Node's own client, what becomes long over undici, which is loaded then. */
import type { Network, NetworkRequest, NetworkResponse } from '../context.js';
import type { NetworkOptions } from './network-limits.js';
import { proxyFor } from './proxy.js';

/** A list asks nine; whoever asks more than these makes up for the loading of a faster client. */
const briefRequests = 24;

/** Opens nothing before the first request. */
export function openNetwork(options: NetworkOptions = {}): Network {
  return new GrowingNetwork(options);
}

class GrowingNetwork implements Network {
  readonly #options: NetworkOptions;
  #brief: Promise<Network> | undefined;
  #long: Promise<Network> | undefined;
  #asked = 0;

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  async request(request: NetworkRequest): Promise<NetworkResponse> {
    request.signal?.throwIfAborted();
    const network = this.#isBrief(request) ? this.#openBrief() : this.#openLong();
    return (await network).request(request);
  }

  async close(): Promise<void> {
    for (const network of [this.#brief, this.#long]) await (await network)?.close();
  }

  /** Only what may be asked again, and only straight: undici knows the ways through a proxy. */
  #isBrief({ method, url }: NetworkRequest): boolean {
    if (method !== 'GET' || this.#asked >= briefRequests) return false;
    this.#asked += 1;
    return proxyFor(new URL(url), this.#options.environment ?? {}) === undefined;
  }

  #openBrief(): Promise<Network> {
    this.#brief ??= import('./brief-network.js').then(({ createBriefNetwork }) =>
      createBriefNetwork(this.#options),
    );
    return this.#brief;
  }

  #openLong(): Promise<Network> {
    this.#long ??= import('./undici-network.js').then(({ createNetwork }) => createNetwork(this.#options));
    return this.#long;
  }
}
