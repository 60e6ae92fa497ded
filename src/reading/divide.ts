/**
 * Reading without any trust in order: a span is done only when one answer says that it is all of it; otherwise it is
 * divided, at the median of what was seen, down to a millisecond, and then walked by page numbers.
 *
 * It is right for every account whose first page of a small enough span is the whole of it, sorted or not, and costs about three
 * times the requests of a seek. So it reads what the seek could not: accounts without order, and holes.
 */

import type { AuditEvent } from '../audit/event.js';
import { AccessError } from '../errors.js';
import type { Answer, Asker } from './ask.js';
import { type Axis, mirrored, type Span } from './axis.js';
import { isReadFailure } from './failure.js';
import { isTrusted, nothingFollows } from './look.js';
import { type Closer, Narrowing } from './narrowing.js';
import { cutAtMedian, halve, isWithinUnit, newPart, type Part } from './part.js';
import { containsAll, sortedOnce } from './repeats.js';
import { inside } from './verdict.js';
import { walk } from './walk.js';

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
  /** How many questions to keep under way. */
  readonly readers: () => number;
  /** Pages that may be read beyond the head; asked before each. */
  readonly pagesAhead: (waiting: number) => number;
  readonly signal: AbortSignal;
}

/** After so many walks an account that never said that there is no more is believed never to say it. */
const walksWithoutEnd = 5;
/** How often a part may contradict what is known of it before it is taken as it is. */
const contradictions = 3;

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
  #inFlight = 0;
  #waiting = 0;
  #fatal: unknown;
  #walksWithoutEnd = 0;
  #probe: Promise<boolean> | undefined;
  #wake: () => void = () => undefined;

  constructor(options: DivideOptions) {
    this.#options = options;
    this.#narrowing = new Narrowing(options.asker);
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
    const { readers, pagesAhead } = this.#options;
    let ahead = pagesAhead(this.#waiting) - this.#inFlight;
    for (const [index, next] of this.#parts.entries()) {
      if (this.#inFlight >= readers()) return;
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
      await this.#fit(part);
    } catch (error) {
      await this.#failed(part, error);
    }
    this.#inFlight--;
    if (this.#fatal === undefined) this.#launch();
    this.#wake();
  }

  async #fit(part: Part): Promise<void> {
    const { asker, axis } = this.#options;
    const span = mirrored(part.span, axis);
    let answer = await this.#ask(part);
    for (let again = 0; again < contradictions && this.#isContradiction(part, answer); again++) {
      answer = await this.#ask(part);
    }
    const seen = this.#merge(part, answer.events);
    // It left out what it had told: then its word that this is all is worth nothing either.
    if (this.#isContradiction(part, answer)) asker.hasDeniedMore = true;
    if (!answer.hasMore && (await this.#isWordTaken(span, answer))) {
      if (this.#isContradiction(part, answer)) this.#reportContradiction(part, answer);
      return this.#done(part, seen);
    }
    const isEndless = !asker.hasSaidEnd && this.#walksWithoutEnd >= walksWithoutEnd;
    const isIndivisible = isWithinUnit(part.span, asker.grainMs, axis);
    if (isEndless || isIndivisible || answer.entries === 0) return await this.#walk(part, seen);
    this.#replace(part, cutAtMedian(part, seen, asker.grainMs, axis));
  }

  /** A full page that is said to be the last is looked behind even where the account has earned belief. */
  async #isWordTaken(span: Span, answer: Answer): Promise<boolean> {
    const { asker } = this.#options;
    if (isTrusted(asker) && answer.entries < asker.largestPage) return true;
    return await nothingFollows(asker, span, answer);
  }

  /** A little more than the span, always: so that it is all the same whether an account tells what lies on the ends. */
  async #ask({ span, isDoubtful }: Part): Promise<Answer> {
    const { asker, axis } = this.#options;
    return await asker.page({
      span: mirrored(span, axis),
      page: 1,
      isWidened: true,
      ...this.#narrowing.mostAttempts(isDoubtful),
    });
  }

  #isContradiction(part: Part, answer: Answer): boolean {
    return !answer.hasMore && !containsAll(answer.events, part.known);
  }

  /** Events that go away at the floor are the oldest of all; any other that is told once and not again makes the answer doubtful. */
  #reportContradiction(part: Part, answer: Answer): void {
    const told = new Set(answer.events.map(({ id }) => id));
    const gone = part.known.filter(({ id }) => !told.has(id));
    const newestGone = Math.max(...gone.map(({ instantMs }) => instantMs));
    if (answer.events.every(({ instantMs }) => instantMs >= newestGone)) return;
    this.#report(
      part.span,
      'the account told events of this span once and left them out when it was asked again',
    );
  }

  async #walk(part: Part, seen: readonly AuditEvent[]): Promise<void> {
    const { asker, axis } = this.#options;
    const isEndless = !asker.hasSaidEnd && this.#walksWithoutEnd >= walksWithoutEnd;
    if (isEndless) {
      this.#report(part.span, 'the account never says that there is no more');
      this.#done(part, seen);
      return;
    }
    const { events, problem } = await walk(asker, mirrored(part.span, axis), seen, true);
    if (problem !== undefined) {
      this.#walksWithoutEnd++;
      this.#report(part.span, problem);
    }
    this.#done(part, this.#merge(part, events));
  }

  #merge(part: Part, events: readonly AuditEvent[]): AuditEvent[] {
    const { asker, axis } = this.#options;
    return sortedOnce(part.known, inside(events, part.span, axis, asker.ledger), axis.compare, asker.ledger);
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
    this.#probe ??= this.#ask(newPart(newest, [], true)).then(
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
    const { signal } = this.#options;
    if (signal.aborted || error instanceof AccessError || !isReadFailure(error)) {
      this.#fatal = signal.aborted ? signal.reason : error;
      return;
    }
    const waiting = this.#parts.find(({ after }) => after === part);
    if (waiting !== undefined) this.#narrowing.expectsFailure(waiting.span);
    const closer = this.#closerLook(part.span);
    const isHopeless = this.#narrowing.isOutOfReach || closer === undefined;
    if (isHopeless && !(await this.#isThere())) {
      this.#fatal = this.#options.asker.firstFailure;
    } else if (closer !== undefined) {
      this.#halve(part, closer);
    } else {
      this.#report(part.span, error.message);
      this.#done(part, part.known);
    }
  }

  #report(span: Span, message: string): void {
    const { asker, axis } = this.#options;
    const { low, high } = mirrored(span, axis);
    asker.ledger.couldNotRead({ sinceMs: low, untilMs: high + 1 }, message);
  }
}

/** The part itself, or the one that it waits for. */
function firstDue(part: Part): Part {
  return part.after?.state === 'open' || part.after?.state === 'busy' ? firstDue(part.after) : part;
}
