/**
 * What one answer to a seek proves: the pure heart of reading by order.
 *
 * A seek asks page 1 of a closed span and gets the events nearest to its low end. If the account answers in order, all
 * of the span up to the answer's last instant has been told ("told up to"), and that instant itself in part. The next seek
 * begins at the last instant but one, so that it must tell known events again: an account that does not order as
 * assumed, leaves ends out, or mixes its pages, fails to, and is found out before anything rests on it.
 */
import type { AuditEvent } from '../audit/event.js';
import type { Answer } from './ask.js';
import { type Axis, isWithin, positionOf, type Span } from './axis.js';
import type { Evidence } from './evidence.js';
import type { Ledger } from './ledger.js';
import { containsAll, sortedOnce, unknownAmong } from './repeats.js';

export interface Seek {
  /** In positions. */
  readonly span: Span;
  /** Known events inside the span that the answer must tell again. */
  readonly known: readonly AuditEvent[];
  readonly axis: Axis;
}

export type Verdict =
  /** Everything before `toldUpTo` is among the events, if the account keeps its order; `isWhole`: the account says that this is all of the span. */
  | {
      readonly kind: 'told';
      readonly events: readonly AuditEvent[];
      readonly toldUpTo: number;
      readonly isWhole: boolean;
    }
  /** The answer does not get past the span's low end. */
  | { readonly kind: 'crowded' }
  /** No events, and yet more is said to be there. */
  | { readonly kind: 'hollow' }
  | { readonly kind: 'contradiction'; readonly why: 'disorder' | 'reversed' | 'lost-known' };

/** @param hasMore as the account says, or as we know better */
export function judge(
  seek: Seek,
  answer: Answer,
  hasMore: boolean,
  evidence: Evidence,
  ledger: Ledger,
): Verdict {
  const { span, known, axis } = seek;
  if (!hasMore) return judgeWhole(seek, answer, ledger);
  if (answer.events.length === 0) return { kind: 'hollow' };
  const shape = shapeOf(withoutEcho(answer.events, axis), axis);
  if (shape.runs > 2) return { kind: 'contradiction', why: shape.isReversed ? 'reversed' : 'disorder' };
  if (shape.toldUpTo <= span.low) return { kind: 'crowded' };
  const events = sortedOnce(known, inside(answer.events, span, axis, ledger), axis.compare, ledger);
  const due = known.filter((event) => positionOf(event, axis) < shape.toldUpTo);
  if (!containsAll(answer.events, due)) return { kind: 'contradiction', why: 'lost-known' };
  evidence.isNeeded = true;
  if (hasIntruders(events, known, axis)) evidence.contradicted();
  evidence.sorted(shape.distinct, shape.runs);
  return { kind: 'told', events, toldUpTo: Math.min(shape.toldUpTo, span.high + 1), isWhole: false };
}

function judgeWhole({ span, known, axis }: Seek, answer: Answer, ledger: Ledger): Verdict {
  if (!containsAll(answer.events, known)) return { kind: 'contradiction', why: 'lost-known' };
  const events = sortedOnce(known, inside(answer.events, span, axis, ledger), axis.compare, ledger);
  return { kind: 'told', events, toldUpTo: span.high + 1, isWhole: true };
}

/** The events that were asked for; the others are counted and kept out. */
export function inside(
  events: readonly AuditEvent[],
  span: Span,
  axis: Axis,
  ledger: Ledger,
): readonly AuditEvent[] {
  if (areAllWithin(events, span, axis)) return events;
  const kept = events.filter((event) => isWithin(event, span, axis));
  ledger.strays += events.length - kept.length;
  return kept;
}

function areAllWithin(events: readonly AuditEvent[], span: Span, axis: Axis): boolean {
  for (const event of events) if (!isWithin(event, span, axis)) return false;
  return true;
}

interface Shape {
  /** Sorted stretches, one after the other: 1 is sorted; 2 may be `logs` and `mongoLogs`. */
  readonly runs: number;
  readonly isReversed: boolean;
  readonly distinct: number;
  /** The last instant of the run that reaches least far: two lists may each have been cut. */
  readonly toldUpTo: number;
}

function shapeOf(events: readonly AuditEvent[], axis: Axis): Shape {
  let runs = 1;
  let rises = 0;
  let toldUpTo = Number.POSITIVE_INFINITY;
  let previous = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const position = positionOf(event, axis);
    if (position < previous) {
      runs++;
      toldUpTo = Math.min(toldUpTo, previous);
    } else if (position > previous) {
      rises++;
    }
    previous = position;
  }
  return {
    runs,
    // Read backwards it would be sorted: one rise from nowhere, and one more where `mongoLogs` begins.
    isReversed: rises <= 2,
    distinct: runs === 1 ? rises : new Set(events.map(({ instantMs }) => instantMs)).size,
    toldUpTo: Math.min(toldUpTo, previous),
  };
}

/** Without a second telling inside the same answer, as when `mongoLogs` holds what `logs` holds. */
function withoutEcho(events: readonly AuditEvent[], axis: Axis): readonly AuditEvent[] {
  const fall = firstFall(events, axis);
  if (fall === undefined) return events;
  const first = events.slice(0, fall);
  return [...first, ...unknownAmong(events.slice(fall), first)];
}

/** The index of the first event that lies before the one that was told before it. */
function firstFall(events: readonly AuditEvent[], axis: Axis): number | undefined {
  let previous = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    const position = event === undefined ? previous : positionOf(event, axis);
    if (position < previous) return index;
    previous = position;
  }
  return undefined;
}

/** Whether there are unknown events before the last known one: the stretch up to there had been told without them. */
function hasIntruders(events: readonly AuditEvent[], known: readonly AuditEvent[], axis: Axis): boolean {
  const last = known.at(-1);
  if (last === undefined) return false;
  const lastPosition = positionOf(last, axis);
  for (const event of events) {
    if (positionOf(event, axis) < lastPosition && !known.some(({ id }) => id === event.id)) return true;
  }
  return false;
}

/**
 * Where the next seek begins: at the last instant but one, so that it must repeat what is known of two instants. One would
 * not do: an event that the account tells out of its place can be the last of a page, and would be taken for the border.
 * @param isCautious as long as the account's order has not been proven, most of the page must be repeated
 */
export function nextEdge(
  verdict: Verdict & { kind: 'told' },
  low: number,
  axis: Axis,
  isCautious: boolean,
): number {
  const { events, toldUpTo } = verdict;
  const early = isCautious ? events[events.length >> 2] : undefined;
  const earlyPosition = early === undefined ? low : positionOf(early, axis);
  if (earlyPosition > low && earlyPosition < toldUpTo) return earlyPosition;
  // Where instants are crowded, the last one repeats enough.
  const least = events.length - Math.max(4, events.length >> 4);
  for (let index = events.length - 1; index >= least; index--) {
    const event = events[index];
    const position = event === undefined ? low : positionOf(event, axis);
    if (position <= low) break;
    if (position < toldUpTo) return position;
  }
  return toldUpTo;
}
