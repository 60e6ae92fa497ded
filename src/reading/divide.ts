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
import { type Axis, mirrored, positionOf, type Span } from './axis.js';
import { isReadFailure } from './failure.js';
import { grainMs } from './grain.js';
import { isTrusted, nothingFollows } from './look.js';
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

interface Part {
  readonly span: Span;
  readonly known: readonly AuditEvent[];
  state: 'open' | 'busy' | 'done';
  events: readonly AuditEvent[];
}

/** Asks that may fail in the end in one division, in a row, before the rest is given up. */
const failuresInARow = 8;
/** The same for an account that has not answered once: out of reach, most likely. */
const failuresWithoutAnswer = 3;
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
  #inFlight = 0;
  #waiting = 0;
  #fatal: unknown;
  #areEndsProven = false;
  #walksWithoutEnd = 0;
  #wake: () => void = () => undefined;

  constructor(options: DivideOptions) {
    this.#options = options;
    const whole = newPart(options.span, options.known);
    this.#parts = [whole];
    if (options.isKnownToFail && options.span.low < options.span.high) this.#halve(whole);
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
    for (const [index, part] of this.#parts.entries()) {
      if (this.#inFlight >= readers()) return;
      if (index > 0 && ahead <= 0) return;
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
      this.#failed(part, error);
    }
    this.#inFlight--;
    if (this.#fatal === undefined) this.#launch();
    this.#wake();
  }

  async #fit(part: Part): Promise<void> {
    const { asker, axis } = this.#options;
    const span = mirrored(part.span, axis);
    let answer = await this.#ask(span);
    if (!this.#areEndsProven) answer = await this.#probeEnds(span, answer);
    for (let again = 0; again < contradictions && this.#isContradiction(part, answer); again++) {
      answer = await this.#ask(span);
    }
    const seen = this.#merge(part, answer.events);
    // It left out what it had told: then its word that this is all is worth nothing either.
    if (this.#isContradiction(part, answer)) asker.hasDeniedMore = true;
    if (!answer.hasMore && (await this.#isWordTaken(span, answer))) {
      if (this.#isContradiction(part, answer)) this.#reportContradiction(part, answer);
      return this.#done(part, seen);
    }
    const isEndless = !asker.hasSaidEnd && this.#walksWithoutEnd >= walksWithoutEnd;
    if (isEndless || part.span.low === part.span.high || this.#isBelowGrain(part, answer))
      return await this.#walk(part, seen);
    if (answer.entries === 0) return await this.#walk(part, seen);
    this.#split(part, seen);
  }

  /** A full page that is said to be the last is looked behind even where the account has earned belief. */
  async #isWordTaken(span: Span, answer: Answer): Promise<boolean> {
    const { asker } = this.#options;
    if (isTrusted(asker) && answer.entries < asker.largestPage) return true;
    return await nothingFollows(asker, span, answer);
  }

  /** As long as nobody knows whether the ends of a span are told, a little more is asked for. */
  async #ask(span: Span): Promise<Answer> {
    const { asker } = this.#options;
    const isWidened = asker.leavesEndsOut || !this.#areEndsProven;
    return await asker.page({ span, page: 1, isWidened });
  }

  /** An account that leaves its ends out does not tell an event of an instant when asked for that instant alone. */
  async #probeEnds(span: Span, answer: Answer): Promise<Answer> {
    const { asker } = this.#options;
    const [event] = answer.events;
    if (event === undefined) return answer;
    this.#areEndsProven = true;
    if (asker.leavesEndsOut) return answer;
    const instant = { low: event.instantMs, high: event.instantMs };
    const alone = await asker.page({ span: instant, page: 1, isWidened: false });
    if (alone.entries === 0) asker.leavesEndsOut = true;
    return asker.leavesEndsOut ? answer : await this.#ask(span);
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

  #isBelowGrain(part: Part, answer: Answer): boolean {
    const asked = mirrored(part.span, this.#options.axis);
    return this.#isWithinUnit(part.span, grainMs(asked, answer.events));
  }

  /** Whether the account cannot tell one end of the span from the other. */
  #isWithinUnit(span: Span, unitMs: number): boolean {
    const { low, high } = mirrored(span, this.#options.axis);
    return Math.floor(low / unitMs) === Math.floor(high / unitMs);
  }

  async #walk(part: Part, seen: readonly AuditEvent[]): Promise<void> {
    const { asker, axis } = this.#options;
    const isEndless = !asker.hasSaidEnd && this.#walksWithoutEnd >= walksWithoutEnd;
    if (isEndless) {
      this.#report(part.span, 'the account never says that there is no more');
      this.#done(part, seen);
      return;
    }
    const { events, problem } = await walk(asker, mirrored(part.span, axis), seen, !this.#areEndsProven);
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

  #split(part: Part, seen: readonly AuditEvent[]): void {
    const { axis } = this.#options;
    const { low, high } = part.span;
    const median = seen[(seen.length - 1) >> 1];
    const at = Math.min(
      median === undefined ? Math.floor((low + high) / 2) : positionOf(median, axis),
      high - 1,
    );
    const firstAfter = seen.findIndex((event) => positionOf(event, axis) > at);
    const cut = firstAfter < 0 ? seen.length : firstAfter;
    const halves = [
      newPart({ low, high: at }, seen.slice(0, cut)),
      newPart({ low: at + 1, high }, seen.slice(cut)),
    ];
    this.#parts.splice(this.#parts.indexOf(part), 1, ...halves);
  }

  #failed(part: Part, error: unknown): void {
    const { asker, signal } = this.#options;
    if (signal.aborted || error instanceof AccessError || !isReadFailure(error)) {
      this.#fatal = signal.aborted ? signal.reason : error;
      return;
    }
    const mostFailures = asker.answers === 0 ? failuresWithoutAnswer : failuresInARow;
    const isHopeless = asker.failuresInARow >= mostFailures || this.#isWithinUnit(part.span, asker.grainMs);
    if (asker.answers === 0 && isHopeless) {
      this.#fatal = error;
      return;
    }
    if (!isHopeless) {
      this.#halve(part);
      return;
    }
    this.#report(part.span, error.message);
    this.#done(part, part.known);
  }

  /** Narrows down what cannot be read, so that no more than that is missing. */
  #halve(part: Part): void {
    const { low, high } = part.span;
    const middle = Math.floor((low + high) / 2);
    const isBefore = (event: AuditEvent) => positionOf(event, this.#options.axis) <= middle;
    this.#parts.splice(
      this.#parts.indexOf(part),
      1,
      newPart({ low, high: middle }, part.known.filter(isBefore)),
      newPart(
        { low: middle + 1, high },
        part.known.filter((event) => !isBefore(event)),
      ),
    );
  }

  #report(span: Span, message: string): void {
    const { asker, axis } = this.#options;
    const { low, high } = mirrored(span, axis);
    asker.ledger.couldNotRead({ sinceMs: low, untilMs: high + 1 }, message);
  }
}

function newPart(span: Span, known: readonly AuditEvent[]): Part {
  return { span, known, state: 'open', events: [] };
}
