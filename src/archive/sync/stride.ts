/**
 * One reading of a window into the archive, oldest first, committed stride by stride: a run that is killed loses no more than the
 * stride under way. A stride ends where the reading has come to; its record says so.
 */
import type { Account } from '../../account/account.js';
import type { Coverage, Window } from '../../audit/coverage.js';
import type { AuditEvent } from '../../audit/event.js';
import type { Clock } from '../../context.js';
import type { AuditError } from '../../errors.js';
import { readEvents } from '../../reading/read.js';
import type { Reading, ReadingProgress } from '../../reading/reading.js';
import type { ArchiveWriter } from '../store/append.js';
import type { Look } from '../store/coverage-ledger.js';
import type { CoverageRecord, LedgerRecord } from '../store/ledger.js';
import { watchingPages } from './account-pages.js';
import { coverageRecord } from './coverage-record.js';
import type { KnownEvents } from './known-events.js';
import { lateByMs } from './lateness.js';
import type { MalformedRows } from './malformed-rows.js';
import { Tally } from './tally.js';

/** A stride ends after so many events, or so long: what a kill costs, against what a commit does. */
const strideEvents = 20_000;
const strideMs = 30_000;

export interface StrideTools {
  readonly writer: ArchiveWriter;
  readonly account: Account;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly version: string;
  readonly rows: MalformedRows;
  /** Told after each batch. */
  readonly onProgress: (progress: ReadingProgress) => Promise<void>;
}

export interface StrideRequest {
  readonly window: Window;
  /** What should have been read before the window and is gone for good. */
  readonly lost: Window | undefined;
  /** Whether nothing was ever read before. */
  readonly isBeginning: boolean;
  readonly known: KnownEvents;
  /** Earlier looks into the window. */
  readonly looks: readonly Look[];
  /** Go into the first commit, with its coverage. */
  readonly records: readonly LedgerRecord[];
}

/** What a reading has brought. */
export interface Collected {
  readonly tally: Tally;
  /** One a stride, as they were committed. */
  readonly committed: readonly CoverageRecord[];
  /** Of the reading as a whole. */
  readonly coverage: Coverage;
  /** What ended it before its end. */
  readonly failure: AuditError | undefined;
}

/** Reads the window into the archive. What it gives is committed, whatever ended it. */
export function collect(request: StrideRequest, tools: StrideTools): Promise<Collected> {
  return new Collector(request, tools).run();
}

class Collector {
  readonly #request: StrideRequest;
  readonly #tools: StrideTools;
  readonly #reading: Reading;
  readonly #beganMs: number;
  readonly #whole = new Tally();
  readonly #committed: CoverageRecord[] = [];
  #stride = new Tally();
  #strideBeganMs: number;
  /** What earlier strides have accounted for. */
  #reachedMs: number;
  #traffic = { requests: 0, retries: 0 };
  #conflicts = 0;

  constructor(request: StrideRequest, tools: StrideTools) {
    const { account, signal, clock, rows } = tools;
    this.#request = request;
    this.#tools = tools;
    this.#beganMs = account.nowMs();
    this.#strideBeganMs = clock.nowMs();
    this.#reachedMs = request.window.sinceMs;
    this.#reading = readEvents(
      watchingPages(account, ({ malformed }) => rows.see(malformed)),
      {
        window: request.window,
        order: 'oldest-first',
        matches: undefined,
        push: {},
        filterNames: [],
        limit: undefined,
      },
      { signal, clock },
    );
  }

  async run(): Promise<Collected> {
    for await (const batch of this.#reading.batches()) {
      for (const event of batch) await this.#take(event);
      if (this.#isDue()) await this.#commit(this.#reading.coverage());
      await this.#tools.onProgress(this.#reading.progress());
    }
    const coverage = this.#reading.coverage();
    const failure = this.#reading.failure();
    if (failure === undefined || this.#hasMore(coverage)) await this.#commit(coverage);
    return { tally: this.#whole, committed: this.#committed, coverage, failure };
  }

  async #take(event: AuditEvent): Promise<void> {
    const { known, looks } = this.#request;
    const standing = known.isEmpty ? 'new' : await known.standingOf(event);
    if (standing === 'repeated') {
      this.#stride.repeated += 1;
      return;
    }
    await this.#tools.writer.addEvent(event);
    this.#stride.new += 1;
    if (standing === 'changed') this.#stride.changed.push(event.id);
    else this.#noteLateness(event, looks);
  }

  #noteLateness(event: AuditEvent, looks: readonly Look[]): void {
    const lateMs = lateByMs(event, looks);
    if (lateMs > 0) this.#stride.wasLate(lateMs);
  }

  #isDue(): boolean {
    const { clock, rows } = this.#tools;
    const events = this.#stride.events + rows.waiting;
    return events >= strideEvents || (events > 0 && clock.nowMs() - this.#strideBeganMs >= strideMs);
  }

  /** A reading that failed before it came anywhere has nothing to say. */
  #hasMore(coverage: Coverage): boolean {
    return this.#stride.events + this.#tools.rows.waiting > 0 || reachedBy(coverage) > this.#reachedMs;
  }

  async #commit(coverage: Coverage): Promise<void> {
    const { writer, rows } = this.#tools;
    for (const row of rows.take()) {
      await writer.addMalformed(row);
      this.#stride.malformed += 1;
    }
    const isFirst = this.#committed.length === 0;
    if (isFirst) for (const record of this.#request.records) await writer.addRecord(record);
    const record = this.#record(coverage, isFirst);
    await writer.addRecord(record);
    await writer.commit();
    this.#committed.push(record);
    this.#beginStride(coverage);
  }

  #record(coverage: Coverage, isFirst: boolean): CoverageRecord {
    const { lost, isBeginning } = this.#request;
    const { requests, retries } = this.#traffic;
    return coverageRecord({
      coverage,
      part: { sinceMs: this.#reachedMs, untilMs: reachedBy(coverage) },
      lost: isFirst ? lost : undefined,
      isBeginning: isFirst && isBeginning,
      tally: this.#stride,
      traffic: { requests: coverage.requests - requests, retries: coverage.retries - retries },
      conflicting: coverage.conflictingIds.slice(this.#conflicts),
      beganMs: this.#beganMs,
      nowMs: this.#tools.account.nowMs(),
      version: this.#tools.version,
    });
  }

  #beginStride({ requests, retries, conflictingIds, ...coverage }: Coverage): void {
    this.#whole.add(this.#stride);
    this.#stride = new Tally();
    this.#strideBeganMs = this.#tools.clock.nowMs();
    this.#reachedMs = reachedBy({ requests, retries, conflictingIds, ...coverage });
    this.#traffic = { requests, retries };
    this.#conflicts = conflictingIds.length;
  }
}

/** Where a reading that goes forward stands: what lies before has been delivered, or is among what could not be read. */
function reachedBy({ reasons, window }: Coverage): number {
  const stopped = reasons.find((reason) => reason.kind === 'stopped');
  return stopped === undefined ? window.untilMs : stopped.window.sinceMs;
}
