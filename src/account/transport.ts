/** One attempt at one request: headers on, failures told apart, the account's clock read. No second try, no opinion on pace. */

import type { AuthStyle, Clock, Network, NetworkResponse } from '../context.js';
import { type AuditError, NetworkFailure, type NetworkFailureKind, UnreachableError } from '../errors.js';
import { AccountClock } from './account-clock.js';
import { isLoopback, readApiUrl } from './api-url.js';
import { type Failure, type FailureKind, RequestRefusedError } from './failure.js';
import { readRefusal } from './refusal.js';
import { type RouteKind, requestHeaders } from './request-headers.js';
import { Secrets } from './secrets.js';

export interface AccountRequest {
  readonly kind: RouteKind;
  /** Begins with a slash; without the query. */
  readonly path: string;
  /** Encoded, without the question mark; empty where there is none. */
  readonly query: string;
  /** GET unless it says otherwise. */
  readonly method?: 'POST' | 'PUT';
  /** JSON. */
  readonly body?: string;
  /** Besides those of its kind. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request as it went, for --verbose: no secret in it. */
export interface RequestTrace {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** The answer's status, or how it failed. */
  readonly outcome: number | NetworkFailureKind;
  readonly ms: number;
}

export interface TransportOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly apiUrl: string;
  readonly locationId: string;
  readonly token: string;
  readonly auth: AuthStyle;
  readonly onRequest?: (trace: RequestTrace) => void;
}

export type Outcome =
  | { readonly kind: 'success'; readonly response: NetworkResponse }
  | {
      readonly kind: 'failure';
      readonly failure: Failure;
      readonly headers: Readonly<Record<string, string>> | undefined;
      /** The refusal as it came; undefined where there was no whole answer. */
      readonly response?: NetworkResponse;
    };

/** To the first byte, and each silence after it. The service itself gives up on a search ("Command timed out") well before. */
const timeoutMs = 60_000;

export class Transport {
  readonly apiUrl: string;
  readonly clock = new AccountClock();
  readonly #options: TransportOptions;
  readonly #host: string;
  readonly #secrets: Secrets;
  readonly #headers: ReturnType<typeof requestHeaders>;
  readonly #accepted = new Set<RouteKind>();
  #hasAnswered = false;

  /** @throws UsageError when the address or the token cannot be used */
  constructor(options: TransportOptions) {
    this.#options = options;
    this.apiUrl = readApiUrl(options.apiUrl);
    this.#host = new URL(this.apiUrl).host;
    this.#secrets = new Secrets([options.token]);
    this.#headers = requestHeaders(options.token, options.auth);
  }

  /** Whether any whole answer has come from this account. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  get host(): string {
    return this.#host;
  }

  /** A request's path as it may be shown: an id in it is whatever somebody typed. */
  shownPath({ path }: AccountRequest): string {
    return this.#secrets.without(path);
  }

  /** @throws the signal's reason when it is aborted; every other failure is an outcome */
  async send(request: AccountRequest, signal: AbortSignal): Promise<Outcome> {
    const { network, clock } = this.#options;
    const sentMs = clock.nowMs();
    try {
      const response = await network.request({
        method: request.method ?? 'GET',
        url: this.apiUrl + request.path + (request.query === '' ? '' : `?${request.query}`),
        headers: { ...this.#headers[request.kind], ...request.headers, ...bodyHeaders(request) },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal,
        timeoutMs,
      });
      const receivedMs = clock.nowMs();
      this.#trace(request, response.status, receivedMs - sentMs);
      this.clock.note(response.headers['date'], sentMs, receivedMs);
      return this.#judge(request, response, receivedMs);
    } catch (error) {
      if (!(error instanceof NetworkFailure)) throw error;
      this.#trace(request, error.kind, clock.nowMs() - sentMs);
      return { kind: 'failure', failure: this.#brokenOff(request, error), headers: undefined };
    }
  }

  #judge(request: AccountRequest, response: NetworkResponse, receivedMs: number): Outcome {
    this.#hasAnswered = true;
    if (response.status >= 200 && response.status < 300) {
      this.#accepted.add(request.kind);
      return { kind: 'success', response };
    }
    const { locationId, token } = this.#options;
    const failure = readRefusal(response, {
      host: this.#host,
      path: this.shownPath(request),
      locationId,
      token,
      nowMs: receivedMs + this.clock.skewMs,
      wasAccepted: this.#accepted.has(request.kind),
    });
    return { kind: 'failure', failure, headers: response.headers, response };
  }

  #brokenOff(request: AccountRequest, cause: NetworkFailure): Failure {
    const error = brokenOff(this.#host, this.shownPath(request), cause, this.#secrets.without(cause.message));
    return { kind: retryKinds[cause.kind], error };
  }

  #trace(request: AccountRequest, outcome: RequestTrace['outcome'], ms: number): void {
    const { onRequest } = this.#options;
    if (onRequest === undefined) return;
    const query = request.query.replace(/(cursorToken=)[^&]*/, '$1…');
    const path = this.#secrets.without(query === '' ? request.path : `${request.path}?${query}`);
    onRequest({ method: request.method ?? 'GET', path, outcome, ms });
  }
}

function bodyHeaders({ body }: AccountRequest): Readonly<Record<string, string>> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

const retryKinds: Readonly<Record<NetworkFailureKind, FailureKind>> = {
  dns: 'no-connection',
  refused: 'no-connection',
  reset: 'interrupted',
  timeout: 'interrupted',
  truncated: 'interrupted',
  other: 'interrupted',
  tls: 'final',
  'too-large': 'final',
};

function brokenOff(host: string, path: string, cause: NetworkFailure, words: string): AuditError {
  const facts = { host, path, failure: cause.kind };
  if (cause.kind === 'too-large') {
    const message = `An answer of ${host} was too large to take: ${words}.`;
    return new RequestRefusedError('answer-too-large', message, ['pageSize'], facts);
  }
  const isLocal = isLoopback(new URL(`http://${host}`));
  const hint = isLocal && cause.kind === 'refused' ? 'Is it running? audit sandbox serve' : hints[cause.kind];
  return new UnreachableError(`network-${cause.kind}`, `${host} could not be reached: ${words}.`, {
    ...(hint === undefined ? {} : { hint }),
    facts,
    cause,
  });
}

const hints: Readonly<Partial<Record<NetworkFailureKind, string>>> = {
  dns: 'Check the spelling of --api-url (AUDIT_API_URL) and the network; audit doctor looks closer.',
  refused: 'Check --api-url (AUDIT_API_URL) and the network; audit doctor looks closer.',
  tls: 'Its certificate could not be verified. Behind a company’s proxy: NODE_EXTRA_CA_CERTS names its certificate.',
};
