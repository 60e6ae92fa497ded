/**
 * Reading a span by page numbers: the way through an instant that holds more than a page, where a seek cannot move.
 *
 * Page numbers are right only while the order holds still. So a pass is believed when its pages, added up, are exactly as
 * many events as are known: pages that skip an event must repeat another, and then the sum is larger than the union.
 * Where the sum cannot tell (pages that overlap by design, or are uneven), passes are repeated until they bring nothing
 * new; events of one instant may change places between requests, and then it takes many quiet passes to be sure.
 */
import { RequestRefusedError } from '../account/failure.js';
import type { AuditEvent } from '../audit/event.js';
import type { Asker } from './ask.js';
import type { Span } from './axis.js';
import { isLastByCursor, isTrusted } from './look.js';
import { Pass } from './pass.js';
import { Turner } from './turner.js';

export interface Walked {
  /** Each once, in no order; only those inside the span. */
  readonly events: readonly AuditEvent[];
  /** Why this may not be all; undefined when it is. */
  readonly problem: string | undefined;
}

/** A pass over pages that change places misses a given event about once in e; so many make it once in 10^9. */
const quietPassesWhenUnstable = 20;
const quietPassesWhenStable = 2;
/** See `Pass.still`: enough to try turning by cursor, and to believe a doubtful end. */
const stillnessBeforeCursor = 3;
const stillnessOfDoubtfulEnd = 4;

/**
 * @param span in milliseconds since the epoch
 * @param isWidened asks a little beyond the span, where nobody knows yet whether its ends are told
 * @throws what `Asker.page` throws, but for refusals
 */
export async function walk(
  asker: Asker,
  span: Span,
  known: readonly AuditEvent[],
  isWidened = false,
): Promise<Walked> {
  const walker = new Walker(asker, span, known, isWidened);
  return await walker.run();
}

type PassEnd = 'told' | 'refused' | 'stuck' | 'again';

class Walker {
  readonly #asker: Asker;
  readonly #span: Span;
  readonly #isWidened: boolean;
  readonly #turner: Turner;
  readonly #union = new Map<string, AuditEvent>();

  constructor(asker: Asker, span: Span, known: readonly AuditEvent[], isWidened: boolean) {
    this.#asker = asker;
    this.#span = span;
    this.#isWidened = isWidened;
    this.#turner = new Turner(asker, span);
    for (const event of known) this.#union.set(event.id, event);
  }

  async run(): Promise<Walked> {
    let previous: Pass | undefined;
    let quiet = 0;
    let isStable = true;
    for (let number = 0; ; ) {
      const before = this.#union.size;
      const pass = new Pass(this.#sizeOfPass(number), this.#isWidened || this.#asker.leavesEndsOut);
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

  #result(problem: string | undefined): Walked {
    return { events: [...this.#union.values()], problem };
  }

  /** Now and then another size, so that the borders between pages fall elsewhere. */
  #sizeOfPass(number: number): number {
    const { pageSize } = this.#asker;
    return number % 3 === 2 ? Math.max(1, pageSize - Math.ceil(pageSize / 7)) : pageSize;
  }

  /** An account that tells nothing of an instant of which events are known leaves the ends of a span out. */
  #meetsShutEnds(pass: Pass): boolean {
    const isShut = pass.ids.length === 0 && this.#union.size > 0 && !this.#asker.leavesEndsOut;
    if (isShut) this.#asker.leavesEndsOut = true;
    return isShut;
  }

  #addsUp({ sum, isEven, hadHollowPages }: Pass, previous: Pass | undefined): boolean {
    if (sum !== this.#union.size || !isEven || this.#asker.isUneven) return false;
    return !hadHollowPages || sum === previous?.sum;
  }

  async #turnPages(pass: Pass): Promise<PassEnd> {
    for (let page = 1; ; page++) {
      const answer = await this.#turner.turn(pass, page);
      if (answer instanceof RequestRefusedError) return this.#isWordGood(pass, answer) ? 'told' : 'refused';
      for (const event of pass.take(answer, this.#span)) this.#remember(event);
      if (pass.hasDeniedMore) this.#asker.hasDeniedMore = true;
      const end = this.#endOf(pass);
      if (end !== undefined) return end;
    }
  }

  #endOf(pass: Pass): PassEnd | undefined {
    if (this.#hasEnded(pass)) {
      if (this.#turner.tryCursor(pass)) return 'again';
      return pass.refusal === undefined || this.#isWordGood(pass, pass.refusal) ? 'told' : 'refused';
    }
    if (pass.still >= stillnessBeforeCursor && this.#turner.tryCursor(pass)) return 'again';
    if (!pass.isStuck) return undefined;
    return this.#turner.tryCursor(pass) || this.#turner.forgetCursor() ? 'again' : 'stuck';
  }

  /**
   * Where nobody may look past the end, the account's word that this is all counts for a page that is not full, unless an account
   * that has lied gave a cursor with it. For a full one it counts where a cursor is wanted that was never given: a page that is refused for anything else, such as its depth, may
   * hold more.
   */
  #isWordGood({ isSaidToEnd, lastEntries, cursorToken }: Pass, refusal: RequestRefusedError): boolean {
    const wantsCursor = refusal.names('cursorToken') && isLastByCursor(this.#asker, cursorToken);
    const pointsOn = this.#asker.hasDeniedMore && cursorToken !== undefined;
    const isShort = lastEntries < this.#asker.largestPage && !pointsOn;
    return isSaidToEnd && (wantsCursor || isShort);
  }

  /** The account has said that this is all, and looking on brought nothing new; there is nowhere to look where only cursors turn pages. */
  #hasEnded({ isSaidToEnd, still, cursorToken }: Pass): boolean {
    if (!isSaidToEnd) return false;
    if (this.#turner.isByCursor && cursorToken === undefined) return true;
    return still >= (isTrusted(this.#asker) ? 1 : stillnessOfDoubtfulEnd);
  }

  #remember(event: AuditEvent): void {
    const kept = this.#union.get(event.id);
    if (kept === undefined) this.#union.set(event.id, event);
    else this.#asker.ledger.repeated(kept, event);
  }
}

const problems: Readonly<Record<'refused' | 'stuck', string>> = {
  refused: 'the account refuses to turn to further pages of an instant that holds more than one',
  stuck: 'the account says that there is more and does not give it',
};

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
