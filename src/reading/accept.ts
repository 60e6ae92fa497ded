/** What a told answer changes in the pieces: a page more, a seam closed, an end reached; or a strike, when it does not fit. */
import type { AuditEvent } from '../audit/event.js';
import { positionOf, type Span } from './axis.js';
import type { Evidence } from './evidence.js';
import type { Piece } from './piece.js';
import type { Pieces } from './pieces.js';
import { containsAll } from './repeats.js';
import { nextEdge, type Verdict } from './verdict.js';

export type Told = Verdict & { kind: 'told' };

export interface AcceptOptions {
  readonly pieces: Pieces;
  readonly evidence: Evidence;
  readonly keep: (event: AuditEvent) => boolean;
  /** Told how many events a stretch of the axis held. */
  readonly onTold: (events: number, width: number) => void;
}

/** `grave` speaks against the account's order; `mild` only asks for another question. */
export type Strike = 'grave' | 'mild';

export class Acceptance {
  readonly #options: AcceptOptions;

  constructor(options: AcceptOptions) {
    this.#options = options;
  }

  /** Gives back a strike when the answer does not fit what is known. */
  accept(piece: Piece, span: Span, verdict: Told): Strike | undefined {
    const { pieces, keep } = this.#options;
    const target = pieces.nextKnown(piece);
    const isMet = target?.first !== undefined && verdict.toldUpTo >= target.first + (verdict.isWhole ? 1 : 0);
    if (piece.isUnproven && !verdict.isWhole) return this.#acceptUnproven(piece, span, verdict, isMet);
    this.#learn(piece, span, verdict);
    if (isMet && target !== undefined) return this.#acceptSeam(piece, target, verdict);
    piece.strikes = 0;
    if (verdict.toldUpTo > pieces.high) this.#acceptEnd(piece, verdict);
    else if (verdict.isWhole) this.#acceptShort(piece, verdict);
    else if (piece.first === undefined) this.#acceptFirst(piece, verdict);
    else piece.take(verdict.events, this.#nextEdge(verdict, span.low), pieces.axis, keep);
    return undefined;
  }

  /** Up to where a walk has read, or to the next piece, if one has begun in there meanwhile. */
  acceptWalk(piece: Piece, events: readonly AuditEvent[], reach: number): void {
    const { pieces, keep } = this.#options;
    const target = pieces.nextKnown(piece);
    const end = Math.min(reach, target?.first ?? reach, pieces.high + 1);
    const own = this.#own(piece, events, end);
    // Without an event of its own nobody would know where it begins, and the piece before it would read the same.
    if (own.length === 0 && piece.first === undefined && !piece.isBound) {
      pieces.remove(piece);
      return;
    }
    piece.take(own, through(Math.max(end, piece.edge)), pieces.axis, keep);
    piece.confirm();
    piece.isBound = true;
    piece.strikes = 0;
    if (target?.first !== undefined && target.first < reach) pieces.meet(piece, target, events);
    else if (piece.edge > pieces.high) pieces.finish(piece);
  }

  /** Nothing known could be told again, and the account does not say that this is all: what was told begins a piece of its own. */
  #acceptUnproven(piece: Piece, span: Span, verdict: Told, isMet: boolean): Strike | undefined {
    const { pieces } = this.#options;
    if (isMet || verdict.events.length === 0 || verdict.toldUpTo > pieces.high) {
      return piece.strikes > 0 ? 'grave' : 'mild';
    }
    const next = pieces.begin(piece, span.low);
    this.#learn(next, span, verdict);
    this.#acceptFirst(next, verdict);
    piece.strikes = 0;
    return undefined;
  }

  /** All of a span that ends short of the next piece; the instant with which that one begins is yet to be proven. */
  #acceptShort(piece: Piece, verdict: Told): void {
    const { pieces, keep, evidence } = this.#options;
    if (verdict.events.length > 0) evidence.contradicted();
    piece.take(verdict.events, through(verdict.toldUpTo), pieces.axis, keep);
    piece.confirm();
  }

  /** All that is left has been told; what lies beyond has been delivered meanwhile. */
  #acceptEnd(piece: Piece, verdict: Told): void {
    const { pieces, keep } = this.#options;
    if (piece.first === undefined && verdict.events.length === 0 && !piece.isBound) {
      piece.state = 'met';
      pieces.thin(piece);
      return;
    }
    piece.take(
      this.#own(piece, verdict.events, pieces.high + 1),
      through(pieces.high + 1),
      pieces.axis,
      keep,
    );
    pieces.finish(piece);
  }

  /** The first events of a piece; without those that the pieces before it have passed already. */
  #acceptFirst(piece: Piece, verdict: Told): void {
    const { pieces, keep } = this.#options;
    const { axis } = pieces;
    const events = this.#own(piece, verdict.events, Number.POSITIVE_INFINITY);
    const passed = pieces.passedBy(piece);
    if (events.length === 0 || verdict.toldUpTo <= passed) {
      pieces.remove(piece);
      return;
    }
    piece.take(events, this.#nextEdge({ ...verdict, events }, passed), axis, keep);
    pieces.thicken(piece);
  }

  #acceptSeam(piece: Piece, target: Piece, verdict: Told): Strike | undefined {
    const { pieces, keep, evidence } = this.#options;
    const { axis } = pieces;
    const first = target.first ?? verdict.toldUpTo;
    const there = verdict.events.filter((event) => positionOf(event, axis) === first);
    const isThrough = verdict.toldUpTo > first;
    if (isThrough && !containsAll(there, target.knownAtFirst(axis))) return 'grave';
    const own = this.#own(piece, verdict.events, first);
    if (own.length === 0 && piece.first === undefined && !piece.isBound) {
      pieces.meet(piece, target, []);
      return undefined;
    }
    if (piece.isUnproven && own.length > 0) evidence.contradicted();
    piece.strikes = 0;
    piece.take(own, through(Math.max(first, piece.edge)), axis, keep);
    if (isThrough) {
      pieces.meet(piece, target, there);
    } else {
      // Told up to that instant, not through it: the next step proves it by itself.
      piece.pending = [];
      piece.isBound = true;
    }
    return undefined;
  }

  #nextEdge(verdict: Told, low: number): { readonly edge: number; readonly upTo: number } {
    const { pieces, evidence } = this.#options;
    return { edge: nextEdge(verdict, low, pieces.axis, !evidence.isEnough), upTo: verdict.toldUpTo };
  }

  /** Those that no piece before it has, up to the end. */
  #own(piece: Piece, events: readonly AuditEvent[], end: number): readonly AuditEvent[] {
    const { pieces } = this.#options;
    const passed = pieces.passedBy(piece);
    return events.filter((event) => {
      const position = positionOf(event, pieces.axis);
      return position >= passed && position < end;
    });
  }

  #learn(piece: Piece, span: Span, { events, toldUpTo }: Told): void {
    const { pieces, onTold } = this.#options;
    const first = events[0];
    const from = piece.first === undefined && first !== undefined ? positionOf(first, pieces.axis) : span.low;
    const width = Math.max(1, toldUpTo - from);
    piece.pages++;
    piece.latestDensity = events.length / width;
    if (piece.pages === 1) piece.firstDensity = piece.latestDensity;
    piece.gapFactor = Math.min(1, piece.gapFactor * 2);
    onTold(events.length, width);
  }
}

/** Told through to there, with nothing left to repeat. */
function through(edge: number): { readonly edge: number; readonly upTo: number } {
  return { edge, upTo: edge };
}
