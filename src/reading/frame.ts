/** A reading's window in the engine's measures: half open for who asks, closed spans for the account. */
import type { Window } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import type { Span } from './axis.js';
import type { ReadingRequest } from './reading.js';

/** The window's instants, both ends included. */
export function closed({ sinceMs, untilMs }: Window): Span {
  return { low: sinceMs, high: untilMs - 1 };
}

/** By a millisecond at both ends, so that an account that leaves its ends out still tells what lies on them. */
export function widened({ sinceMs, untilMs }: Window): Span {
  return { low: sinceMs - 1, high: untilMs };
}

/** The part of the window that lies in the span; undefined where none does. */
export function partOf({ sinceMs, untilMs }: Window, span: Span | undefined): Window | undefined {
  if (span === undefined) return undefined;
  const part = { sinceMs: Math.max(sinceMs, span.low), untilMs: Math.min(untilMs, span.high + 1) };
  return part.sinceMs < part.untilMs ? part : undefined;
}

/** Whether an event is one that was asked for: inside the window, and matching. */
export function keptBy({
  window,
  matches,
}: Pick<ReadingRequest, 'window' | 'matches'>): (event: AuditEvent) => boolean {
  const { sinceMs, untilMs } = window;
  if (matches === undefined) return ({ instantMs }) => instantMs >= sinceMs && instantMs < untilMs;
  return (event) => event.instantMs >= sinceMs && event.instantMs < untilMs && matches(event);
}
