/**
 * Reading by order, in pieces side by side: which piece is asked for next. See `verdict.ts` for why one seek is right and
 * `piece.ts` for why a seam is.
 *
 * What is delivered rests on no assumption that was not tested first: a piece tells its known events again with every
 * ask; a seam is closed by an answer that holds known events of both sides; the window's beginning, and every stretch after a
 * crowded instant, where there is nothing known to tell again, by an answer that says that it is all; its end by a
 * look past the end. An account that fails a test is read by division from where the delivery stands.
 */
import type { AuditEvent } from '../audit/event.js';
import { AccessError } from '../errors.js';
import { Advance, type Disorder } from './advance.js';
import type { Asker } from './ask.js';
import type { Axis, Span } from './axis.js';
import type { Evidence } from './evidence.js';
import { isReadFailure } from './failure.js';
import type { Piece } from './piece.js';
import { Pieces } from './pieces.js';
import { cutOf, shareOf } from './plan.js';
import type { Sightings } from './sightings.js';

export interface SeekOptions {
  readonly asker: Asker;
  readonly axis: Axis;
  /** In positions. */
  readonly span: Span;
  /** Whether the output goes along the axis. */
  readonly isForward: boolean;
  readonly evidence: Evidence;
  readonly keep: (event: AuditEvent) => boolean;
  readonly sightings: Sightings;
  /** How many questions to keep under way. */
  readonly readers: () => number;
  /** How many pages may be under way or wait beyond the head, while so many matching events wait. */
  readonly pagesAhead: (waiting: number) => number;
  readonly signal: AbortSignal;
}

/** Why a reading by order ended before its end. */
export type SeekEnd = Disorder | 'failing';

/** So many asks in a row have failed in the end: the division narrows down what cannot be read. */
const failuresInARow = 4;

export class Seeker {
  readonly pieces: Pieces;
  /** Set when reading by order must end. */
  end: SeekEnd | undefined;
  fatal: unknown;
  readonly #options: SeekOptions;
  readonly #advance: Advance;
  #inFlight = 0;
  #wake: () => void = () => undefined;

  constructor(options: SeekOptions) {
    const { span, axis } = options;
    this.#options = options;
    this.pieces = new Pieces(span.low, span.high, axis);
    this.#advance = new Advance({ ...options, pieces: this.pieces });
  }

  /** Resolves when a piece has changed; keeps as many asks under way as are useful. */
  async change(): Promise<void> {
    const changed = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#pump();
    // Nothing to deliver and nothing under way: what is ahead of the head must move, or nothing would.
    const stalled = this.#inFlight === 0 && this.#inOrder().find(({ state }) => state === 'open');
    if (stalled) this.#begin(stalled);
    if (this.#inFlight > 0) await changed;
  }

  /** Begins asks as long as there are useful ones. */
  #pump(): void {
    const isFirst = this.#advance.told.width === 0;
    const slots = isFirst ? 1 : this.#options.readers();
    while (this.end === undefined && this.fatal === undefined && this.#inFlight < slots) {
      const piece = this.#choose();
      if (piece === undefined) return;
      this.#begin(piece);
    }
  }

  #begin(piece: Piece): void {
    piece.isBusy = true;
    this.#inFlight++;
    void this.#step(piece);
  }

  async #step(piece: Piece): Promise<void> {
    try {
      this.end ??= await this.#advance.step(piece);
    } catch (error) {
      this.#failed(piece, error);
    }
    piece.isBusy = false;
    this.#inFlight--;
    this.#pump();
    this.#wake();
  }

  #failed(piece: Piece, error: unknown): void {
    const { asker, signal } = this.#options;
    piece.hasFailed = true;
    const isSilent = asker.answers === 0;
    const isOutOfReach = isSilent && asker.failuresInARow >= failuresInARow;
    if (signal.aborted) this.fatal = signal.reason;
    else if (error instanceof AccessError || !isReadFailure(error) || isOutOfReach) this.fatal = error;
    else if (isSilent || asker.failuresInARow >= failuresInARow) this.end = 'failing';
    else if (this.pieces.has(piece)) this.pieces.giveUp(piece);
  }

  /** The piece to ask for next, nearest to the head of the output first; a new one where a gap is worth cutting. */
  #choose(): Piece | undefined {
    const { isForward, pagesAhead, evidence } = this.#options;
    const ahead = pagesAhead(this.pieces.waiting) - this.#inFlight;
    const inOrder = this.#inOrder();
    let isHead = true;
    for (const piece of inOrder) {
      isHead &&= piece.state !== 'met' || piece.body.length === 0;
      // Until there is evidence nothing can be delivered, whatever waits.
      const isUrgent = isHead && (!isForward || piece.body.length === 0);
      if (!isUrgent && ahead <= 0 && evidence.isEnough) return undefined;
      if (piece.state === 'met') continue;
      const cut = this.#cut(piece, false);
      if (piece.state === 'open' && !piece.isBusy && (isForward || cut === undefined)) return piece;
      // Against the axis the head of the output may lie in a piece that is yet to begin.
      const isDue = isHead && !isForward && !piece.isBusy;
      if (cut !== undefined && (ahead > 1 || isDue)) return this.pieces.begin(piece, cut);
      isHead = false;
    }
    return ahead > 1 ? this.#cutAnywhere(inOrder) : undefined;
  }

  /** The one that is delivered first comes first. */
  #inOrder(): readonly Piece[] {
    const { list } = this.pieces;
    return this.#options.isForward ? list : list.toReversed();
  }

  /** Work for a request that would otherwise not be made. */
  #cutAnywhere(inOrder: readonly Piece[]): Piece | undefined {
    for (const piece of inOrder) {
      const cut = piece.state === 'met' ? undefined : this.#cut(piece, true);
      if (cut !== undefined) return this.pieces.begin(piece, cut);
    }
    return undefined;
  }

  #cut(piece: Piece, isIdle: boolean): number | undefined {
    const { asker, isForward, readers, pagesAhead } = this.#options;
    if (piece.state === 'dividing' || !this.#mayCut(piece)) return undefined;
    const share = shareOf(pagesAhead(0), readers());
    const { events, width } = this.#advance.told;
    const density = Math.max(events / width, piece.pages >= share ? piece.density : 0) * piece.gapFactor;
    const next = this.pieces.next(piece);
    const high = next?.first ?? next?.start ?? this.pieces.high + 1;
    return cutOf({ low: piece.edge, high, density, isForward }, asker.pageSize, share, isIdle);
  }

  /** Guesses may only be built on guesses while there are as many pieces that know where they are. */
  #mayCut(piece: Piece): boolean {
    const { list } = this.pieces;
    const next = this.pieces.next(piece);
    const isGuess = (other: Piece | undefined) =>
      other !== undefined && other.first === undefined && other.isBusy;
    if (piece.gapFactor < 1 && isGuess(next)) return false;
    if (piece.first !== undefined) return true;
    return isGuess(piece) && !piece.isBound && list.filter(isGuess).length < list.length / 2;
  }
}
