/**
 * Reading without any trust in order, part by part: which part is read next, where one is cut, and what becomes of one that
 * fails. What makes a part done is in `part-reader.ts`.
 *
 * It is right for every account whose first page of a small enough span is the whole of it, sorted or not, and costs about three
 * times the requests of a seek. So it reads what the seek could not: accounts without order, and holes.
 */

import type { AuditEvent } from '../audit/event.js';
import { AccessError } from '../errors.js';
import type { Asker } from './ask.js';
import { type Axis, mirrored, type Span } from './axis.js';
import type { Budget } from './budget.js';
import { isReadFailure } from './failure.js';
import { type Closer, Narrowing } from './narrowing.js';
import { halve, isWithinUnit, newPart, type Part } from './part.js';
import { PartReader } from './part-reader.js';

export interface DivideOptions {
  readonly asker: Asker;
  /** Its positions grow in the order of the output. */
  readonly axis: Axis;
  /** In positions. */
  readonly span: Span;
  /** Events of the span that are known already. */
  readonly known: readonly AuditEvent[];
  /** Asking for the whole span has just failed in the end: it is not asked for again. */
  readonly isKnownToFail: boolean;
  readonly keep: (event: AuditEvent) => boolean;
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

export interface DivideStep {
  readonly events: readonly AuditEvent[];
  /** Everything before this position has been delivered or reported. */
  readonly doneUpTo: number;
}

/** Yields the span's events in the order of the axis; spans that cannot be read go into the ledger. @throws AccessError; the signal's reason. */
export async function* divide(options: DivideOptions): AsyncGenerator<DivideStep> {
  const division = new Division(options);
  yield* division.run();
}

class Division {
  readonly #options: DivideOptions;
  readonly #parts: Part[];
  readonly #narrowing: Narrowing;
  readonly #reader: PartReader;
  #inFlight = 0;
  #waiting = 0;
  #fatal: unknown;
  #probe: Promise<boolean> | undefined;
  #wake: () => void = () => undefined;

  constructor(options: DivideOptions) {
    this.#options = options;
    this.#narrowing = new Narrowing(options.asker);
    this.#reader = new PartReader(options, this.#narrowing);
    const whole = newPart(options.span, options.known);
    this.#parts = [whole];
    const closer = options.isKnownToFail ? this.#closerLook(options.span) : undefined;
    if (closer !== undefined) this.#halve(whole, closer);
  }

  async *run(): AsyncGenerator<DivideStep> {
    for (;;) {
      const head = this.#parts[0];
      if (this.#fatal !== undefined) throw this.#fatal;
      if (head === undefined) return;
      if (head.state === 'done') {
        this.#parts.shift();
        this.#waiting -= head.events.length;
        yield { events: head.events, doneUpTo: head.span.high + 1 };
        continue;
      }
      this.#launch();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #launch(): void {
    const { budget } = this.#options;
    let ahead = budget.room(this.#waiting).ahead - this.#inFlight;
    for (const [index, next] of this.#parts.entries()) {
      if (this.#inFlight >= budget.readers) return;
      if (index > 0 && ahead <= 0) return;
      const part = firstDue(next);
      if (part.state !== 'open') continue;
      part.state = 'busy';
      this.#inFlight++;
      ahead--;
      void this.#read(part);
    }
  }

  async #read(part: Part): Promise<void> {
    try {
      const read = await this.#reader.read(part);
      if ('parts' in read) this.#replace(part, read.parts);
      else this.#done(part, read.events);
    } catch (error) {
      await this.#failed(part, error);
    }
    this.#inFlight--;
    if (this.#fatal === undefined) this.#launch();
    this.#wake();
  }

  #done(part: Part, events: readonly AuditEvent[]): void {
    part.events = events.filter(this.#options.keep);
    part.state = 'done';
    this.#waiting += part.events.length;
  }

  #replace(part: Part, parts: readonly Part[]): void {
    part.state = 'cut';
    this.#parts.splice(this.#parts.indexOf(part), 1, ...parts);
  }

  /** Of an account that has answered nothing: whether its newest instant can be read, so that only what lies before it fails. */
  async #isThere(): Promise<boolean> {
    const { asker, axis, span } = this.#options;
    if (asker.answers > 0) return true;
    const { high } = mirrored(span, axis);
    const newest = mirrored({ low: high, high }, axis);
    this.#probe ??= this.#reader.ask(newPart(newest, [], true)).then(
      () => true,
      () => false,
    );
    return await this.#probe;
  }

  /** How to look closer at a span that has failed; undefined where that is not to be done. */
  #closerLook(span: Span): Closer | undefined {
    const { asker, axis } = this.#options;
    const closer = this.#narrowing.failed(span);
    return isWithinUnit(span, asker.grainMs, axis) ? undefined : closer;
  }

  #halve(part: Part, closer: Closer): void {
    const { asker, axis } = this.#options;
    const [low, high] = halve(part, asker.grainMs, axis);
    if (closer === 'low-first') high.after = low;
    if (closer === 'high-first') low.after = high;
    this.#replace(part, [low, high]);
  }

  async #failed(part: Part, error: unknown): Promise<void> {
    const { asker, signal } = this.#options;
    if (signal.aborted || error instanceof AccessError || !isReadFailure(error)) {
      this.#fatal = signal.aborted ? signal.reason : error;
      return;
    }
    const waiting = this.#parts.find(({ after }) => after === part);
    if (waiting !== undefined) this.#narrowing.expectsFailure(waiting.span);
    const closer = this.#closerLook(part.span);
    const isHopeless = this.#narrowing.isOutOfReach || closer === undefined;
    if (isHopeless && !(await this.#isThere())) {
      this.#fatal = signal.aborted ? signal.reason : asker.firstFailure;
    } else if (closer !== undefined) {
      this.#halve(part, closer);
    } else {
      this.#reader.report(part.span, error.message);
      this.#done(part, part.known);
    }
  }
}

/** The part itself, or the one that it waits for. */
function firstDue(part: Part): Part {
  return part.after?.state === 'open' || part.after?.state === 'busy' ? firstDue(part.after) : part;
}
