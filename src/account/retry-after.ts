/** The `Retry-After` header: how long the account asks us to wait. */

import { readHttpDateMs } from './account-clock.js';

/**
 * Milliseconds to wait by a `Retry-After` header: seconds or an HTTP date (RFC 9110, 10.2.3); undefined for nonsense.
 * A date counts from `nowMs`, which is the account's now, so that a clock that is off does not matter.
 */
export function readRetryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const dateMs = readHttpDateMs(text);
  return dateMs === undefined ? undefined : Math.max(0, dateMs - nowMs);
}
