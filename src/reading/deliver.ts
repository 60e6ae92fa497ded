/** From pieces to the output: what may be delivered when, in either direction, and from where a reading that must change its way goes on. */
import type { AuditEvent } from '../audit/event.js';
import { type Axis, mirrored, newestFirstAxis, oldestFirstAxis, positionOf, type Span } from './axis.js';
import { type DivideOptions, divide } from './divide.js';
import type { Piece } from './piece.js';
import { type SeekEnd, Seeker, type SeekOptions } from './seek.js';

export interface Delivery {
  /** Matching events in the order of the output; may be empty when only the border moved. */
  readonly events: readonly AuditEvent[];
  /** What is left of the window, in milliseconds since the epoch, both ends included; undefined when nothing is. */
  readonly rest: Span | undefined;
}

/** Delivers along the axis, or against it, until all is done or reading by order must end; gives back the reason. */
export async function* deliver(options: SeekOptions): AsyncGenerator<Delivery, SeekEnd | undefined> {
  const seeker = new Seeker(options);
  const delivery = options.isForward
    ? new ForwardDelivery(seeker, options)
    : new BackwardDelivery(seeker, options);
  try {
    return yield* delivery.run();
  } finally {
    seeker.end ??= 'failing';
  }
}

abstract class Delivering {
  protected readonly seeker: Seeker;
  protected readonly options: SeekOptions;

  constructor(seeker: Seeker, options: SeekOptions) {
    this.seeker = seeker;
    this.options = options;
  }

  async *run(): AsyncGenerator<Delivery, SeekEnd | undefined> {
    const { seeker, options } = this;
    while (seeker.pieces.list.length > 0) {
      if (seeker.fatal !== undefined) throw seeker.fatal;
      if (seeker.end !== undefined) return seeker.end;
      const isProven = options.evidence.isEnough;
      if (!isProven && seeker.pieces.list.every(({ state }) => state !== 'open')) return 'no-order';
      const isMoved = isProven && (yield* this.advance());
      if (!isMoved && seeker.pieces.list.length > 0) await seeker.change();
    }
    return undefined;
  }

  /** Delivers what can be delivered now; gives back whether anything changed. */
  protected abstract advance(): AsyncGenerator<Delivery, boolean>;
  protected abstract rest(): Span | undefined;

  protected delivery(events: readonly AuditEvent[]): Delivery {
    const rest = this.rest();
    return { events, rest: rest && mirrored(rest, this.options.axis) };
  }

  /** Reads a hole, from the piece's edge up to `high`, without order. */
  protected async *fill(
    piece: Piece,
    high: number,
    onDone: (doneUpTo: number) => void,
  ): AsyncGenerator<Delivery> {
    piece.state = 'dividing';
    const { axis, isForward } = this.options;
    const outputAxis = isForward ? axis : opposite(axis);
    const turn = (span: Span) => mirrored(mirrored(span, axis), outputAxis);
    const span = { low: piece.edge, high };
    if (span.low > span.high) return;
    const known = piece.pending
      .filter((event) => positionOf(event, axis) <= high)
      .toSorted(outputAxis.compare);
    const options: DivideOptions = { ...this.options, axis: outputAxis, span: turn(span), known };
    for await (const { events, doneUpTo } of divide(options)) {
      onDone(isForward ? doneUpTo : -doneUpTo);
      yield this.delivery(events);
    }
  }
}

class ForwardDelivery extends Delivering {
  #next = this.options.span.low;
  #headDelivered: Piece | undefined;

  protected rest(): Span | undefined {
    const { high } = this.options.span;
    return this.#next <= high ? { low: this.#next, high } : undefined;
  }

  protected async *advance(): AsyncGenerator<Delivery, boolean> {
    const { seeker } = this;
    const [piece] = seeker.pieces.list;
    if (piece === undefined) return false;
    let isMoved = yield* this.#deliverTold(piece);
    // Asks went on while the batches were handed over: what they have told meanwhile comes before the piece is done.
    if (piece.body.length > 0) return true;
    if (piece.state === 'open' || piece.isBusy) return isMoved;
    if (piece.state === 'hole') yield* this.#fillHole(piece);
    this.#next = Math.max(this.#next, seeker.pieces.nextKnown(piece)?.first ?? this.options.span.high + 1);
    seeker.pieces.list.splice(0, 1);
    isMoved = true;
    yield this.delivery([]);
    return isMoved;
  }

