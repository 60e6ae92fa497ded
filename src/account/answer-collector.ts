/** Collects one answer as it comes off the wire, up to a size, and proves that it is whole; or says how it broke. */

import type { Dispatcher } from 'undici';
import type { NetworkResponse } from '../context.js';
import { NetworkFailure, type NetworkFailureKind } from '../errors.js';

export interface AnswerListener {
  whole(response: NetworkResponse): void;
  failed(failure: NetworkFailure): void;
}

/** Of undici's only what any client can give. */
type Controller = Pick<Dispatcher.DispatchController, 'abort'>;
type WireHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A handler in undici's sense, for other clients to call as well. Settles once; what comes after that is ignored. */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number;
  readonly #listener: AnswerListener;
  readonly #chunks: Buffer[] = [];
  #controller: Controller | undefined;
  #status = 0;
  #headers: Readonly<Record<string, string>> | undefined;
  #size = 0;
  #isSettled = false;

  constructor(maxBytes: number, listener: AnswerListener) {
    this.#maxBytes = maxBytes;
    this.#listener = listener;
  }

  /** Ends the exchange from our side. */
  stop(failure: NetworkFailure): void {
    this.#fail(failure);
    this.#controller?.abort(failure);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    // Stopped while it waited for a socket.
    if (this.#isSettled) controller.abort(new Error('stopped'));
  }

  onResponseStart(_controller: unknown, status: number, headers: WireHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = flatHeaders(headers);
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#maxBytes) {
      this.stop(new NetworkFailure('too-large', `the answer is larger than ${this.#maxBytes} bytes`));
    } else {
      this.#chunks.push(chunk);
    }
  }

  onResponseEnd(): void {
    const headers = this.#headers;
    if (this.#isSettled || headers === undefined) return;
    if (this.#size > 0 && !isFramed(headers)) {
      this.#fail(new NetworkFailure('truncated', 'the answer has no length and no end, so it may be cut'));
      return;
    }
    this.#isSettled = true;
    this.#listener.whole({ status: this.#status, headers, body: wholeBody(this.#chunks) });
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#fail(readFailure(error, this.#headers !== undefined));
  }

  #fail(failure: NetworkFailure): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#chunks.length = 0;
    this.#listener.failed(failure);
  }
}

function wholeBody(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
}

/** Without either, the end of the connection ends the body, and a cut looks the same. */
function isFramed(headers: Readonly<Record<string, string>>): boolean {
  return headers['content-length'] !== undefined || /\bchunked\b/i.test(headers['transfer-encoding'] ?? '');
}

function flatHeaders(headers: WireHeaders): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

const kindByCode: Readonly<Record<string, NetworkFailureKind>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'truncated',
  UND_ERR_PRX_TLS: 'tls',
  EPROTO: 'tls',
  CERT_HAS_EXPIRED: 'tls',
  CERT_NOT_YET_VALID: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
};

const words: Readonly<Record<NetworkFailureKind, string>> = {
  dns: 'its name is unknown',
  refused: 'nobody listens there',
  reset: 'the connection was closed before the answer',
  tls: 'no trusted connection',
  timeout: 'no answer in time',
  truncated: 'the answer was cut short',
  'too-large': 'the answer is too large',
  other: 'the connection failed',
};

/** The transport's error in our kinds; a connection that breaks after the headers has cut the answer short. */
function readFailure(error: Error, hasHeaders: boolean): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  // Our own stops bring their reason along; what undici stops by itself is a tunnel that the proxy refused.
  if ('code' in error && error.code === 'UND_ERR_ABORTED') {
    return new NetworkFailure('refused', 'the proxy does not let requests through', { cause: error });
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known =
    kindByCode[code] ?? (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') ? 'tls' : 'other');
  const kind = hasHeaders && (known === 'reset' || known === 'other') ? 'truncated' : known;
  const detail = code === '' ? '' : ` (${code})`;
  return new NetworkFailure(kind, words[kind] + detail, { cause: error });
}
