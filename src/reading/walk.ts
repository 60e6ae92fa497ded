/**
 * Reading a span by page numbers: the way through an instant that holds more than a page, where a seek cannot move.
 *
 * Page numbers are right only while the order holds still. So a pass is believed when its pages, added up, are exactly as
 * many events as are known: pages that skip an event must repeat another, and then the sum is larger than the union.
 * Where the sum cannot tell (pages that overlap by design), passes are repeated until they bring nothing new; events of
 * one instant may change places between requests, and then it takes many quiet passes to be sure.
 */
import { RequestRefusedError } from '../account/failure.js';
import type { AuditEvent } from '../audit/event.js';
import type { Answer, Asker } from './ask.js';
import type { Span } from './axis.js';
import { isTrusted } from './look.js';

export interface Walked {
  /** Each once, in no order; only those inside the span. */
  readonly events: readonly AuditEvent[];
  /** Why this may not be all; undefined when it is. */
  readonly problem: string | undefined;
}

/** A pass over pages that change places misses a given event about once in e; so many make it once in 10^9. */
const quietPassesWhenUnstable = 20;
const quietPassesWhenStable = 2;
/**
 * Stillness of pages in a row: an empty one counts two, one that was seen before counts one, for with small pages and ties
 * that change places it may come again by chance. At this much the numbers do not move, or lead nowhere.
 */
const stuckStillness = 8;
const stillnessBeforeCursor = 3;
const stillnessOfDoubtfulEnd = 4;
/** Beyond twice the pages that brought something new, and a few: pages that only mix what is known. */
const barrenPages = 30;

/** @param span in milliseconds since the epoch */
export async function walk(asker: Asker, span: Span, known: readonly AuditEvent[]): Promise<Walked> {
  const walker = new Walker(asker, span, known);
  return await walker.run();
}

interface Pass {
  /** Both the same for all pages of a pass: a cursor belongs to its question. */
  readonly isWidened: boolean;
  pageSize: number;
  readonly ids: string[];
  readonly seen: Set<string>;
  /** Events of all pages up to the one that claimed to be the last, each counted once a page. */
  sum: number;
  /** Pages in a row that brought nothing new to this pass. */
  barren: number;
  /** See `stuckStillness`. */
  still: number;
  fruitful: number;
  readonly signatures: Set<string>;
  hadHollowPages: boolean;
  /** All pages but the last are as full as the first, and all of it can be read: otherwise nothing adds up. */
  isEven: boolean;
  fullness: number | undefined;
  isSaidToEnd: boolean;
  lastEntries: number;
  cursorToken: string | undefined;
}

type PassEnd = 'told' | 'refused' | 'stuck' | 'again';

class Walker {
  readonly #asker: Asker;
  readonly #span: Span;
  readonly #union = new Map<string, AuditEvent>();
  #turnsBy: 'number' | 'cursor' | 'number-alone' = 'number';

  constructor(asker: Asker, span: Span, known: readonly AuditEvent[]) {
    this.#asker = asker;
    this.#span = span;
    for (const event of known) this.#union.set(event.id, event);
  }

