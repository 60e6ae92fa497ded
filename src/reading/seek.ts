/**
 * Reading by order, in pieces side by side: as many asks under way as are useful. See `verdict.ts` for why one seek is right,
 * `piece.ts` for why a seam is, and `choice.ts` for which piece is asked for next.
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
import type { Budget } from './budget.js';
import { Choice } from './choice.js';
import type { Evidence } from './evidence.js';
import { isReadFailure } from './failure.js';
import type { Piece } from './piece.js';
import { Pieces } from './pieces.js';
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
  readonly budget: Budget;
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
  readonly #choice: Choice;
  #inFlight = 0;
  #wake: () => void = () => undefined;

  constructor(options: SeekOptions) {
    const { span, axis } = options;
    this.#options = options;
    this.pieces = new Pieces(span.low, span.high, axis);
    this.#advance = new Advance({ ...options, pieces: this.pieces });
    this.#choice = new Choice({ ...options, pieces: this.pieces, told: this.#advance.told });
  }

  /** Resolves when a piece has changed; keeps as many asks under way as are useful. */
  async change(): Promise<void> {
    const changed = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#pump();
    // Nothing to deliver and nothing under way: what is ahead of the head must move, or nothing would.
    const stalled = this.#inFlight === 0 && this.#choice.inOrder().find(({ state }) => state === 'open');
    if (stalled) this.#begin(stalled);
    if (this.#inFlight > 0) await changed;
  }

  /** Begins asks as long as there are useful ones. */
  #pump(): void {
    const isFirst = this.#advance.told.width === 0;
    const slots = isFirst ? 1 : this.#options.budget.readers;
    while (this.end === undefined && this.fatal === undefined && this.#inFlight < slots) {
      const piece = this.#choice.next(this.#inFlight);
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
}
