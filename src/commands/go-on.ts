/** What to type to get the rest of a reading that ended early. */
import type { Coverage } from '../audit/coverage.js';
import type { EventOrder } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';

/** The flag that begins where a stopped reading ended, exact to the millisecond; undefined where nothing was stopped. */
export function goOn({ reasons }: Coverage, order: EventOrder): string | undefined {
  const stopped = reasons.find((reason) => reason.kind === 'stopped');
  if (stopped === undefined) return undefined;
  const { sinceMs, untilMs } = stopped.window;
  const flag = order === 'oldest-first' ? '--since' : '--until';
  return `go on with ${flag} ${formatInstant(order === 'oldest-first' ? sinceMs : untilMs, 'UTC', 'iso-utc')}`;
}