  async run(): Promise<Walked> {
    let previous: Pass | undefined;
    let quiet = 0;
    let isStable = true;
    for (let number = 0; ; ) {
      const before = this.#union.size;
      const pass = newPass(this.#sizeOfPass(number), this.#asker.leavesEndsOut);
      const end = await this.#turnPages(pass);
      if (end === 'again' || this.#meetsShutEnds(pass)) continue;
      if (end !== 'told') return this.#result(problems[end]);
      if (this.#addsUp(pass, previous)) return this.#result(undefined);
      if (number === 1 && previous) isStable = isSame(previous.ids, pass.ids);
      quiet = this.#union.size === before ? quiet + 1 : 0;
      if (quiet >= (isStable ? quietPassesWhenStable : quietPassesWhenUnstable))
        return this.#result(undefined);
      previous = pass;
      number++;
    }
  }

  /** An account that tells nothing of an instant of which events are known leaves the ends of a span out. */
  #meetsShutEnds(pass: Pass): boolean {
    const isShut = pass.ids.length === 0 && this.#union.size > 0 && !this.#asker.leavesEndsOut;
    if (isShut) this.#asker.leavesEndsOut = true;
    return isShut;
  }

  #result(problem: string | undefined): Walked {
    return { events: [...this.#union.values()], problem };
  }

  /** Now and then another size, so that the borders between pages fall elsewhere. */
  #sizeOfPass(number: number): number {
    const { pageSize } = this.#asker;
    return number % 3 === 2 ? Math.max(1, pageSize - Math.ceil(pageSize / 7)) : pageSize;
  }

  #addsUp(pass: Pass, previous: Pass | undefined): boolean {
    const isWhole = pass.sum === this.#union.size;
    return (
      isWhole && pass.isEven && !this.#asker.isUneven && (!pass.hadHollowPages || pass.sum === previous?.sum)
    );
  }

  async #turnPages(pass: Pass): Promise<PassEnd> {
    for (let page = 1; ; page++) {
      const answer = await this.#turn(pass, page);
      if (answer === undefined) return this.#isWordGood(pass) ? 'told' : 'refused';
      this.#take(pass, answer);
      if (this.#hasEnded(pass)) return this.#maySeeMore(pass) ? 'again' : 'told';
      if (pass.still >= stillnessBeforeCursor && this.#maySeeMore(pass)) return 'again';
      const isStuck = pass.still >= stuckStillness || pass.barren >= barrenPages + 2 * pass.fruitful;
      if (isStuck && this.#maySeeMore(pass)) return 'again';
      if (isStuck) return this.#turnsBy === 'cursor' ? this.#forgetCursor() : 'stuck';
    }
  }

  /** Where nobody may look past the end, the word of an account that has lied counts for a page that is not full. */
  #isWordGood({ isSaidToEnd, lastEntries }: Pass): boolean {
    const { hasDeniedMore, largestPage } = this.#asker;
    return isSaidToEnd && (!hasDeniedMore || lastEntries < largestPage);
  }

  /** The account has said that this is all, and looking on brought nothing new; there is nowhere to look where only cursors turn pages. */
  #hasEnded({ isSaidToEnd, still, cursorToken }: Pass): boolean {
    if (!isSaidToEnd) return false;
    if (this.#turnsBy === 'cursor' && cursorToken === undefined) return true;
    return still >= (isTrusted(this.#asker) ? 1 : stillnessOfDoubtfulEnd);
  }

  /** Numbers that bring the same page again, beside a cursor that was not tried: turn by that, from the beginning. */
  #maySeeMore(pass: Pass): boolean {
    const stands = pass.cursorToken !== undefined && this.#turnsBy === 'number';
    if (stands) this.#turnsBy = 'cursor';
    return stands;
  }

  #forgetCursor(): 'again' {
    this.#turnsBy = 'number-alone';
    return 'again';
  }

  #take(pass: Pass, answer: Answer): void {
    const { low, high } = this.#span;
    const here = new Set<string>();
    let fresh = 0;
    for (const event of answer.events) {
      // Those outside the span are no part of it, and yet a sign that the pages move.
      if (!pass.seen.has(event.id)) fresh++;
      pass.seen.add(event.id);
      if (event.instantMs < low || event.instantMs > high || here.has(event.id)) continue;
      here.add(event.id);
      pass.ids.push(event.id);
      this.#remember(event);
    }
    const signature = answer.events
      .map(({ id }) => id)
      .sort()
      .join();
    const isStill = fresh === 0 && (answer.entries === 0 || pass.signatures.has(signature));
    pass.signatures.add(signature);
    const stillness = answer.entries === 0 ? 2 : 1;
    pass.still = isStill ? pass.still + stillness : 0;
    pass.barren = fresh > 0 ? 0 : pass.barren + 1;
    if (fresh > 0) pass.fruitful++;
    if (!isStill || !pass.isSaidToEnd) pass.sum += here.size;
    if (answer.entries === 0 && answer.hasMore) pass.hadHollowPages = true;
    this.#weigh(pass, answer);
    if (fresh > 0 && pass.isSaidToEnd) this.#asker.hasDeniedMore = true;
    // Pages that do not move say again what the first one said: that does not take back the word of the last.
    const isEcho = pass.isSaidToEnd && isStill && answer.entries > 0;
    if (!isEcho) pass.isSaidToEnd = !answer.hasMore;
    pass.cursorToken = answer.cursorToken;
    pass.lastEntries = answer.entries;
  }

  #weigh(pass: Pass, { entries, events, hasMore }: Answer): void {
    if (entries === 0) return;
    const isShort = pass.fullness !== undefined && pass.lastEntries > 0 && pass.lastEntries < pass.fullness;
    if (isShort || entries > events.length) pass.isEven = false;
    if (hasMore || pass.fullness !== undefined) pass.fullness ??= entries;
  }

  #remember(event: AuditEvent): void {
    const kept = this.#union.get(event.id);
    if (kept === undefined) this.#union.set(event.id, event);
    else if (kept.rawText !== event.rawText) this.#asker.ledger.repeated(kept, event);
  }

  /** Undefined when the account refuses the page both ways. */
  async #turn(pass: Pass, page: number): Promise<Answer | undefined> {
    const { cursorToken } = pass;
    const cursor = { cursorToken: cursorToken ?? '' };
    const hasCursor = page > 1 && cursorToken !== undefined;
    const ways = this.#turnsBy === 'cursor' ? [cursor, {}] : this.#turnsBy === 'number' ? [{}, cursor] : [{}];
    for (const way of hasCursor ? ways : [{}]) {
      try {
        const answer = await this.#asker.page({
          span: this.#span,
          page,
          pageSize: pass.pageSize,
          isWidened: pass.isWidened,
          ...way,
        });
        if (way === cursor && this.#turnsBy === 'number') this.#turnsBy = 'cursor';
        pass.pageSize = answer.pageSize;
        return answer;
      } catch (error) {
        if (!(error instanceof RequestRefusedError)) throw error;
      }
    }
    return undefined;
  }
}

const problems: Readonly<Record<'refused' | 'stuck', string>> = {
  refused: 'the account refuses to turn to further pages of an instant that holds more than one',
  stuck: 'the account says that there is more and does not give it',
};

function newPass(pageSize: number, isWidened: boolean): Pass {
  return {
    isWidened,
    pageSize,
    ids: [],
    seen: new Set(),
    sum: 0,
    barren: 0,
    still: 0,
    fruitful: 0,
    signatures: new Set(),
    hadHollowPages: false,
    isEven: true,
    fullness: undefined,
    isSaidToEnd: false,
    lastEntries: 0,
    cursorToken: undefined,
  };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
