/** How an attempt can fail, in the few kinds that the retry policy tells apart; the joint between transport and retry. */

import { type AuditError, UnreachableError } from '../errors.js';

export type FailureKind =
  /** 429. */
  | 'rate-limited'
  /** 5xx, 408, or 401 "Command timed out": the account is in trouble, not we. */
  | 'overloaded'
  /** The connection broke, stalled, or ended too early. */
  | 'interrupted'
  /** No connection came about: the name is unknown, or nobody listens. */
  | 'no-connection'
  /** A success whose body nobody can read. */
  | 'bad-answer'
  /** 401 with a token that was accepted a moment ago. */
  | 'doubtful-refusal'
  /** Asking again would give the same. */
  | 'final';

export interface Failure {
  readonly kind: FailureKind;
  /** Thrown when nobody tries again. */
  readonly error: AuditError;
  /** The account's own word on how long to wait (`Retry-After`). */
  readonly retryAfterMs?: number;
}

/** Thrown by a reader of bodies when an answer is not what its route gives; it becomes a `bad-answer`. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

const refusedHint =
  'Run it again with --verbose to see the request; audit doctor looks closer at the account.';

/** The account refused a request as such (400, 422, or an answer too large to take): the same will be refused again, a changed one may pass. */
export class RequestRefusedError extends UnreachableError {
  /** Our parameters that the refusal names, e.g. `pageSize`, `cursorToken`; empty where it names none. */
  readonly parameters: readonly string[];

  constructor(
    code: string,
    message: string,
    parameters: readonly string[],
    facts: Readonly<Record<string, string | number | boolean>>,
  ) {
    super(code, message, { hint: refusedHint, facts });
    this.parameters = parameters;
  }

  /** Whether the account objects to this parameter of ours. */
  names(parameter: string): boolean {
    return this.parameters.includes(parameter);
  }
}
