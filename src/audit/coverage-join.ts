/** The coverage of a reading that was interrupted and gone on with: two coverages become one, as if it had been one reading. */
import type { Coverage, CoverageReason, MalformedEvent, Window } from './coverage.js';
import type { EventOrder } from './event.js';
import { merged, within } from './windows.js';

export interface JoinedReading {
  /** All that was asked for. */
  readonly window: Window;
  readonly order: EventOrder;
  /** The instant at which the later reading went on. */
  readonly borderMs: number;
  /** Events of both, each once. */
  readonly count: number;
}

/** Of the earlier coverage only what lies before the border counts: the later reading has seen the rest anew. */
export function joinCoverage(earlier: Coverage, later: Coverage, joined: JoinedReading): Coverage {
  const { window, count } = joined;
  const read = windowBefore(joined);
  const malformed = distinct([...earlier.malformed, ...later.malformed]);
  const reasons = [
    ...earlier.reasons.flatMap((reason) => reasonWithin(reason, read)),
    ...later.reasons.filter(({ kind }) => kind !== 'malformed-events'),
    ...malformedReason(earlier, later, malformed.length),
  ];
  return {
    ...later,
    window,
    count,
    reasons,
    complete: later.complete && reasons.length === 0,
    unsettledSinceMs: unsettledSince(earlier, later, read),
    covered: merged([read, ...later.covered]),
    requests: earlier.requests + later.requests,
    retries: earlier.retries + later.retries,
    refusals: earlier.refusals + later.refusals,
    duplicates: earlier.duplicates + later.duplicates,
    conflictingIds: [...new Set([...earlier.conflictingIds, ...later.conflictingIds])],
    malformed,
  };
}

function windowBefore({ window, order, borderMs }: JoinedReading): Window {
  return order === 'oldest-first'
    ? { sinceMs: window.sinceMs, untilMs: borderMs }
    : { sinceMs: borderMs + 1, untilMs: window.untilMs };
}

function reasonWithin(reason: CoverageReason, read: Window): readonly CoverageReason[] {
  if (reason.kind === 'malformed-events' || reason.kind === 'stopped') return [];
  return within([reason.window], read).map((window) => ({ ...reason, window }));
}

/** An event without an id is known by its text: the later reading may have met it again. */
function distinct(events: readonly MalformedEvent[]): readonly MalformedEvent[] {
  return [...new Map(events.map((event) => [event.rawText, event])).values()];
}

function malformedReason(earlier: Coverage, later: Coverage, known: number): readonly CoverageReason[] {
  const count = Math.max(known, ...[earlier, later].map(malformedCount));
  return count === 0 ? [] : [{ kind: 'malformed-events', count }];
}

function malformedCount({ reasons }: Coverage): number {
  return reasons.reduce((sum, reason) => (reason.kind === 'malformed-events' ? sum + reason.count : sum), 0);
}

function unsettledSince(earlier: Coverage, later: Coverage, read: Window): number | undefined {
  const { unsettledSinceMs } = earlier;
  return unsettledSinceMs !== undefined && unsettledSinceMs < read.untilMs
    ? Math.max(read.sinceMs, unsettledSinceMs)
    : later.unsettledSinceMs;
}
