/** A part of a span that is divided: what is known of it, and where it is cut, so that no cut goes through a unit of the account's time. */
import type { AuditEvent } from '../audit/event.js';
import { type Axis, mirrored, positionOf, type Span } from './axis.js';

export interface Part {
  readonly span: Span;
  /** Events of the span that are known already, along the axis. */
  readonly known: readonly AuditEvent[];
  /** Cut out of a span that failed in the end: it is worth fewer tries, until it has answered. */
  readonly isDoubtful: boolean;
  /** Asked for when that one has been read, or has failed. */
  after: Part | undefined;
  /** `cut`: other parts have taken its place. */
  state: 'open' | 'busy' | 'done' | 'cut';
  /** What is to be delivered of it, when it is done. */
  events: readonly AuditEvent[];
}

/** A part that nobody has asked for yet. @param span in positions */
export function newPart(span: Span, known: readonly AuditEvent[], isDoubtful = false): Part {
  return { span, known, isDoubtful, after: undefined, state: 'open', events: [] };
}

/** Whether the account cannot tell one end of the span from the other. @param unitMs in which it takes instants */
export function isWithinUnit(span: Span, unitMs: number, axis: Axis): boolean {
  const { low, high } = mirrored(span, axis);
  return Math.floor(low / unitMs) === Math.floor(high / unitMs);
}

/** The part's two sides of the median of what was seen in it, or of its middle. @param seen along the axis */
export function cutAtMedian(
  { span }: Part,
  seen: readonly AuditEvent[],
  unitMs: number,
  axis: Axis,
): readonly [Part, Part] {
  const median = seen[(seen.length - 1) >> 1];
  const at = median === undefined ? middleOf(span) : positionOf(median, axis);
  return cutAt(span, seen, aligned(span, at, unitMs, axis), axis, false);
}

/** The halves of a part that could not be read: to narrow down what fails, so that no more than that is missing. */
export function halve({ span, known }: Part, unitMs: number, axis: Axis): readonly [Part, Part] {
  return cutAt(span, known, aligned(span, middleOf(span), unitMs, axis), axis, true);
}

function middleOf({ low, high }: Span): number {
  return Math.floor((low + high) / 2);
}

function cutAt(
  { low, high }: Span,
  known: readonly AuditEvent[],
  at: number,
  axis: Axis,
  isDoubtful: boolean,
): readonly [Part, Part] {
  const firstAfter = known.findIndex((event) => positionOf(event, axis) > at);
  const cut = firstAfter < 0 ? known.length : firstAfter;
  return [
    newPart({ low, high: at }, known.slice(0, cut), isDoubtful),
    newPart({ low: at + 1, high }, known.slice(cut), isDoubtful),
  ];
}

/** The last position of the first side: near the wish, where one unit ends and the next begins. */
function aligned(span: Span, wish: number, unitMs: number, axis: Axis): number {
  const { low, high } = mirrored(span, axis);
  const wished = axis.sign === 1 ? wish + 1 : -wish;
  const between = Math.min(high, Math.max(low + 1, wished));
  const unit = Math.max(Math.floor(between / unitMs), Math.floor(low / unitMs) + 1);
  const youngerFrom = unit * unitMs;
  return axis.sign === 1 ? youngerFrom - 1 : -youngerFrom;
}
