/** One question to the account and its answer, with what this account's answers have taught us of it. */
import type { Account } from '../account/account.js';
import type { AuditEvent } from '../audit/event.js';
import type { Clock } from '../context.js';
import type { Span } from './axis.js';
import { Bargain, type SizedPage } from './bargain.js';
import { grainMs } from './grain.js';
import type { Ledger } from './ledger.js';
import { type PageAsk, queryOf, type Subject, wireSpan } from './question.js';

export interface Answer {
  /** As they came, inside the span or not: their order is evidence. */
  readonly events: readonly AuditEvent[];
  /** Events and what could not be read as one. */
  readonly entries: number;
  readonly hasMore: boolean;
  readonly cursorToken: string | undefined;
  /** What was asked for in the end: a further page is one of the same question. */
  readonly pageSize: number;
  readonly isWidened: boolean;
}

export interface AskerOptions extends Subject {
  readonly account: Account;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  readonly pageSize: number;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Told of all that the account tells, before anybody makes anything of it. */
  readonly onEvents: (events: readonly AuditEvent[]) => void;
}

/** How much the latest answer counts in what an answer takes. */
const latestWeight = 0.2;
/** An empty page that says that there is more is asked for again so often: it may be a passing weakness. */
const emptyRetries = 3;
/** After so many emptinesses that did not pass, and none that did, one more try is enough. */
const lastingEmptinesses = 3;

export class Asker {
  /** The account has been seen to leave out the ends of a span. */
  leavesEndsOut = false;
  /** A page with events has said that there is more: so its `hasMore: false` means something. */
  hasSaidMore = false;
  /** More was found where the account had said that there is none. */
  hasDeniedMore = false;
  /** Answers so far: 0 means that nothing could be read at all. */
  answers = 0;
  failuresInARow = 0;
  /** The time that was spent on asks that failed in the end; once where they failed side by side. */
  failingMs = 0;
  /** Why the first of them failed: it was tried more patiently than those that were cut out of it. */
  firstFailure: unknown;
  #failedMs = Number.NEGATIVE_INFINITY;
  /** What an answer has taken lately, waits for the pace included; undefined before any. */
  answerMs: number | undefined;
  /** The unit in which the account takes instants, as far as it has shown. */
  grainMs = 1;
  /** Entries of the fullest page so far. */
  largestPage = 0;
  /** It gives cursors: a page without one leads nowhere. */
  hasGivenCursor = false;
  /** The account has said at least once that there is no more. */
  hasSaidEnd = false;
  /** Walks that came to no end: what one division has learned of the account, the next need not learn again. */
  walksWithoutEnd = 0;
  #fullness: number | undefined;
  #isUneven = false;
  #emptinessesPassed = 0;
  #emptinessesLasting = 0;
  readonly #options: AskerOptions;
  readonly #bargain: Bargain;

  constructor(options: AskerOptions) {
    this.#options = options;
    this.#bargain = new Bargain(options.account, options.pageSize, options.signal);
  }

  /** Pages that were said not to be the last were not all equally full: what they hold does not add up. */
  get isUneven(): boolean {
    return this.#isUneven;
  }

  get pageSize(): number {
    return this.#bargain.pageSize;
  }

  get ledger(): Ledger {
    return this.#options.ledger;
  }

  /** One page. An empty one that says that there is more is asked for a few times. @throws what `Account.logPage` throws. */
  async page(ask: PageAsk): Promise<Answer> {
    let answer = await this.#once(ask);
    if (!isHollow(answer)) return answer;
    const retries =
      this.#emptinessesPassed === 0 && this.#emptinessesLasting >= lastingEmptinesses ? 1 : emptyRetries;
    for (let again = 0; again < retries && isHollow(answer); again++) answer = await this.#once(ask);
    if (isHollow(answer)) this.#emptinessesLasting++;
    else this.#emptinessesPassed++;
    return answer;
  }

  async #once({
    isWidened = this.leavesEndsOut,
    pageSize = this.pageSize,
    ...rest
  }: PageAsk): Promise<Answer> {
    const ask = { ...rest, isWidened, pageSize };
    const askedMs = this.#options.clock.nowMs();
    try {
      const sized = await this.#bargain.page(queryOf(ask, this.#options));
      this.#count(this.#options.clock.nowMs() - askedMs);
      return this.#learn(wireSpan(ask), sized, isWidened);
    } catch (error) {
      this.#countFailure(error, askedMs);
      throw error;
    }
  }

  #count(tookMs: number): void {
    this.answerMs = (this.answerMs ?? tookMs) * (1 - latestWeight) + tookMs * latestWeight;
    this.answers++;
    this.failuresInARow = 0;
  }

  #countFailure(error: unknown, askedMs: number): void {
    this.failuresInARow++;
    this.firstFailure ??= error;
    const nowMs = this.#options.clock.nowMs();
    this.failingMs += nowMs - Math.max(askedMs, this.#failedMs);
    this.#failedMs = nowMs;
  }

  /** What an answer shows of the account. @param asked the span as it went to the account */
  #learn(asked: Span, { page, pageSize }: SizedPage, isWidened: boolean): Answer {
    const { events, malformed, hasMore, cursorToken } = page;
    this.#options.onEvents(events);
    const entries = events.length + malformed.length;
    if (malformed.length > 0) this.ledger.sawMalformed(malformed);
    if (hasMore && events.length > 0) this.hasSaidMore = true;
    if (!hasMore) this.hasSaidEnd = true;
    if (cursorToken !== undefined) this.hasGivenCursor = true;
    this.#learnFullness(entries, pageSize === this.pageSize && hasMore);
    this.grainMs = Math.max(this.grainMs, grainMs(asked, events));
    // In whole seconds, no event tells whether the ends are told: better to ask for a little more ever after.
    if (this.grainMs > 1) this.leavesEndsOut = true;
    return { events, entries, hasMore, cursorToken, pageSize, isWidened };
  }

  #learnFullness(entries: number, isMeantFull: boolean): void {
    this.largestPage = Math.max(this.largestPage, entries);
    if (!isMeantFull || entries === 0) return;
    this.#isUneven ||= this.#fullness !== undefined && this.#fullness !== entries;
    this.#fullness = entries;
  }
}

function isHollow({ entries, hasMore }: Answer): boolean {
  return entries === 0 && hasMore;
}
