/** The coverage ledger: which spans of time the archive has read completely, when it last looked at them, and how late events have come; folded from the coverage records. Pure. */
import type { Window } from '../../audit/coverage.js';
import { merged, without } from '../../audit/windows.js';
import { type CoverageRecord, type LedgerRecord, windowOf } from './ledger.js';

/** One reading's part, as it was recorded. */
export interface Look {
  readonly window: Window;
  /** When the reading began: what had not arrived by then may be missing from it. */
  readonly beganMs: number;
}

export interface Retention {
  readonly ms: number;
  readonly origin: 'announced' | 'assumed';
}

/** A look back as far as this tells how late events come to this account. */
const deepLookMs = 24 * 3_600_000;
/** The account's clock is known by answers to within less. */
const clockDoubtMs = 60_000;

export class CoverageLedger {
  /** Oldest first, none touching another. */
  #covered: readonly Window[] = [];
  readonly #looks: Look[] = [];
  #sinceMs = Number.POSITIVE_INFINITY;
  #untilMs = Number.NEGATIVE_INFINITY;
  settledUntilMs: number | undefined;
  lastSyncMs: number | undefined;
  lastDeepLookMs: number | undefined;
  lateEvents = 0;
  longestLateMs = 0;
  malformed = 0;
  readonly changed = new Set<string>();
  /** How long the account kept its log, as the newest record tells. */
  retention: Retention | undefined;
  /** The oldest instant that the account told at the last sync. */
  lastFloorMs: number | undefined;

  /** Takes in a record of the archive; those of other kinds say nothing of coverage. */
  add(record: LedgerRecord): void {
    if (record.kind !== 'coverage') return;
    const window = windowOf(record.window);
    const beganMs = Date.parse(record.began);
    this.#takeBack(beganMs);
    this.#reach(window, record);
    const parts = without(window, record.gaps.map(windowOf));
    for (const part of parts) this.#looks.push({ window: part, beganMs });
    this.#covered = merged([...this.#covered, ...parts]);
    if (window.untilMs >= this.#untilMs) {
      this.#untilMs = window.untilMs;
      this.settledUntilMs = Date.parse(record.settledUntil);
    }
    const deepMs = beganMs - deepLookMs;
    if (window.sinceMs <= deepMs && deepMs < window.untilMs) this.lastDeepLookMs = beganMs;
    this.lastSyncMs = Math.max(this.lastSyncMs ?? 0, Date.parse(record.at));
    this.lateEvents += record.lateness.count;
    this.longestLateMs = Math.max(this.longestLateMs, record.lateness.longestMs);
    this.malformed += record.malformed;
    for (const id of record.changed) this.changed.add(id);
    this.retention = retentionOf(record) ?? this.retention;
    if (record.floor !== null) this.lastFloorMs = Date.parse(record.floor.at);
  }

  /** Spans that were read completely, oldest first, none touching another. */
  get covered(): readonly Window[] {
    return this.#covered;
  }

  /** From the first instant that was asked for, and that the account kept, to the last; undefined where there was none. */
  get window(): Window | undefined {
    const window = { sinceMs: this.#sinceMs, untilMs: this.#untilMs };
    return window.sinceMs < window.untilMs ? window : undefined;
  }

  /** What lies between and was not read, oldest first. */
  get holes(): readonly Window[] {
    return this.window === undefined ? [] : without(this.window, this.#covered);
  }

  /** The recorded parts that reach beyond an instant. */
  looksAfter(ms: number): readonly Look[] {
    return this.#looks.filter(({ window }) => window.untilMs > ms);
  }

  /** What no reading could have is asked for all the same: also what lies before all that was read. */
  #reach(window: Window, { gaps }: CoverageRecord): void {
    const gone = gaps.filter(({ kind }) => kind === 'behind-floor').map(windowOf);
    const [kept] = without(window, gone);
    if (kept !== undefined) this.#sinceMs = Math.min(this.#sinceMs, kept.sinceMs);
  }

  /** A reading that begins before the end of an earlier one: the clock was wrong then, and nobody has read what had not happened. */
  #takeBack(beganMs: number): void {
    if (beganMs >= this.#untilMs - clockDoubtMs) return;
    this.#untilMs = beganMs;
    this.#covered = this.#covered.flatMap(({ sinceMs, untilMs }) =>
      sinceMs < beganMs ? [{ sinceMs, untilMs: Math.min(untilMs, beganMs) }] : [],
    );
  }
}

function retentionOf({ at, floor }: CoverageRecord): Retention | undefined {
  return floor === null ? undefined : { ms: Date.parse(at) - Date.parse(floor.at), origin: floor.origin };
}

/** All that the records tell. */
export async function foldCoverage(
  records: AsyncIterable<{ readonly record: LedgerRecord }>,
): Promise<CoverageLedger> {
  const ledger = new CoverageLedger();
  for await (const { record } of records) ledger.add(record);
  return ledger;
}
