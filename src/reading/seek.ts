/**
 * Reading by order, in pieces side by side. See `verdict.ts` for why one seek is right and `piece.ts` for why a seam is.
 *
 * What is delivered rests on no assumption that was not tested first: a piece tells its known events again with every
 * ask; a seam is closed by an answer that holds known events of both sides; the window's beginning, and every stretch after a
 * crowded instant, where there is nothing known to tell again, by an answer that says that it is all; its end by a
 * look past the end. An account that fails a test is read by division from where the delivery stands.
 */

import type { AuditEvent } from '../audit/event.js';
import { AccessError } from '../errors.js';
import type { Answer, Asker } from './ask.js';
import { type Axis, isWithin, mirrored, positionOf, type Span } from './axis.js';
import { isReadFailure } from './divide.js';
import type { Evidence } from './evidence.js';
import { grainMs } from './grain.js';
import { isTrusted, nothingFollows } from './look.js';
import { Piece } from './piece.js';
import { cutOf, pagesLeft, pagesOfPiece } from './plan.js';
import { containsAll, unknownAmong } from './repeats.js';
import { judge, nextEdge, type Verdict } from './verdict.js';
import { walk } from './walk.js';

export interface SeekOptions {
  readonly asker: Asker;
  readonly axis: Axis;
  /** In positions. */
  readonly span: Span;
  /** Whether the output goes along the axis. */
  readonly isForward: boolean;
  readonly evidence: Evidence;
  readonly keep: (event: AuditEvent) => boolean;
  readonly parallelism: () => number;
  readonly pagesAhead: (waiting: number) => number;
  /** Whether so many matching events, read and waiting, are all that is still wanted. */
  readonly isPlenty: (waiting: number) => boolean;
  readonly signal: AbortSignal;
}

/** Why a reading by order ended before its end. */
export type SeekEnd = 'no-order' | 'reversed' | 'failing';

type Told = Verdict & { kind: 'told' };
type Contradiction = (Verdict & { kind: 'contradiction' })['why'];

/** A piece whose answers contradict what is known, or are empty, so often is left to the division. */
const strikesAllowed = 3;
/** So many asks in a row have failed in the end: the division narrows down what cannot be read. */
const failuresInARow = 4;

export class Seeker {
  readonly pieces: Piece[];
  /** Set when reading by order must end. */
  end: SeekEnd | undefined;
  fatal: unknown;
  /** The last position that still belongs to a piece. */
  high: number;
  #inFlight = 0;
  #told = { events: 0, span: 0 };
  #wake: () => void = () => undefined;
  readonly #options: SeekOptions;

  constructor(options: SeekOptions) {
    this.#options = options;
    this.high = options.span.high;
    this.pieces = [new Piece(options.span.low, 0, true)];
  }

  /** Resolves when a piece has changed; keeps as many asks under way as are useful. */
  async change(): Promise<void> {
    const changed = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.pump();
    // Nothing to deliver and nothing under way: what is ahead of the head must move, or nothing would.
    if (this.#inFlight === 0) this.#begin(this.pieces.find(({ state }) => state === 'open'));
    if (this.#inFlight > 0) await changed;
  }

  /** Begins asks as long as there are useful ones. */
  pump(): void {
    while (this.end === undefined && this.fatal === undefined && this.#inFlight < this.#slots()) {
      const piece = this.#choose();
      if (piece === undefined) return;
      this.#begin(piece);
    }
  }

  #begin(piece: Piece | undefined): void {
    if (piece === undefined) return;
    piece.isBusy = true;
    this.#inFlight++;
    void this.#step(piece);
  }

  /** The next piece along the axis that has seen an event. */
  nextKnown(piece: Piece): Piece | undefined {
    for (let index = this.pieces.indexOf(piece) + 1; index < this.pieces.length; index++) {
      const next = this.pieces[index];
      if (next?.first !== undefined) return next;
    }
    return undefined;
  }

  #slots(): number {
    const isFirst = this.#told.span === 0;
    return isFirst ? 1 : Math.max(1, this.#options.parallelism());
  }

  #waiting(): number {
    return this.pieces.reduce((sum, { bodyCount }) => sum + bodyCount, 0);
  }

