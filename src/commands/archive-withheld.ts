/** What of an archive was erased on request, and what may not be: of its status the part that is about neither time nor size. */
import { type Hold, Holds } from '../archive/erasure/holds.js';
import { erasuresIn } from '../archive/store/erasures.js';
import type { ErasureRecord, LedgerRecord } from '../archive/store/ledger.js';
import type { JsonObject } from '../audit/event.js';
import { countedText } from '../audit/phrase.js';
import { recordedMinute, scopeWords } from './hold-scope.js';

export class Withheld {
  readonly #erasures: ErasureRecord[] = [];
  readonly #holds = new Holds();

  /** In the order of the ledger. */
  add(record: LedgerRecord): void {
    if (record.kind === 'erasure' && Array.isArray(record.leaves)) this.#erasures.push(record);
    this.#holds.add(record);
  }

  /** How often, of how many events, when last and why. */
  erasedText(timeZone: string): string {
    const last = this.#erasures.at(-1);
    if (last === undefined) return 'nothing';
    const count = this.#erasures.length;
    const when = `on ${minute(last.at, timeZone)} (${last.case})`;
    const which = count === 1 ? when : `in ${countedText(count, 'erasure', 'erasures')}, the last ${when}`;
    return `the content of ${countedText(this.#erasedEvents, 'event', 'events')}, ${which}`;
  }

  /** A line for each hold in force; else that there is none, and that there were some. */
  heldLines(timeZone: string): readonly string[] {
    const inForce = this.#inForce;
    const released = this.#released;
    if (inForce.length > 0)
      return inForce.map(
        ({ record: { hold, at, case: caseText, scope } }) =>
          `${hold}, since ${minute(at, timeZone)}: ${scopeWords(scope, timeZone)} (${caseText})`,
      );
    return [
      released.length === 0
        ? 'nothing'
        : `nothing; ${countedText(released.length, 'hold', 'holds')} released`,
    ];
  }

  toJson(): { readonly erasures: JsonObject; readonly holds: JsonObject } {
    return {
      erasures: {
        count: this.#erasures.length,
        events: this.#erasedEvents,
        last: this.#erasures.at(-1)?.at ?? null,
        cases: [...new Set(this.#erasures.map(({ case: caseText }) => caseText))],
      },
      holds: {
        inForce: this.#inForce.map(({ record: { hold, at, case: caseText, scope } }) => ({
          hold,
          since: at,
          case: caseText,
          scope: { ...scope },
        })),
        released: this.#released.length,
      },
    };
  }

  get #inForce(): readonly Hold[] {
    return this.#holds.all.filter(({ released }) => released === undefined);
  }

  get #released(): readonly Hold[] {
    return this.#holds.all.filter(({ released }) => released !== undefined);
  }

  get #erasedEvents(): number {
    return erasuresIn(this.#erasures).size;
  }
}

function minute(iso: string, timeZone: string): string {
  return `${recordedMinute(iso, timeZone)} ${timeZone}`;
}
