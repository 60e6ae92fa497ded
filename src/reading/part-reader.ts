/**
 * Reading one part of a span that is divided. It is done only when one answer says that it is all of it, tells all that is known
 * of it, and looking on brings nothing new; otherwise it is cut, down to the smallest that the account can tell apart, and
 * then walked by page numbers.
 */
import type { AuditEvent } from '../audit/event.js';
import type { Answer, Asker } from './ask.js';
import { type Axis, mirrored, type Span } from './axis.js';
import { isTrusted, nothingFollows } from './look.js';
import type { Narrowing } from './narrowing.js';
import { cutAtMedian, isWithinUnit, type Part } from './part.js';
import { containsAll, sortedOnce } from './repeats.js';
import { inside } from './verdict.js';
import { walk } from './walk.js';

/** After so many walks an account that never said that there is no more is believed never to say it. */
const walksWithoutEnd = 5;
/** How often a part may contradict what is known of it before it is taken as it is. */
const contradictions = 3;

/** All of its events along the axis, as far as they can be had; or the parts that take its place. */
type PartRead = { readonly events: readonly AuditEvent[] } | { readonly parts: readonly [Part, Part] };

export class PartReader {
  readonly #asker: Asker;
  readonly #axis: Axis;
  readonly #narrowing: Narrowing;

  constructor({ asker, axis }: { readonly asker: Asker; readonly axis: Axis }, narrowing: Narrowing) {
    this.#asker = asker;
    this.#axis = axis;
    this.#narrowing = narrowing;
  }

  /** @throws what `Asker.page` throws */
  async read(part: Part): Promise<PartRead> {
    const asker = this.#asker;
    const axis = this.#axis;
    let answer = await this.ask(part);
    for (let again = 0; again < contradictions && isContradiction(part, answer); again++) {
      answer = await this.ask(part);
    }
    const seen = this.#merge(part, answer.events);
    // It left out what it had told: then its word that this is all is worth nothing either.
    if (isContradiction(part, answer)) asker.hasDeniedMore = true;
    if (!answer.hasMore && (await this.#isWordTaken(part.span, answer))) {
      if (isContradiction(part, answer)) this.#reportContradiction(part, answer);
      return { events: seen };
    }
    const isIndivisible = isWithinUnit(part.span, asker.grainMs, axis) || answer.entries === 0;
    if (this.#isEndless || isIndivisible) return { events: await this.#walk(part, seen) };
    return { parts: cutAtMedian(part, seen, asker.grainMs, axis) };
  }

  /** A little more than the span, always: so that it is all the same whether an account tells what lies on the ends. */
  async ask({ span, isDoubtful }: Part): Promise<Answer> {
    return await this.#asker.page({
      span: mirrored(span, this.#axis),
      page: 1,
      isWidened: true,
      ...this.#narrowing.mostAttempts(isDoubtful),
    });
  }

  /** For the coverage: the span (in positions) could not be read, or not surely. */
  report(span: Span, message: string): void {
    const { low, high } = mirrored(span, this.#axis);
    this.#asker.ledger.couldNotRead({ sinceMs: low, untilMs: high + 1 }, message);
  }

  get #isEndless(): boolean {
    return !this.#asker.hasSaidEnd && this.#asker.walksWithoutEnd >= walksWithoutEnd;
  }

  /** A full page that is said to be the last is looked behind even where the account has earned belief. */
  async #isWordTaken(span: Span, answer: Answer): Promise<boolean> {
    const asker = this.#asker;
    if (isTrusted(asker) && answer.entries < asker.largestPage) return true;
    return await nothingFollows(asker, mirrored(span, this.#axis), answer);
  }

  /** Events that go away at the floor are the oldest of all; any other that is told once and not again makes the answer doubtful. */
  #reportContradiction(part: Part, answer: Answer): void {
    const told = new Set(answer.events.map(({ id }) => id));
    const gone = part.known.filter(({ id }) => !told.has(id));
    const newestGone = Math.max(...gone.map(({ instantMs }) => instantMs));
    if (answer.events.every(({ instantMs }) => instantMs >= newestGone)) return;
    this.report(
      part.span,
      'the account told events of this span once and left them out when it was asked again',
    );
  }

  async #walk(part: Part, seen: readonly AuditEvent[]): Promise<readonly AuditEvent[]> {
    if (this.#isEndless) {
      this.report(part.span, 'the account never says that there is no more');
      return seen;
    }
    const { events, problem } = await walk(this.#asker, mirrored(part.span, this.#axis), seen, true);
    if (problem !== undefined) {
      this.#asker.walksWithoutEnd++;
      this.report(part.span, problem);
    }
    return this.#merge(part, events);
  }

  #merge(part: Part, events: readonly AuditEvent[]): readonly AuditEvent[] {
    const axis = this.#axis;
    const { ledger } = this.#asker;
    return sortedOnce(part.known, inside(events, part.span, axis, ledger), axis.compare, ledger);
  }
}

function isContradiction({ known }: Part, { hasMore, events }: Answer): boolean {
  return !hasMore && !containsAll(events, known);
}
