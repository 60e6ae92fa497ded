/** One pass over the numbered pages of a span: what it saw, whether its pages move, and whether what they hold adds up. */
import type { RequestRefusedError } from '../account/failure.js';
import type { AuditEvent } from '../audit/event.js';
import type { Answer } from './ask.js';
import type { Span } from './axis.js';

/**
 * Stillness of pages in a row: an empty one counts two, one that was seen before counts one, for with small pages and ties
 * that change places it may come again by chance. At this much the numbers do not move, or lead nowhere.
 */
const stuckStillness = 8;
/** Beyond twice the pages that brought something new, and a few: pages that only mix what is known. */
const barrenPages = 30;

export class Pass {
  /** Both the same for all pages of a pass: a cursor belongs to its question. */
  readonly isWidened: boolean;
  pageSize: number;
  /** Ids of the span's events, in the order in which they came. */
  readonly ids: string[] = [];
  /** Events of all pages, each counted once a page. */
  sum = 0;
  still = 0;
  hadHollowPages = false;
  /** All pages but the last are as full as the first, and all of it can be read: otherwise nothing adds up. */
  isEven = true;
  /** The account has said that there is no more, and looking on has not gainsaid it. */
  isSaidToEnd = false;
  /** It has been gainsaid. */
  hasDeniedMore = false;
  lastEntries = 0;
  cursorToken: string | undefined;
  /** A page's number was refused, and not for want of a cursor: what a cursor leads to instead need not be the next page. */
  refusal: RequestRefusedError | undefined;
  /** The last page, where it came again after the end. */
  #held: { readonly signature: string; readonly count: number } | undefined;
  readonly #seen = new Set<string>();
  readonly #signatures = new Set<string>();
  #fullness: number | undefined;
  /** Pages in a row that brought nothing new to this pass, and pages that did. */
  #barren = 0;
  #fruitful = 0;

  constructor(pageSize: number, isWidened: boolean) {
    this.pageSize = pageSize;
    this.isWidened = isWidened;
  }

  get isStuck(): boolean {
    return this.still >= stuckStillness || this.#barren >= barrenPages + 2 * this.#fruitful;
  }

  /** Takes a page; gives back its events that lie in the span, each once. @param span in milliseconds since the epoch */
  take(answer: Answer, { low, high }: Span): readonly AuditEvent[] {
    const here = new Map<string, AuditEvent>();
    let isFresh = false;
    for (const event of answer.events) {
      // Those outside the span are no part of it, and yet a sign that the pages move.
      isFresh ||= !this.#seen.has(event.id);
      this.#seen.add(event.id);
      if (event.instantMs >= low && event.instantMs <= high) here.set(event.id, event);
    }
    this.ids.push(...here.keys());
    const signature = signatureOf(answer);
    const isStill = this.#isStill(answer, signature, isFresh);
    this.#add(here.size, signature, isStill);
    this.#countMovement(answer, isFresh, isStill);
    this.#weigh(answer);
    this.#hearWord(answer, isFresh, isStill);
    return [...here.values()];
  }

  /**
   * A page that comes again after the end does not count, as long as nothing else follows: where numbers do not move, it is no
   * page of its own. Where another follows it is one, and holds what another page held because ties have changed places.
   */
  #add(count: number, signature: string, isStill: boolean): void {
    const isEcho = signature === this.#held?.signature;
    if (!isEcho) {
      this.sum += this.#held?.count ?? 0;
      this.#held = undefined;
    }
    if (!isStill || !this.isSaidToEnd) this.sum += count;
    else if (!isEcho) this.#held = { signature, count };
  }

  /** Whether the page is empty or the very one that was seen before. */
  #isStill({ entries }: Answer, signature: string, isFresh: boolean): boolean {
    const isRepeated = this.#signatures.has(signature);
    this.#signatures.add(signature);
    return !isFresh && (entries === 0 || isRepeated);
  }

  #countMovement({ entries }: Answer, isFresh: boolean, isStill: boolean): void {
    const stillness = entries === 0 ? 2 : 1;
    this.still = isStill ? this.still + stillness : 0;
    this.#barren = isFresh ? 0 : this.#barren + 1;
    if (isFresh) this.#fruitful++;
  }

  #weigh({ entries, events, hasMore }: Answer): void {
    if (entries === 0) {
      this.hadHollowPages ||= hasMore;
      return;
    }
    const wasShort =
      this.#fullness !== undefined && this.lastEntries > 0 && this.lastEntries < this.#fullness;
    if (wasShort || entries > events.length) this.isEven = false;
    if (hasMore) this.#fullness ??= entries;
  }

  #hearWord({ entries, hasMore, cursorToken }: Answer, isFresh: boolean, isStill: boolean): void {
    if (isFresh && this.isSaidToEnd) this.hasDeniedMore = true;
    // Pages that do not move say again what the first one said: that does not take back the word of the last.
    const isEcho = this.isSaidToEnd && isStill && entries > 0;
    if (!isEcho) this.isSaidToEnd = !hasMore;
    this.cursorToken = cursorToken;
    this.lastEntries = entries;
  }
}

function signatureOf({ events }: Answer): string {
  return events
    .map(({ id }) => id)
    .sort()
    .join();
}
