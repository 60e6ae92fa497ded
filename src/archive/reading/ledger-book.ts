/** What a reader must know of an archive's own records, added up: what was collected, what changed, what was erased, and the names as they were last given. */
import type { Window } from '../../audit/coverage.js';
import { CoverageLedger } from '../store/coverage-ledger.js';
import { type CoverageRecord, type LedgerRecord, type NamesRecord, windowOf } from '../store/ledger.js';
import type { Archive } from '../store/open.js';

/** The leaves that one collecting run added, and the span that it asked for. */
interface Stride {
  /** Leaves, the last one excluded. */
  readonly first: number;
  readonly end: number;
  readonly window: Window;
}

export type ArchivedNames = Partial<Omit<NamesRecord, 'ledger' | 'kind' | 'at'>>;

export class LedgerBook {
  readonly #coverage = new CoverageLedger();
  readonly #strides: Stride[] = [];
  readonly #latestOf = new Map<string, number>();
  readonly #caseOf = new Map<number, string>();
  #names: ArchivedNames = {};

  /** @throws ProofFailedError for a record that nobody can read */
  static async of(archive: Archive): Promise<LedgerBook> {
    const book = new LedgerBook();
    let next = 0;
    for await (const { leaf, record } of archive.ledger()) {
      if (record.kind === 'coverage') book.#collected(record, next, leaf);
      else book.#note(record);
      next = leaf + 1;
    }
    return book;
  }

  /** Spans of which everything was collected, oldest first. */
  get covered(): readonly Window[] {
    return this.#coverage.covered;
  }

  /** Later than this, events may have arrived that were never collected. */
  get settledUntilMs(): number {
    return this.#coverage.settledUntilMs ?? Number.NEGATIVE_INFINITY;
  }

  /** The names as the account last gave them. */
  get names(): ArchivedNames {
    return this.#names;
  }

  /** The first leaf that may be the latest version of an event of which there are several; undefined where there is one. */
  latestOf(id: string): number | undefined {
    return this.#latestOf.get(id);
  }

  /** Ids of which there are several versions, each with the first leaf that may be the latest. */
  get versions(): ReadonlyMap<string, number> {
    return this.#latestOf;
  }

  /** Under which case a leaf's content was removed; undefined where it was not. */
  caseOf(leaf: number): string | undefined {
    return this.#caseOf.get(leaf);
  }

  /** The cases of the leaves from `first` to `last` whose content was removed. */
  erased(first: number, last: number): readonly string[] {
    return [...this.#caseOf].flatMap(([leaf, text]) => (leaf >= first && leaf <= last ? [text] : []));
  }

  /** The span that was asked for when the leaf was collected: all that is known of the time of a row that says none. */
  askedFor(leaf: number): Window | undefined {
    return this.#strides.find(({ first, end }) => leaf >= first && leaf < end)?.window;
  }

  #collected(record: CoverageRecord, first: number, end: number): void {
    this.#coverage.add(record);
    if (end > first) this.#strides.push({ first, end, window: windowOf(record.window) });
    for (const id of record.changed) this.#latestOf.set(id, first);
  }

  #note(record: LedgerRecord): void {
    if (record.kind === 'erasure') for (const leaf of record.leaves) this.#caseOf.set(leaf, record.case);
    if (record.kind !== 'names') return;
    const { ledger, kind, at, ...names } = record;
    this.#names = { ...this.#names, ...names };
  }
}
