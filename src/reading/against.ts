/** Delivery against the axis: the last piece when it has reached its end, turned round; then the piece before it. */
import { positionOf, type Span } from './axis.js';
import { type Delivered, Delivery } from './delivery.js';
import type { Piece } from './piece.js';
import { unknownAmong } from './repeats.js';

export class DeliveryAgainst extends Delivery {
  /** Everything after it has been delivered. */
  #last = this.options.span.high;
  #bodyDelivered: Piece | undefined;

  protected rest(): Span | undefined {
    const { low } = this.options.span;
    return this.#last >= low ? { low, high: this.#last } : undefined;
  }

  protected async *advance(): AsyncGenerator<Delivered, boolean> {
    const { list } = this.pieces;
    // A last piece that saw no event says nothing: the one before it reads on to the end.
    const piece = list.findLast(({ first, isBound }) => first !== undefined || isBound);
    if (piece === undefined || piece.isBusy || piece.state === 'open') return false;
    if (piece.state === 'hole') yield* this.#fillHole(piece);
    const isMoved = yield* this.#deliverBody(piece);
    // While a batch was away pieces may have begun or been dropped.
    const before = list[list.indexOf(piece) - 1];
    if (before?.state === 'open' || before?.isBusy === true) return isMoved;
    if (before?.state === 'hole') this.#leaveHead(piece, before);
    else yield* this.#deliverHead(piece);
    return true;
  }

  async *#fillHole(piece: Piece): AsyncGenerator<Delivered> {
    yield* this.fill(piece, { low: piece.edge, high: this.#last }, (position) => {
      this.#last = position;
    });
    this.#last = Math.min(this.#last, piece.edge - 1);
    piece.state = 'met';
  }

  async *#deliverBody(piece: Piece): AsyncGenerator<Delivered, boolean> {
    if (this.#bodyDelivered === piece) return false;
    this.#bodyDelivered = piece;
    for (const batch of piece.release().reverse()) {
      const first = batch[0];
      if (first !== undefined) this.#last = positionOf(first, this.options.axis) - 1;
      yield this.delivered(batch.toReversed());
    }
    return true;
  }

  /** The events of the first instant, once the piece before has shown that nothing precedes them. */
  async *#deliverHead(piece: Piece): AsyncGenerator<Delivered> {
    const { axis, keep, span } = this.options;
    const first = piece.first ?? piece.start;
    // Not again what was delivered when the piece itself was a hole.
    const head = first <= this.#last ? piece.head.filter(keep).sort(axis.compare).reverse() : [];
    this.#cutOff(piece);
    const isLast = this.pieces.list.length === 0;
    this.#last = isLast ? span.low - 1 : Math.min(this.#last, first - 1);
    this.pieces.high = this.#last;
    yield this.delivered(head);
  }

  /** To the hole before it: nothing has proven that the piece began at the first of its events. */
  #leaveHead(piece: Piece, hole: Piece): void {
    // It may have been told of them already.
    const beyond = unknownAmong(piece.knownAtFirst(this.options.axis), hole.pending);
    hole.pending = [...hole.pending, ...beyond];
    this.#cutOff(piece);
    this.#last = Math.min(this.#last, piece.first ?? this.#last);
    this.pieces.high = this.#last;
  }

  #cutOff(piece: Piece): void {
    this.pieces.list.splice(this.pieces.list.indexOf(piece));
  }
}
