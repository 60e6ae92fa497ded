/** The shapes in which the account answers: JSON, and errors as the service writes them (account-api.md). */

import type { Reply } from './exchange.js';

const statusWords: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Payload Too Large',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** An answer that a route gives by throwing it: `message` is a list for 422 and a sentence otherwise. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly sentences: string | readonly string[];
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    sentences: string | readonly string[],
    more: Readonly<Record<string, unknown>> = {},
  ) {
    super(typeof sentences === 'string' ? sentences : sentences.join('; '));
    this.status = status;
    this.sentences = sentences;
    this.more = more;
  }
}

/** A JSON answer; `body` is a value, or JSON text that is ready. */
export function json(
  status: number,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** The service's error shape; the trace id is for support and means nothing here. */
export function errorAnswer(refusal: Refusal, traceId: string): Reply {
  return json(refusal.status, {
    statusCode: refusal.status,
    message: refusal.sentences,
    error: statusWords[refusal.status] ?? 'Error',
    traceId,
    ...refusal.more,
  });
}
