/**
 * One question to the account and its answer, with what this account has taught us about its ends and its page sizes.
 * Everything above speaks of closed spans; only here are they widened, and only here is a page size bargained for.
 */
import type { Account, LogPage, LogPageQuery, PushedFilters } from '../account/account.js';
import { RequestRefusedError } from '../account/failure.js';
import type { AuditEvent } from '../audit/event.js';
import type { Clock } from '../context.js';
import type { Span } from './axis.js';
import { grainMs } from './grain.js';
import type { Ledger } from './ledger.js';

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

interface SizedPage {
  readonly page: LogPage;
  readonly pageSize: number;
}

export interface PageAsk {
  /** Milliseconds since the epoch. */
  readonly span: Span;
  readonly page: number;
  readonly pageSize?: number;
  readonly cursorToken?: string;
  /** Widens the question by a millisecond at both ends, for accounts that leave their ends out. */
  readonly isWidened?: boolean;
  /** See `LogPageQuery`. */
  readonly mostAttempts?: number;
}

type SettledAsk = PageAsk & { readonly isWidened: boolean };

export interface AskerOptions {
  readonly account: Account;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  readonly filters: PushedFilters;
  readonly recordId: string | undefined;
  readonly pageSize: number;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Told of all that the account tells, before anybody makes anything of it. */
  readonly onEvents: (events: readonly AuditEvent[]) => void;
}

/** How much the latest answer counts in what an answer takes. */
const latestWeight = 0.2;
/** Tried in turn when the account refuses a page as too large: 50 and 20 have been seen to work (`account-api.md`). */
const smallerPages = [50, 20, 10, 5, 2, 1];
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
  pageSize: number;
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

  constructor(options: AskerOptions) {
    this.#options = options;
    this.pageSize = options.pageSize;
  }

  /** Pages that were said not to be the last were not all equally full: what they hold does not add up. */
  get isUneven(): boolean {
    return this.#isUneven;
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

  async #once({ isWidened = this.leavesEndsOut, ...rest }: PageAsk): Promise<Answer> {
    const ask = { ...rest, isWidened };
    const askedMs = this.#options.clock.nowMs();
    try {
      const { page, pageSize } = await this.#bargained(ask);
      const tookMs = this.#options.clock.nowMs() - askedMs;
      this.answerMs = (this.answerMs ?? tookMs) * (1 - latestWeight) + tookMs * latestWeight;
      const { events, malformed, hasMore, cursorToken } = page;
      this.#options.onEvents(events);
      this.answers++;
      this.failuresInARow = 0;
      const entries = events.length + malformed.length;
      this.largestPage = Math.max(this.largestPage, entries);
      if (malformed.length > 0) this.ledger.sawMalformed(malformed);
      if (hasMore && events.length > 0) this.hasSaidMore = true;
      if (!hasMore) this.hasSaidEnd = true;
      if (cursorToken !== undefined) this.hasGivenCursor = true;
      const isUsual = pageSize === this.pageSize && hasMore && entries > 0;
      this.#isUneven ||= isUsual && this.#fullness !== undefined && this.#fullness !== entries;
      if (isUsual) this.#fullness = entries;
      this.grainMs = Math.max(this.grainMs, grainMs(wireSpan(ask), events));
      // In whole seconds, no event tells whether the ends are told: better to ask for a little more ever after.
      if (this.grainMs > 1) this.leavesEndsOut = true;
      return { events, entries, hasMore, cursorToken, pageSize, isWidened };
    } catch (error) {
      this.failuresInARow++;
      this.firstFailure ??= error;
      const nowMs = this.#options.clock.nowMs();
      this.failingMs += nowMs - Math.max(askedMs, this.#failedMs);
      this.#failedMs = nowMs;
      throw error;
    }
  }

  async #bargained(ask: SettledAsk): Promise<SizedPage> {
    const query = this.#query(ask);
    const { account, signal } = this.#options;
    try {
      return { page: await account.logPage(query, signal), pageSize: query.pageSize };
    } catch (error) {
      const mayBargain = query.page === 1 && error instanceof RequestRefusedError;
      if (!mayBargain) throw error;
      return await this.#smaller(query, error);
    }
  }

  async #smaller(query: LogPageQuery, refusal: RequestRefusedError): Promise<SizedPage> {
    const { account, signal } = this.#options;
    let last = refusal;
    for (const pageSize of smallerPages.filter((size) => size < query.pageSize)) {
      try {
        const page = await account.logPage({ ...query, pageSize }, signal);
        if (last.names('pageSize')) this.pageSize = Math.min(this.pageSize, pageSize);
        return { page, pageSize };
      } catch (error) {
        if (!(error instanceof RequestRefusedError)) throw error;
        last = error;
      }
    }
    throw last;
  }

  #query({
    span,
    page,
    pageSize = this.pageSize,
    cursorToken,
    isWidened,
    mostAttempts,
  }: SettledAsk): LogPageQuery {
    const { filters, recordId } = this.#options;
    const { low, high } = wireSpan({ span, isWidened });
    return {
      startAtMs: low,
      endAtMs: high,
      page,
      pageSize,
      filters,
      ...(cursorToken === undefined ? {} : { cursorToken }),
      ...(recordId === undefined ? {} : { recordId }),
      ...(mostAttempts === undefined ? {} : { mostAttempts }),
    };
  }
}

/** The span as the account is asked for it: a millisecond more at both ends where it is widened. */
export function wireSpan({ span, isWidened }: Pick<SettledAsk, 'span' | 'isWidened'>): Span {
  return isWidened ? { low: span.low - 1, high: span.high + 1 } : span;
}

function isHollow({ entries, hasMore }: Answer): boolean {
  return entries === 0 && hasMore;
}
