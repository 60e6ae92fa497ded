/** Which errors are the account's, or the way's to it: a reading goes on without what they cost, and says so. */
import { AuditError, NetworkFailure } from '../errors.js';

/** As against a bug of ours, which must not be taken for a gap. */
export function isReadFailure(error: unknown): error is AuditError | NetworkFailure {
  return error instanceof AuditError || error instanceof NetworkFailure;
}
