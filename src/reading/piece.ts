/**
 * A piece of the window that is read on its own: it begins somewhere, reads upward along the axis, and is done when it meets the
 * first event that the next piece began with. That meeting is the proof of the seam: the last answer holds
 * known events at both of its ends.
 */
import type { AuditEvent } from '../audit/event.js';
import { type Axis, positionOf } from './axis.js';

export class Piece {
  /** Where it began to look; nothing says yet that there is no event between here and `first`. */
  readonly start: number;
  /** Position of its first event; undefined while it has seen none. */
  first: number | undefined;
  /** The events at `first`; all of them once `edge` has passed it. */
  head: AuditEvent[] = [];
  /** Matching events after `first` and before `edge`, in batches along the axis. */
  body: AuditEvent[][] = [];
  bodyCount = 0;
  /** Everything from `start` up to here has been told. */
  edge: number;
  /** Events at or after `edge` that are known and not yet proven to be all. */
  pending: readonly AuditEvent[] = [];
  /**
   * `met`: joined to the next piece, or to the window's end. `hole`: what remains of it, up to the next, must be read
   * without order. `dividing`: that is being done, and no piece may begin in there any more.
   */
  state: 'open' | 'met' | 'hole' | 'dividing' = 'open';
  isBusy = false;
  strikes = 0;
  /** Nothing lies before its edge that is not told: it may not leap. The others begin anywhere, and the piece before proves their beginning. */
  isBound: boolean;
  /** Events per position, as last seen. */
  density: number;
  /** What is thought of the gap after it: less after each piece that was begun in there and found nothing. */
  gapDensity: number;
  /** What the hole was made by, when it was a failure. */
  failure: string | undefined;

  constructor(start: number, density: number, isBound: boolean) {
    this.start = start;
    this.edge = start;
    this.density = density;
    this.gapDensity = density;
    this.isBound = isBound;
  }

  /** Takes events along the axis, all at or after `edge`; those before `edge` to be are proven, the others stay pending. */
  take(events: readonly AuditEvent[], edge: number, axis: Axis, keep: (event: AuditEvent) => boolean): void {
    const cut = firstAtOrAfter(events, edge, axis);
    const batch: AuditEvent[] = [];
    for (let index = 0; index < cut; index++) {
      const event = events[index];
      if (event === undefined) break;
      const position = positionOf(event, axis);
      this.first ??= position;
      if (position < this.first) continue;
      if (position === this.first) this.head.push(event);
      else if (keep(event)) batch.push(event);
    }
    if (batch.length > 0) this.body.push(batch);
    this.bodyCount += batch.length;
    this.pending = cut === 0 ? events : events.slice(cut);
    const earliest = this.pending[0];
    if (this.first === undefined && earliest !== undefined) this.first = positionOf(earliest, axis);
    this.edge = edge;
  }

  /** It must not leap, and knows no event that an answer could tell again: only the account's word proves what comes next. */
  get isUnproven(): boolean {
    return this.isBound && this.pending.length === 0;
  }

  /** What is known at `first`, proven or pending. */
  knownAtFirst(axis: Axis): readonly AuditEvent[] {
    const pending = this.pending.filter((event) => positionOf(event, axis) === this.first);
    return pending.length === 0 ? this.head : [...this.head, ...pending];
  }
}

/** The index of the first event at or after the position; the events lie along the axis. */
export function firstAtOrAfter(events: readonly AuditEvent[], position: number, axis: Axis): number {
  let index = events.length;
  while (index > 0) {
    const event = events[index - 1];
    if (event !== undefined && positionOf(event, axis) < position) break;
    index--;
  }
  return index;
}
