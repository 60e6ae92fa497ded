/** The error family and the frozen table of exit codes: each error says what happened, to what, and what to type next. */

/** Exit codes promised to scripts; the README lists what each means. */
export const exitCodes = {
  done: 0,
  bug: 1,
  usage: 2,
  incomplete: 3,
  access: 4,
  notFound: 5,
  unreachable: 6,
  restoreRefused: 7,
  confirmationNeeded: 9,
  proofFailed: 10,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface ErrorFacts {
  /** What to type or do next; one or more lines. */
  readonly hint?: string;
  /** Facts worth showing with --verbose and keeping for support: status, request id, path. Never a secret. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
  readonly cause?: unknown;
}

/** An error that a person can act on; anything else that reaches the top is a bug of ours. */
export abstract class AuditError extends Error {
  /** A stable word for scripts, e.g. `unknown-user`. */
  readonly code: string;
  abstract readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly facts: Readonly<Record<string, string | number | boolean>>;

  constructor(code: string, message: string, { hint, facts = {}, cause }: ErrorFacts = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = hint;
    this.facts = facts;
  }
}

/** A flag, a value or a name that cannot be understood as it was typed. */
export class UsageError extends AuditError {
  readonly exitCode = exitCodes.usage;
}

/** Part of what was asked could not be had. */
export class IncompleteError extends AuditError {
  readonly exitCode = exitCodes.incomplete;
}

/** Not logged in, refused, expired, or without the right to do this. */
export class AccessError extends AuditError {
  readonly exitCode = exitCodes.access;
}

/** No such event, record or profile. */
export class NotFoundError extends AuditError {
  readonly exitCode = exitCodes.notFound;
}

/** A restore that the rules of the account or of the profile refuse: expired, already restored, name taken, not restorable. */
export class RestoreRefusedError extends AuditError {
  readonly exitCode = exitCodes.restoreRefused;
}

/** Something that only a person may confirm, and nobody did. */
export class ConfirmationError extends AuditError {
  readonly exitCode = exitCodes.confirmationNeeded;
}

/** The account could not be reached, kept failing, or answers what nobody can read. */
export class UnreachableError extends AuditError {
  readonly exitCode = exitCodes.unreachable;
}

/** What is there is not what was vouched for: a file and its manifest, an archive and its head, a journal and its file. */
export class ProofFailedError extends AuditError {
  readonly exitCode = exitCodes.proofFailed;
}

/** Ctrl-C, or a signal to the same effect. */
export class InterruptedError extends AuditError {
  readonly exitCode = exitCodes.interrupted;
}

/** The reader of stdout has gone away (`| head`): a quiet end, never an error text. */
export class ClosedOutputError extends Error {
  override readonly name = 'ClosedOutputError';
}

/** How a request died before there was a whole answer. */
export type NetworkFailureKind =
  | 'dns'
  | 'refused'
  | 'reset'
  | 'tls'
  | 'timeout'
  | 'truncated'
  | 'too-large'
  | 'other';

/** The transport's failure; keeps the transport's own error as its cause. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  readonly kind: NetworkFailureKind;

  constructor(kind: NetworkFailureKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.kind = kind;
  }
}
