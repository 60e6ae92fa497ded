/**
 * A piece of the window that is read on its own: it begins somewhere, reads upward along the axis, and is done when it meets the
 * first event that the next piece began with. That meeting is the proof of the seam: the last answer holds
 * known events at both of its ends.
 *
 * What a page told is confirmed, and may be delivered, when the next answer fits on to it.
 */
import type { AuditEvent } from '../audit/event.js';
import { type Axis, positionOf } from './axis.js';

/** How far an answer reached, and from where the next one will repeat it. */
export interface Told {
  readonly edge: number;
  readonly upTo: number;
}

export class Piece {
  /** Where it began to look; nothing says yet that there is no event between here and `first`. */
  readonly start: number;
  /** Position of its first event; undefined while it has none of its own. */
  first: number | undefined;
  /** The events at `first`; all of them once `edge` has passed it. */
  head: AuditEvent[] = [];
  /** Confirmed matching events after `first`, in batches along the axis. */
  body: AuditEvent[][] = [];
  /** Up to here it is confirmed. */
  confirmedEdge: number;
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
  /** Its last ask failed in the end. */
  hasFailed = false;
  strikes = 0;
  /** Nothing lies before its edge that is not told: it may not leap. The others begin anywhere, and the piece before proves their beginning. */
  isBound: boolean;
  /** Answers that it took. */
  pages = 0;
  /** Events per position in its first answer and in its latest. */
  firstDensity = 0;
  latestDensity = 0;
  /** What is thought of the gap after it, as against what is usual: less after each piece that was begun in there and found nothing. */
  gapFactor = 1;
  /** Matching events between `confirmedEdge` and `edge`. */
  #latest: AuditEvent[] = [];
  #confirmedCount = 0;
  /** How far the latest answer reached, beyond `edge`. */
  #toldUpTo = Number.NEGATIVE_INFINITY;

  constructor(start: number, isBound: boolean) {
    this.start = start;
    this.edge = start;
    this.confirmedEdge = start;
    this.isBound = isBound;
  }

  /** Matching events that are read and not yet taken over by the delivery. */
  get waiting(): number {
    return this.#confirmedCount + this.#latest.length;
  }

  /** It must not leap, and knows no event that an answer could tell again: only the account's word proves what comes next. */
  get isUnproven(): boolean {
    return this.isBound && this.pending.length === 0;
  }

  get isHeadConfirmed(): boolean {
    return this.first !== undefined && this.confirmedEdge > this.first;
  }

  /**
   * Takes events along the axis, all at or after `edge`: this confirms what was told before, and what is told again now.
   * Those before the edge to be are told in full, the others stay pending.
   */
  take(events: readonly AuditEvent[], told: Told, axis: Axis, keep: (event: AuditEvent) => boolean): void {
    this.confirm();
    const cut = firstAtOrAfter(events, told.edge, axis);
    for (let index = 0; index < cut; index++) {
      const event = events[index];
      if (event === undefined) break;
      const position = positionOf(event, axis);
      this.first ??= position;
      if (position === this.first) this.head.push(event);
      else if (position > this.first && keep(event)) this.#latest.push(event);
    }
    this.pending = cut === 0 ? events : events.slice(cut);
    const earliest = this.pending[0];
    if (this.first === undefined && earliest !== undefined) this.first = positionOf(earliest, axis);
    this.edge = told.edge;
    this.#confirmUpTo(Math.min(this.#toldUpTo, told.edge), axis);
    this.#toldUpTo = told.upTo;
  }

  /** What was told twice. */
  #confirmUpTo(position: number, axis: Axis): void {
    if (position <= this.confirmedEdge) return;
    const cut = firstAtOrAfter(this.#latest, position, axis);
    const rest = this.#latest.slice(cut);
    this.#latest.length = cut;
    this.#release(position);
    this.#latest = rest;
  }

  confirm(): void {
    this.#release(this.edge);
  }

  #release(confirmedEdge: number): void {
    this.confirmedEdge = confirmedEdge;
    if (this.#latest.length === 0) return;
    this.body.push(this.#latest);
    this.#confirmedCount += this.#latest.length;
    this.#latest = [];
  }

  /** Gives up what is not confirmed; the events of it stay known. */
  rollBack(axis: Axis): void {
    const isHeadKept = this.isHeadConfirmed || this.first === undefined;
    const head = isHeadKept ? [] : this.head;
    if (!isHeadKept) this.head = [];
    this.edge = Math.max(this.confirmedEdge, this.first ?? this.confirmedEdge);
    this.pending = [...head, ...this.#latest, ...this.pending].sort(axis.compare);
    this.#latest = [];
    this.#toldUpTo = Number.NEGATIVE_INFINITY;
  }

  /** Hands over the confirmed batches. */
  release(): AuditEvent[][] {
    const { body } = this;
    this.body = [];
    this.#confirmedCount = 0;
    return body;
  }

  /** What is known at `first`, told in full or pending. */
  knownAtFirst(axis: Axis): readonly AuditEvent[] {
    const pending = this.pending.filter((event) => positionOf(event, axis) === this.first);
    return pending.length === 0 ? this.head : [...this.head, ...pending];
  }
}

/** The index of the first event at or after the position; the events lie along the axis. */
function firstAtOrAfter(events: readonly AuditEvent[], position: number, axis: Axis): number {
  let index = events.length;
  while (index > 0) {
    const event = events[index - 1];
    if (event !== undefined && positionOf(event, axis) < position) break;
    index--;
  }
  return index;
}
