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

export class Sightings {
  readonly #options: SightingsOptions;
  readonly #axis: Axis;
  readonly #waiting = new Map<string, AuditEvent>();
  /** Everything before this position has been delivered or reported. */
  #border = Number.NEGATIVE_INFINITY;

  constructor(options: SightingsOptions) {
    this.#options = options;
    this.#axis = options.order === 'newest-first' ? newestFirstAxis : oldestFirstAxis;
  }

  /** An answer told them. */
  saw(events: readonly AuditEvent[]): void {
    for (const event of events) {
      const isAhead = positionOf(event, this.#axis) >= this.#border;
      if (isAhead && this.#options.keep(event)) this.#waiting.set(event.id, event);
    }
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
    const forgotten: AuditEvent[] = [];
    for (const event of this.#waiting.values()) {
      if (positionOf(event, this.#axis) < this.#border) forgotten.push(event);
    }
    if (forgotten.length === 0) return events;
    for (const event of forgotten) {
      this.#waiting.delete(event.id);
      this.#options.onForgotten(event);
    }
    return [...events, ...forgotten].sort(this.#axis.compare);
  }
}
