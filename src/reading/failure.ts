/** Which errors are the account's, or the way's to it: a reading goes on without what they cost, and says so. */
import { AuditError, InterruptedError, NetworkFailure, UnreachableError } from '../errors.js';

/** As against a bug of ours, which must not be taken for a gap. */
export function isReadFailure(error: unknown): error is AuditError | NetworkFailure {
  return error instanceof AuditError || error instanceof NetworkFailure;
}

/** What ended a reading, as it is told. @throws the error itself, where it is a bug of ours */
export function asFailure(error: unknown, signal: AbortSignal): AuditError {
  if (error instanceof AuditError) return error;
  if (signal.aborted)
    return new InterruptedError('interrupted', 'The reading was interrupted.', { cause: error });
  if (error instanceof NetworkFailure)
    return new UnreachableError('unreachable', error.message, { cause: error });
  throw error;
}
