/** What may be missing or broken without an end to the verification: whoever asks then says what that means. */
import { AuditError, InterruptedError } from '../../errors.js';

/** What the work gives; undefined where it fails for a reason that is none of ours. @throws InterruptedError, and bugs */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    return passedOver(error);
  }
}

/** As `attempt`, of what is done there and then. */
export function attemptNow<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    return passedOver(error);
  }
}

function passedOver(error: unknown): undefined {
  if (!(error instanceof AuditError) || error instanceof InterruptedError) throw error;
  return undefined;
}