  /** The piece to ask for next, nearest to the head of the output first; a new one where a gap is worth cutting. */
  #choose(): Piece | undefined {
    const { isForward, pagesAhead, evidence } = this.#options;
    const waiting = this.#waiting();
    const allowed = pagesAhead(waiting);
    const inOrder = isForward ? this.pieces : this.pieces.toReversed();
    const ahead = allowed - this.#inFlight;
    let isHead = true;
    for (const piece of inOrder) {
      isHead &&= piece.state !== 'met' || piece.bodyCount === 0;
      const isEnough = ahead <= 0 || (evidence.isEnough && this.#options.isPlenty(waiting));
      if (!isHead && isEnough) return undefined;
      if (piece.state === 'met') continue;
      const cut = this.#cut(piece, allowed);
      if (piece.state === 'open' && !piece.isBusy && (isForward || cut === undefined)) return piece;
      if (cut !== undefined && ahead > 1) return this.#insert(piece, cut);
      isHead = false;
    }
    return undefined;
  }

  #cut(piece: Piece, allowed: number): number | undefined {
    const { asker, isForward, parallelism } = this.#options;
    if (piece.first === undefined || piece.state === 'dividing') return undefined;
    const next = this.pieces[this.pieces.indexOf(piece) + 1];
    if (next !== undefined && next.first === undefined && next.isBusy && piece.gapDensity < piece.density)
      return undefined;
    const density = piece.gapDensity;
    const gap = { low: piece.edge, high: next?.first ?? next?.start ?? this.high + 1, density, isForward };
    const pages = pagesOfPiece(allowed, parallelism());
    // Against the order of the axis a gap must be cut before it is read into, or its events would have to wait.
    const isSmall = !isForward && !piece.isBusy && pagesLeft(gap, asker.pageSize) < pages * 2;
    return isSmall ? undefined : cutOf(gap, asker.pageSize, pages);
  }

  #insert(before: Piece, at: number): Piece {
    const piece = new Piece(at, before.density, false);
    this.pieces.splice(this.pieces.indexOf(before) + 1, 0, piece);
    return piece;
  }

  async #step(piece: Piece): Promise<void> {
    try {
      await this.#advance(piece);
    } catch (error) {
      this.#failed(piece, error);
    }
    piece.isBusy = false;
    this.#inFlight--;
    this.pump();
    this.#wake();
  }

  #failed(piece: Piece, error: unknown): void {
    const { asker, signal } = this.#options;
    if (signal.aborted) this.fatal = signal.reason;
    else if (error instanceof AccessError || !isReadFailure(error) || asker.answers === 0) this.fatal = error;
    else if (asker.failuresInARow >= failuresInARow) this.end = 'failing';
    else this.#giveUp(piece);
  }

  async #advance(piece: Piece): Promise<void> {
    const target = this.nextKnown(piece);
    if (target?.first !== undefined && piece.edge >= target.first) {
      if (piece.isUnproven) await this.#proveHead(piece, target);
      else this.#meet(piece, target, piece.pending);
      return;
    }
    const span = this.#spanOf(piece, target);
    const known = piece.pending.filter((event) => isWithin(event, span, this.#options.axis));
    const answer = await this.#ask(span);
    if (!this.pieces.includes(piece)) return;
    const verdict = await this.#judged(piece, span, known, answer);
    if (!this.pieces.includes(piece)) return;
    if (verdict.kind === 'told') return this.#accept(piece, span, verdict);
    if (verdict.kind === 'crowded') return await this.#walk(piece, span, answer);
    if (verdict.kind === 'hollow') {
      this.#giveUp(piece);
      return;
    }
    await this.#contradicted(piece, span, known, verdict.why);
  }

  async #ask(span: Span, isWidened = this.#options.asker.leavesEndsOut): Promise<Answer> {
    return await this.#options.asker.page({ span: mirrored(span, this.#options.axis), page: 1, isWidened });
  }

  /** Up to the next known event, which is then told again; short of it when that has not been enough. */
  #spanOf(piece: Piece, target: Piece | undefined): Span {
    if (target?.first === undefined) return { low: piece.edge, high: this.high };
    const isShort = piece.isUnproven && piece.strikes > 0;
    return { low: piece.edge, high: isShort ? target.first - 1 : target.first };
  }

  async #judged(piece: Piece, span: Span, known: readonly AuditEvent[], answer: Answer): Promise<Verdict> {
    const { asker, axis, evidence } = this.#options;
    const seek = { span, known, axis };
    if (answer.hasMore) return judge(seek, answer, true, evidence, asker.ledger);
    const head = this.#headAt(piece, span);
    if (head === undefined) {
      const isProbe = piece.first === undefined && !piece.isBound && answer.entries === 0;
      const isWhole = isProbe || (await nothingFollows(asker, mirrored(span, axis), answer));
      return judge(seek, answer, !isWhole, evidence, asker.ledger);
    }
    const proof = await this.#withHead(span, answer, head);
    if (
      proof !== undefined &&
      piece.isUnproven &&
      !isTrusted(asker) &&
      !(await nothingFollows(asker, mirrored(span, axis), proof))
    ) {
      return judge(seek, proof, true, evidence, asker.ledger);
    }
    return judge(seek, proof ?? answer, proof === undefined, evidence, asker.ledger);
  }

  /** The known events at the span's end, which an answer that is all of it must tell again. */
  #headAt(piece: Piece, span: Span): readonly AuditEvent[] | undefined {
    const target = this.nextKnown(piece);
    return target?.first === span.high ? target.knownAtFirst(this.#options.axis) : undefined;
  }

  /** The answer that tells the head again: this one, or a wider one where the account leaves its ends out. */
  async #withHead(span: Span, answer: Answer, head: readonly AuditEvent[]): Promise<Answer | undefined> {
    const { asker } = this.#options;
    if (containsAll(answer.events, head)) return answer;
    if (asker.leavesEndsOut) return undefined;
    const wider = await this.#ask(span, true);
    if (wider.hasMore || !containsAll(wider.events, head)) return undefined;
    asker.leavesEndsOut = true;
    return wider;
  }

  #accept(piece: Piece, span: Span, verdict: Told): void {
    const { axis, keep } = this.#options;
    const target = this.nextKnown(piece);
    const isMet = target?.first !== undefined && verdict.toldUpTo >= target.first + (verdict.isWhole ? 1 : 0);
    if (piece.isUnproven && !verdict.isWhole) {
      this.#acceptUnproven(piece, span, verdict, isMet);
      return;
    }
    this.#learn(piece, span, verdict);
    if (isMet && target !== undefined) this.#acceptSeam(piece, target, verdict);
    else if (verdict.toldUpTo > this.high) this.#acceptEnd(piece, verdict);
    else if (verdict.isWhole) this.#acceptShort(piece, verdict);
    else if (piece.first === undefined) this.#acceptFirst(piece, verdict);
    else piece.take(verdict.events, nextEdge(verdict, span.low, axis), axis, keep);
    piece.strikes = 0;
  }

  /** Nothing known could be told again, and the account does not say that this is all: what was told begins a piece of its own. */
  #acceptUnproven(piece: Piece, span: Span, verdict: Told, isMet: boolean): void {
    if (isMet || verdict.events.length === 0 || verdict.toldUpTo > this.high) {
      this.#strike(piece, piece.strikes > 0);
      return;
    }
    const next = new Piece(span.low, piece.density, false);
    this.pieces.splice(this.pieces.indexOf(piece) + 1, 0, next);
    this.#learn(next, span, verdict);
    this.#acceptFirst(next, verdict);
    piece.strikes = 0;
  }

  /** All of a span that ends short of the next piece; the instant with which that one begins is yet to be proven. */
  #acceptShort(piece: Piece, verdict: Told): void {
    const { axis, keep, evidence } = this.#options;
    if (verdict.events.length > 0) evidence.contradicted();
    piece.take(verdict.events, verdict.toldUpTo, axis, keep);
  }

  /** The instant that the next piece begins with, in full: nothing known before it has shown that it began at the first of its events. */
  async #proveHead(piece: Piece, target: Piece): Promise<void> {
    const { asker, axis } = this.#options;
    const span = mirrored({ low: piece.edge, high: piece.edge }, axis);
    const { events, problem } = await walk(asker, span, target.knownAtFirst(axis));
    if (!this.pieces.includes(piece) || !this.pieces.includes(target)) return;
    if (problem !== undefined)
      asker.ledger.couldNotRead({ sinceMs: span.low, untilMs: span.high + 1 }, problem);
    this.#meet(piece, target, events);
  }

  #learn(piece: Piece, span: Span, { events, toldUpTo }: Told): void {
    const { axis } = this.#options;
    const first = events[0];
    const from = piece.first === undefined && first !== undefined ? positionOf(first, axis) : span.low;
    const width = Math.max(1, toldUpTo - from);
    piece.density = events.length / width;
    piece.gapDensity = piece.density;
    this.#told.events += events.length;
    this.#told.span += width;
  }

  /** All that is left has been told; what lies beyond has been delivered meanwhile. */
  #acceptEnd(piece: Piece, verdict: Told): void {
    const { axis, keep } = this.#options;
    if (piece.first === undefined && verdict.events.length === 0 && !piece.isBound) {
      piece.state = 'met';
      this.#thin(piece);
      return;
    }
    const passed = this.#passedBy(piece);
    const isOwn = (event: AuditEvent) =>
      positionOf(event, axis) <= this.high && positionOf(event, axis) >= passed;
    piece.take(verdict.events.filter(isOwn), this.high + 1, axis, keep);
    this.#finish(piece);
  }

  #finish(piece: Piece): void {
    piece.state = 'met';
    this.#drop(piece, undefined);
  }

  /** The first events of a piece; without those that the pieces before it have passed already. */
  #acceptFirst(piece: Piece, verdict: Told): void {
    const { axis, keep } = this.#options;
    const passed = this.#passedBy(piece);
    const events = verdict.events.filter((event) => positionOf(event, axis) >= passed);
    if (events.length === 0 || verdict.toldUpTo <= passed) return this.#remove(piece);
    piece.take(events, nextEdge({ ...verdict, events }, passed, axis), axis, keep);
  }

  /** Up to where the piece's stretch has been told already, by itself or, where it only begins, by those before it. */
  #passedBy(piece: Piece): number {
    let passed = piece.edge;
    for (const earlier of this.pieces) {
      if (earlier === piece || piece.first !== undefined || piece.isBound) break;
      passed = Math.max(passed, earlier.edge);
    }
    return passed;
  }

  #acceptSeam(piece: Piece, target: Piece, verdict: Told): void {
    const { axis, keep, evidence } = this.#options;
    const first = target.first ?? verdict.toldUpTo;
    const passed = this.#passedBy(piece);
    const own = verdict.events.filter(
      (event) => positionOf(event, axis) < first && positionOf(event, axis) >= passed,
    );
    if (verdict.toldUpTo === first) {
      // Told up to that instant, not through it: the next step proves it by itself.
      piece.take(own, Math.max(first, piece.edge), axis, keep);
      piece.pending = [];
      piece.isBound = true;
      return;
    }
    const there = verdict.events.filter((event) => positionOf(event, axis) === first);
    if (!containsAll(there, target.knownAtFirst(axis))) {
      this.#strike(piece);
      return;
    }
    if (piece.isUnproven && own.length > 0) evidence.contradicted();
    piece.take(own, Math.max(first, piece.edge), axis, keep);
    this.#meet(piece, target, there);
  }

  /** @param there what was told at the instant with which the next piece begins */
  #meet(piece: Piece, target: Piece, there: readonly AuditEvent[]): void {
    const { axis } = this.#options;
    const late = unknownAmong(there, target.knownAtFirst(axis)).filter(
      (event) => positionOf(event, axis) === target.first,
    );
    if (target.edge > (target.first ?? target.edge)) target.head.push(...late);
    piece.pending = [];
    piece.state = 'met';
    // What it knew of that instant is the next one's: it has no event of its own by which a seam could be proven.
    if (piece.first !== undefined && piece.first >= (target.first ?? piece.first)) piece.first = undefined;
    this.#drop(piece, target);
    if (piece.first === undefined && !piece.isBound) this.#thin(piece);
  }

  /** The division reads on from here. One that has only begun somewhere is not needed for that, nor is another in its place. */
  #giveUp(piece: Piece): void {
    if (piece.first !== undefined || piece.isBound) {
      piece.state = 'hole';
      return;
    }
    for (const earlier of this.pieces.slice(0, this.pieces.indexOf(piece))) earlier.gapDensity = 0;
    this.#remove(piece);
  }

  /** A piece that found nothing: the gap that it was cut from is emptier than was thought. */
  #thin(piece: Piece): void {
    for (let index = this.pieces.indexOf(piece) - 1; index >= 0; index--) {
      const earlier = this.pieces[index];
      if (earlier?.first === undefined) continue;
      earlier.gapDensity /= 4;
      return;
    }
  }

  /** Pieces between the two have no event of their own: the stretch that they were to read has been told. */
  #drop(piece: Piece, target: Piece | undefined): void {
    const from = this.pieces.indexOf(piece) + 1;
    const to = target === undefined ? this.pieces.length : this.pieces.indexOf(target);
    this.pieces.splice(from, to - from);
  }

  #remove(piece: Piece): void {
    this.#thin(piece);
    this.pieces.splice(this.pieces.indexOf(piece), 1);
  }

  /** An instant, or the smallest span that the account can tell apart, that holds more than a page. */
  async #walk(piece: Piece, span: Span, answer: Answer): Promise<void> {
    const { asker, axis } = this.#options;
    const crowd = this.#crowdAt(span, answer);
    const inMs = mirrored(crowd, axis);
    const known = [...piece.pending, ...answer.events].filter((event) => isWithin(event, crowd, axis));
    const { events, problem } = await walk(asker, inMs, known);
    if (!this.pieces.includes(piece)) return;
    if (problem !== undefined)
      asker.ledger.couldNotRead({ sinceMs: inMs.low, untilMs: inMs.high + 1 }, problem);
    this.#acceptWalk(piece, events.toSorted(axis.compare), crowd.high + 1);
  }

  /** Up to where the walk has read, or to the next piece, if one has begun in there meanwhile. */
  #acceptWalk(piece: Piece, events: readonly AuditEvent[], reach: number): void {
    const { axis, keep } = this.#options;
    const target = this.nextKnown(piece);
    const end = Math.min(reach, target?.first ?? reach, this.high + 1);
    const passed = this.#passedBy(piece);
    const isOwn = (event: AuditEvent) => positionOf(event, axis) >= passed && positionOf(event, axis) < end;
    piece.take(events.filter(isOwn), Math.max(end, piece.edge), axis, keep);
    piece.isBound = true;
    piece.strikes = 0;
    if (target?.first !== undefined && target.first < reach) this.#meet(piece, target, events);
    else if (piece.edge > this.high) this.#finish(piece);
  }

  #crowdAt({ low, high }: Span, answer: Answer): Span {
    const { axis } = this.#options;
    const asked = mirrored({ low, high }, axis);
    const grain = grainMs(asked, answer.events);
    const instantMs = low * axis.sign;
    const start = Math.floor(instantMs / grain) * grain;
    const unit = mirrored({ low: start, high: start + grain - 1 }, axis);
    return { low, high: Math.min(high, unit.high) };
  }

  #strike(piece: Piece, isGrave = true): void {
    const { evidence } = this.#options;
    if (isGrave) evidence.contradicted();
    piece.strikes++;
    if (evidence.isAgainst) this.end = 'no-order';
    else if (piece.strikes > strikesAllowed) this.#giveUp(piece);
  }

  async #contradicted(
    piece: Piece,
    span: Span,
    known: readonly AuditEvent[],
    why: Contradiction,
  ): Promise<void> {
    const { asker, evidence } = this.#options;
    if (why === 'reversed' && this.#told.span === 0) {
      this.end = 'reversed';
      return;
    }
    if (why === 'lost-known' && !asker.leavesEndsOut) {
      const answer = await this.#ask(span, true);
      if (!this.pieces.includes(piece)) return;
      const verdict = judge(
        { span, known, axis: this.#options.axis },
        answer,
        answer.hasMore,
        evidence,
        asker.ledger,
      );
      if (verdict.kind === 'told') {
        asker.leavesEndsOut = true;
        piece.strikes = 0;
        return;
      }
    }
    this.#strike(piece);
  }
}
