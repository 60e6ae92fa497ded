/**
 * Narrowing down what cannot be read: which of the spans that failed in the end are looked into more closely. What fails is
 * taken for one stretch: between two that failed there is little to be had, and at its edges a second more or less is not
 * worth a dozen requests. Apart from the division because it is a judgement of cost, and nothing that is right depends on it.
 */
import type { Asker } from './ask.js';
import type { Span } from './axis.js';

/** Tries of a span that was cut out of one that failed. An account that fails every third time fails four in a row once in eighty. */
const doubtfulTries = 4;
/** Asks that may fail in the end, with no answer between them, before what fails is given up as it is. */
const failuresInARow = 8;
/** The same for an account that has not answered once: out of reach, most likely. */
const failuresWithoutAnswer = 3;
/** Failures in the end that a reading looks into, and the time that it spends on them: twice what one request may take. */
const mostFailures = 60;
const mostFailingMs = 600_000;
/** What is not narrowed down any more: beside what fails, and between two that fail. */
const edgeMs = 1_000;
const innerMs = 3_600_000;

/** The half beside what fails is asked for after the other: where that fails, too, it lies between two that do. */
export type Closer = 'both' | 'low-first' | 'high-first';

export class Narrowing {
  readonly #asker: Asker;
  readonly #lows = new Set<number>();
  readonly #highs = new Set<number>();
  #failures = 0;
  /** Without an answer in between; not those beside one that failed, where nothing else was to be expected. */
  #inARow = 0;
  #answersBefore = 0;

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  /** Of an account that has answered nothing: whether it is out of reach, rather than a span unreadable. */
  get isOutOfReach(): boolean {
    return this.#asker.failuresInARow >= failuresWithoutAnswer;
  }

  /** See `LogPageQuery`. @param isDoubtful cut out of a span that failed */
  mostAttempts(isDoubtful: boolean): { readonly mostAttempts?: number } {
    return isDoubtful || this.#isLong ? { mostAttempts: doubtfulTries } : {};
  }

  /** A span (in positions) has failed in the end. Gives back whether its halves are worth asking for, and in which order. */
  failed(span: Span): Closer | undefined {
    this.#failures++;
    this.expectsFailure(span);
    const isBelow = this.#highs.has(span.low - 1);
    const isAbove = this.#lows.has(span.high + 1);
    this.#countInARow(!isBelow && !isAbove);
    const leastMs = isBelow && isAbove ? innerMs : isBelow || isAbove ? edgeMs : 1;
    if (span.high - span.low < leastMs || this.#isTried) return undefined;
    if (isBelow === isAbove) return 'both';
    return isBelow ? 'high-first' : 'low-first';
  }

  /** Spans beside this one are taken to lie at the edge of what fails. */
  expectsFailure({ low, high }: Span): void {
    this.#lows.add(low);
    this.#highs.add(high);
  }

  #countInARow(isUnexpected: boolean): void {
    const { answers } = this.#asker;
    if (answers !== this.#answersBefore) this.#inARow = 0;
    this.#answersBefore = answers;
    if (isUnexpected) this.#inARow++;
  }

  get #isTried(): boolean {
    return this.#inARow >= failuresInARow || this.#failures >= mostFailures || this.#isLong;
  }

  get #isLong(): boolean {
    return this.#asker.failingMs >= mostFailingMs;
  }
}
