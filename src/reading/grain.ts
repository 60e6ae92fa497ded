/** The unit in which an account takes instants: most take milliseconds; one that takes seconds cannot be moved by less. */
import type { AuditEvent } from '../audit/event.js';
import type { Span } from './axis.js';

const grains = [1_000, 60_000, 3_600_000, 86_400_000];

/**
 * The unit in milliseconds, as an answer shows it: more than 1 when it told events outside the span that was asked for, yet
 * in the same second, minute, hour or day as its ends.
 * @param asked in milliseconds since the epoch, as it went to the account
 */
export function grainMs(asked: Span, events: readonly AuditEvent[]): number {
  let { low, high } = asked;
  for (const { instantMs } of events) {
    if (instantMs < low) low = instantMs;
    if (instantMs > high) high = instantMs;
  }
  if (low === asked.low && high === asked.high) return 1;
  const isShared = (grain: number) =>
    Math.floor(low / grain) === Math.floor(asked.low / grain) &&
    Math.floor(high / grain) === Math.floor(asked.high / grain);
  return grains.find(isShared) ?? 1;
}
