/** What the hostile account says and how it says it, before there is a socket: the listener and the in-memory network both play it. */

import type { UnreachableKind } from './behaviours.js';

/** How the bytes go out. `at` is a fraction of the body. */
export type Manner =
  | { readonly kind: 'whole'; readonly framing: 'length' | 'chunked' | 'close' }
  | { readonly kind: 'reset'; readonly when: 'before-headers' | 'during-headers' | 'after-headers' }
  | { readonly kind: 'cut'; readonly framing: 'length' | 'chunked' | 'close'; readonly at: number }
  | { readonly kind: 'stall'; readonly when: 'headers' | 'body'; readonly at: number }
  | { readonly kind: 'unreachable'; readonly failure: UnreachableKind }
  | { readonly kind: 'slow'; readonly waitMs: number };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly manner: Manner;
}

export interface Question {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return jsonText(status, JSON.stringify(body), headers);
}

export function jsonText(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body,
    manner: { kind: 'whole', framing: 'length' },
  };
}

/** The error shape of the vendor's documents; `message` is a list for 422 and a string elsewhere. */
export function refusal(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return json(status, { statusCode: status, message: status === 422 ? [message] : message }, headers);
}
