/**
 * What the account has told and the reading has not delivered yet: books that are kept against the engine itself. Whatever was
 * once seen inside the window, and matches, is delivered, and where it would have been left out, somebody is told. It knows
 * nothing of pieces and parts, so that no mistake of theirs can hide from it; and it holds no more than is read ahead of the output.
 */
import type { AuditEvent, EventOrder } from '../audit/event.js';
import {
  type Axis,
  isWithin,
  mirrored,
  newestFirstAxis,
  oldestFirstAxis,
  positionOf,
  type Span,
} from './axis.js';

export interface SightingsOptions {
  readonly order: EventOrder;
  /** Inside the window, and matching. */
  readonly keep: (event: AuditEvent) => boolean;
  /** Told of an event that was seen, and would have been passed by: where it is, there may be more. */
  readonly onForgotten: (event: AuditEvent) => void;
}

/** What one answer told, by where it lies along the output: so that a step of the border looks into few of them. */
interface Telling {
  readonly events: readonly AuditEvent[];
  /** No event that waits lies before it. */
  low: number;
  readonly high: number;
}

export class Sightings {
  readonly #options: SightingsOptions;
  readonly #axis: Axis;
  readonly #waiting = new Map<string, AuditEvent>();
  /** Every event that waits is in one of them. */
  #tellings: Telling[] = [];
  /** Everything before this position has been delivered or reported. */
  #border = Number.NEGATIVE_INFINITY;

  constructor(options: SightingsOptions) {
    this.#options = options;
    this.#axis = options.order === 'newest-first' ? newestFirstAxis : oldestFirstAxis;
  }

  /** An answer told them. */
  saw(events: readonly AuditEvent[]): void {
    const { keep } = this.#options;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const event of events) {
      const position = positionOf(event, this.#axis);
      if (position < this.#border || !keep(event)) continue;
      this.#waiting.set(event.id, event);
      if (position < low) low = position;
      if (position > high) high = position;
    }
    if (low <= high) this.#tellings.push({ events, low, high });
  }

  /** Whether anything was told that has not been delivered. */
  get areWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Those of the span that wait, along the axis of the output. @param span in milliseconds since the epoch */
  within(span: Span): AuditEvent[] {
    const positions = mirrored(span, this.#axis);
    const there = [...this.#waiting.values()].filter((event) => isWithin(event, positions, this.#axis));
    return there.sort(this.#axis.compare);
  }

  /**
   * What is to be delivered: the events, along the axis of the output, and what was seen beside them.
   * @param rest what is left of the window then, in milliseconds since the epoch; undefined when nothing is
   */
  withForgotten(events: readonly AuditEvent[], rest: Span | undefined): readonly AuditEvent[] {
    for (const { id } of events) this.#waiting.delete(id);
    const border = rest === undefined ? Number.POSITIVE_INFINITY : mirrored(rest, this.#axis).low;
    this.#border = Math.max(this.#border, border);
    const forgotten = this.#passed();
    if (forgotten.length === 0) return events;
    for (const event of forgotten) this.#options.onForgotten(event);
    return [...events, ...forgotten].sort(this.#axis.compare);
  }

  /** Takes out what waits before the border. */
  #passed(): readonly AuditEvent[] {
    const passed: AuditEvent[] = [];
    let kept = 0;
    for (const telling of this.#tellings) {
      if (telling.low < this.#border) this.#takePassed(telling, passed);
      if (telling.high >= this.#border) this.#tellings[kept++] = telling;
    }
    this.#tellings.length = kept;
    return passed;
  }

  #takePassed(telling: Telling, passed: AuditEvent[]): void {
    for (const { id } of telling.events) {
      const waiting = this.#waiting.get(id);
      if (waiting === undefined || positionOf(waiting, this.#axis) >= this.#border) continue;
      this.#waiting.delete(id);
      passed.push(waiting);
    }
    telling.low = this.#border;
  }
}
