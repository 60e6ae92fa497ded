/** Delivery along the axis: page by page as the first piece is confirmed, then the next piece. */
import { positionOf, type Span } from './axis.js';
import { type Delivered, Delivery } from './delivery.js';
import type { Piece } from './piece.js';
import { unknownAmong } from './repeats.js';

export class DeliveryAlong extends Delivery {
  /** Everything before it has been delivered. */
  #next = this.options.span.low;

  protected rest(): Span | undefined {
    const { high } = this.options.span;
    return this.#next <= high ? { low: this.#next, high } : undefined;
  }

  protected async *advance(): AsyncGenerator<Delivered, boolean> {
    const { list } = this.pieces;
    const [piece] = list;
    if (piece === undefined) return false;
    // While a batch was away more may have been confirmed, and the piece may have met the next: look again.
    if (yield* this.#deliverConfirmed(piece)) return true;
    if (piece.state === 'open' || piece.isBusy) return false;
    // Asks went on while the batches were handed over: what they have told meanwhile comes before the piece is done.
    if (piece.body.length > 0) return true;
    if (piece.state === 'hole') yield* this.#fillHole(piece);
    this.#next = Math.max(this.#next, this.pieces.nextKnown(piece)?.first ?? this.options.span.high + 1);
    list.splice(0, 1);
    yield this.delivered([]);
    return true;
  }

  async *#deliverConfirmed(piece: Piece): AsyncGenerator<Delivered, boolean> {
    if (!piece.isHeadConfirmed || piece.first === undefined) return false;
    const { keep, axis } = this.options;
    const edge = piece.confirmedEdge;
    // Not again what was delivered with the hole before it.
    const head = piece.first >= this.#next ? [piece.head.filter(keep).sort(axis.compare)] : [];
    const batches = [...head, ...piece.release()].filter(({ length }) => length > 0);
    for (const batch of batches) {
      const last = batch.at(-1);
      if (last !== undefined) this.#next = positionOf(last, axis) + 1;
      yield this.delivered(batch);
    }
    this.#next = Math.max(this.#next, edge);
    return batches.length > 0;
  }

  /** With the instant that the next piece begins with: nothing has proven that it began at the first of its events. */
  async *#fillHole(piece: Piece): AsyncGenerator<Delivered> {
    const { list, axis } = this.pieces;
    const target = this.pieces.nextKnown(piece);
    list.splice(1, (target === undefined ? list.length : list.indexOf(target)) - 1);
    // It may have been told of them already.
    const beyond = unknownAmong(target?.knownAtFirst(axis) ?? [], piece.pending);
    piece.pending = [...piece.pending, ...beyond];
    const span = {
      low: Math.max(piece.edge, this.#next),
      high: target?.first ?? this.options.span.high,
    };
    yield* this.fill(piece, span, (position) => {
      this.#next = position;
    });
  }
}
