/** What can go wrong with the embedded account itself; its own type, because this world knows nothing of the client's. */

export type SandboxErrorCode =
  | 'sandbox-busy'
  | 'sandbox-unreadable'
  | 'sandbox-folder'
  /** The database's package is not installed. */
  | 'sandbox-missing'
  /** What was asked cannot be understood as it was typed. */
  | 'sandbox-usage'
  /** What was asked for by name is not there. */
  | 'sandbox-not-found'
  /** The business does not allow it as it stands. */
  | 'sandbox-rule'
  /** Whoever is to do it by hand has no right to. */
  | 'sandbox-right';

/** A failure of the embedded account, or of what it was asked to do by hand, with what to do about it. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly code: SandboxErrorCode;
  readonly hint: string;

  constructor(code: SandboxErrorCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}