  async *#deliverTold(piece: Piece): AsyncGenerator<Delivery, boolean> {
    if (!piece.isHeadConfirmed) return false;
    const { keep, axis } = this.options;
    const edge = piece.confirmedEdge;
    const isNew = this.#headDelivered !== piece;
    const head = isNew ? [piece.head.filter(keep).sort(axis.compare)] : [];
    this.#headDelivered = piece;
    const batches = [...head, ...piece.release()].filter(({ length }) => length > 0);
    for (const batch of batches) {
      const last = batch.at(-1);
      if (last !== undefined) this.#next = positionOf(last, axis) + 1;
      yield this.delivery(batch);
    }
    this.#next = Math.max(this.#next, edge);
    return batches.length > 0;
  }

  /** With the instant that the next piece begins with: nothing has proven that it began at the first of its events. */
  async *#fillHole(piece: Piece): AsyncGenerator<Delivery> {
    const { seeker, options } = this;
    const target = seeker.pieces.nextKnown(piece);
    const to = target === undefined ? seeker.pieces.list.length : seeker.pieces.list.indexOf(target);
    seeker.pieces.list.splice(1, to - 1);
    piece.pending = [...piece.pending, ...(target?.knownAtFirst(options.axis) ?? [])];
    this.#headDelivered = target;
    yield* this.fill(piece, target?.first ?? options.span.high, (doneUpTo) => {
      this.#next = doneUpTo;
    });
  }
}

class BackwardDelivery extends Delivering {
  /** Everything after it has been delivered. */
  #last = this.options.span.high;
  #bodyDelivered: Piece | undefined;

  protected rest(): Span | undefined {
    const { low } = this.options.span;
    return this.#last >= low ? { low, high: this.#last } : undefined;
  }

  protected async *advance(): AsyncGenerator<Delivery, boolean> {
    const { list: pieces } = this.seeker.pieces;
    // A last piece that saw no event says nothing: the one before it reads on to the end.
    const place = pieces.findLastIndex(({ first, isBound }) => first !== undefined || isBound);
    const piece = pieces[place];
    if (piece === undefined || piece.isBusy || piece.state === 'open') return false;
    if (piece.state === 'hole' && this.#bodyDelivered !== piece) {
      yield* this.fill(piece, this.#last, (doneDownTo) => {
        this.#last = doneDownTo;
      });
      this.#last = Math.min(this.#last, piece.edge - 1);
      piece.state = 'met';
    }
    const isMoved = yield* this.#deliverBody(piece);
    const before = pieces[place - 1];
    const mayDeliverHead = before === undefined || before.state !== 'open';
    if (!mayDeliverHead || before?.isBusy === true) return isMoved;
    if (before?.state === 'hole') this.#leaveHead(piece, before);
    else yield* this.#deliverHead(piece);
    return true;
  }

  /** To the hole before it: nothing has proven that the piece began at the first of its events. */
  #leaveHead(piece: Piece, hole: Piece): void {
    const { seeker, options } = this;
    hole.pending = [...hole.pending, ...piece.knownAtFirst(options.axis)];
    seeker.pieces.list.splice(seeker.pieces.list.indexOf(piece));
    this.#last = piece.first ?? this.#last;
    seeker.pieces.high = this.#last;
  }

  async *#deliverBody(piece: Piece): AsyncGenerator<Delivery, boolean> {
    if (this.#bodyDelivered === piece) return false;
    this.#bodyDelivered = piece;
    const batches = piece.release().toReversed();
    for (const batch of batches) {
      const first = batch[0];
      if (first === undefined) continue;
      this.#last = positionOf(first, this.options.axis) - 1;
      yield this.delivery(batch.toReversed());
    }
    return true;
  }

  async *#deliverHead(piece: Piece): AsyncGenerator<Delivery> {
    const { axis, keep } = this.options;
    const { seeker } = this;
    const head = piece.head.filter(keep).sort(axis.compare).reverse();
    seeker.pieces.list.splice(seeker.pieces.list.indexOf(piece));
    const isLast = seeker.pieces.list.length === 0;
    this.#last = isLast ? this.options.span.low - 1 : Math.min(this.#last, (piece.first ?? piece.start) - 1);
    seeker.pieces.high = this.#last;
    yield this.delivery(head);
  }
}

function opposite(axis: Axis): Axis {
  return axis.sign === 1 ? newestFirstAxis : oldestFirstAxis;
}
