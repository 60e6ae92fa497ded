/** What both directions of delivery share: when to wait, when to end, and how a hole is read. */
import type { AuditEvent } from '../audit/event.js';
import { type Axis, isWithin, mirrored, newestFirstAxis, oldestFirstAxis, type Span } from './axis.js';
import { type DivideOptions, divide } from './divide.js';
import type { Piece } from './piece.js';
import type { Pieces } from './pieces.js';
import { unknownAmong } from './repeats.js';
import { type SeekEnd, Seeker, type SeekOptions } from './seek.js';

export interface Delivered {
  /** Matching events in the order of the output; may be empty when only the border moved. */
  readonly events: readonly AuditEvent[];
  /** What is left of the window, in milliseconds since the epoch, both ends included; undefined when nothing is. */
  readonly rest: Span | undefined;
}

export abstract class Delivery {
  protected readonly options: SeekOptions;
  protected readonly pieces: Pieces;
  readonly #seeker: Seeker;

  constructor(options: SeekOptions) {
    this.options = options;
    this.#seeker = new Seeker(options);
    this.pieces = this.#seeker.pieces;
  }

  /** Delivers until all is done, or until reading by order must end; gives back why. @throws AccessError; the signal's reason */
  async *run(): AsyncGenerator<Delivered, SeekEnd | undefined> {
    const seeker = this.#seeker;
    const { list } = this.pieces;
    try {
      while (list.length > 0) {
        if (seeker.fatal !== undefined) throw seeker.fatal;
        if (seeker.end !== undefined) return seeker.end;
        const isProven = this.options.evidence.isEnough;
        if (!isProven && list.every(({ state }) => state !== 'open')) return 'no-order';
        const isMoved = isProven && (yield* this.advance());
        if (!isMoved && list.length > 0) await seeker.change();
      }
      return undefined;
    } finally {
      seeker.end ??= 'failing';
    }
  }

  /** Delivers what can be delivered now; gives back whether anything changed. */
  protected abstract advance(): AsyncGenerator<Delivered, boolean>;
  /** In positions. */
  protected abstract rest(): Span | undefined;

  protected delivered(events: readonly AuditEvent[]): Delivered {
    const rest = this.rest();
    return { events, rest: rest && mirrored(rest, this.options.axis) };
  }

  /** Reads a span of a hole without order. @param onDone told up to which position that has been done */
  protected async *fill(
    piece: Piece,
    span: Span,
    onDone: (position: number) => void,
  ): AsyncGenerator<Delivered> {
    piece.state = 'dividing';
    if (span.low > span.high) return;
    const { axis, isForward, sightings } = this.options;
    const outputAxis = isForward ? axis : opposite(axis);
    const pending = piece.pending.filter((event) => isWithin(event, span, axis));
    const seen = unknownAmong(sightings.within(mirrored(span, axis)), pending);
    const known = [...pending, ...seen].sort(outputAxis.compare);
    const turned = mirrored(mirrored(span, axis), outputAxis);
    const options: DivideOptions = {
      ...this.options,
      axis: outputAxis,
      span: turned,
      known,
      isKnownToFail: piece.hasFailed,
    };
    for await (const { events, doneUpTo } of divide(options)) {
      onDone(isForward ? doneUpTo : -doneUpTo);
      yield this.delivered(events);
    }
  }
}

function opposite(axis: Axis): Axis {
  return axis.sign === 1 ? newestFirstAxis : oldestFirstAxis;
}
