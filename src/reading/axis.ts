/**
 * The direction in which an account tells its log, as one number line: positions grow in the order in which the account
 * answers, so that the engine reads one way only, whether the account begins with its newest or its oldest events.
 */
import { type AuditEvent, compareNewestFirst, compareOldestFirst } from '../audit/event.js';

export interface Axis {
  /** −1: the account answers newest first (as far as anyone has seen); 1: oldest first. */
  readonly sign: 1 | -1;
  readonly compare: (a: AuditEvent, b: AuditEvent) => number;
}

export const newestFirstAxis: Axis = { sign: -1, compare: compareNewestFirst };
export const oldestFirstAxis: Axis = { sign: 1, compare: compareOldestFirst };

/** A closed span of positions, both ends included. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** Where the event lies on the axis, in milliseconds along it. */
export function positionOf(event: AuditEvent, axis: Axis): number {
  return event.instantMs * axis.sign;
}

/** Whether the event lies in the span, both ends included. */
export function isWithin(event: AuditEvent, { low, high }: Span, axis: Axis): boolean {
  const position = positionOf(event, axis);
  return position >= low && position <= high;
}

/** The same span in the other measure: milliseconds since the epoch to positions, or back. */
export function mirrored({ low, high }: Span, axis: Axis): Span {
  return axis.sign === 1 ? { low, high } : { low: -high, high: -low };
}
