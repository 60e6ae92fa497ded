/** What can go wrong with the embedded account itself; its own type, because this world knows nothing of the client's. */

export type SandboxErrorCode = 'sandbox-busy' | 'sandbox-unreadable' | 'sandbox-folder';

/** A failure of the embedded account's folder or database, with what to do about it. */
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
