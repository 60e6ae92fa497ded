/** A log as an archive holds it: read like the account's own, offline, the same for the same head. */

import { readEventLine } from '../../account/event-line.js';
import type { Coverage, Window } from '../../audit/coverage.js';
import type { AuditEvent } from '../../audit/event.js';
import { within } from '../../audit/windows.js';
import { AuditError, InterruptedError } from '../../errors.js';
import type { Log } from '../../reading/log.js';
import type { Reading, ReadingProgress, ReadingRequest } from '../../reading/reading.js';
import { erasedLeaf } from '../store/erased-line.js';
import type { SegmentEntry } from '../store/manifest.js';
import { type Archive, openArchive } from '../store/open.js';
import { archivedCoverage } from './archived-coverage.js';
import { LedgerBook } from './ledger-book.js';
import { allLines } from './lines.js';
import { Merge } from './merge.js';
import { Notes } from './notes.js';
import { isUndated, mayHold, segmentsOf } from './pick.js';
import { fetchSegment, Shelf } from './shelf.js';
import { wantedOf } from './wanted.js';

/** Enough that nobody waits for the next batch, little enough to be let go soon. */
const batchSize = 500;

export class ArchivedLog implements Log {
  readonly archive: Archive;
  readonly book: LedgerBook;
  readonly manifest: readonly SegmentEntry[];
  readonly #signal: AbortSignal;

  private constructor(
    archive: Archive,
    book: LedgerBook,
    manifest: readonly SegmentEntry[],
    signal: AbortSignal,
  ) {
    this.archive = archive;
    this.book = book;
    this.manifest = manifest;
    this.#signal = signal;
  }

  /**
   * The archive in a folder, as its newest checkpoint has it now.
   *
   * @param signal ends every reading of it
   * @throws NotFoundError `no-archive`; ProofFailedError where it cannot be believed
   */
  static async open(folder: string, signal: AbortSignal): Promise<ArchivedLog> {
    const archive = await openArchive(folder);
    const [book, manifest] = await Promise.all([LedgerBook.of(archive), archive.manifest()]);
    return new ArchivedLog(archive, book, manifest, signal);
  }

  /** From the first instant to the last that was ever collected; undefined where nothing was. */
  get reach(): Window | undefined {
    const { covered } = this.book;
    const [first] = covered;
    const last = covered.at(-1);
    return first && last && { sinceMs: first.sinceMs, untilMs: last.untilMs };
  }

  read(request: ReadingRequest, own?: AbortSignal): Reading {
    const signal = own === undefined ? this.#signal : AbortSignal.any([this.#signal, own]);
    return new ArchivedReading(this, request, signal);
  }
}

class ArchivedReading implements Reading {
  readonly #log: ArchivedLog;
  readonly #request: ReadingRequest;
  readonly #signal: AbortSignal;
  readonly #notes = new Notes();
  #delivered = 0;
  /** Of the last event that was delivered. */
  #reachedMs: number | undefined;
  #isEnded = false;
  #hasBegun = false;
  #limit: Coverage['limit'];
  #failure: AuditError | undefined;

  constructor(log: ArchivedLog, request: ReadingRequest, signal: AbortSignal) {
    this.#log = log;
    this.#request = request;
    this.#signal = signal;
  }

  async *batches(): AsyncGenerator<readonly AuditEvent[]> {
    if (this.#hasBegun) throw new Error('a reading can be iterated once');
    this.#hasBegun = true;
    try {
      yield* this.#matching();
      await this.#countMalformed();
    } catch (error) {
      this.#failure = this.#asFailure(error);
    }
  }

  progress(): ReadingProgress {
    const { sinceMs, untilMs } = this.#request.window;
    const looked = this.#looked();
    const part = looked === undefined ? 0 : (looked.untilMs - looked.sinceMs) / (untilMs - sinceMs);
    return { delivered: this.#delivered, part: untilMs > sinceMs ? part : 1 };
  }

  failure(): AuditError | undefined {
    return this.#failure;
  }

  coverage(): Coverage {
    const { archive, book, manifest } = this.#log;
    return archivedCoverage({
      request: this.#request,
      book,
      manifest,
      head: archive.log.checkpoint,
      notes: this.#notes,
      delivered: this.#delivered,
      looked: this.#looked(),
      limit: this.#limit,
      stopped: this.#isEnded ? undefined : (this.#failure?.message ?? 'the reading has not come to its end'),
    });
  }

  async *#matching(): AsyncGenerator<readonly AuditEvent[]> {
    const merge = this.#merge();
    for (;;) {
      while (merge.needsMore) {
        this.#signal.throwIfAborted();
        await merge.more();
      }
      this.#signal.throwIfAborted();
      const batch = this.#nextBatch(merge);
      if (batch.length > 0) yield batch;
      if (this.#limit !== undefined) return;
      if (batch.length < batchSize && !merge.needsMore) break;
    }
    this.#isEnded = true;
  }

  /** As many as can be had without fetching another segment. */
  #nextBatch(merge: Merge): readonly AuditEvent[] {
    const { limit } = this.#request;
    const keep = this.#keep();
    const batch: AuditEvent[] = [];
    while (batch.length < batchSize && this.#limit === undefined) {
      const event = merge.next();
      if (event === undefined) break;
      if (!keep(event)) continue;
      if (this.#delivered === limit) {
        this.#limit = { count: limit, moreMatch: true };
        break;
      }
      batch.push(event);
      this.#delivered += 1;
      this.#reachedMs = event.instantMs;
    }
    if (this.#delivered === limit && merge.needsMore) this.#limit ??= { count: limit, moreMatch: undefined };
    return batch;
  }

  #merge(): Merge {
    const { archive, book, manifest } = this.#log;
    const { window, order, limit } = this.#request;
    const wanted = wantedOf(this.#request);
    const segments = segmentsOf(manifest, window, order).filter((segment) => mayHold(segment, wanted));
    const shelf = new Shelf(archive.folder, segments, limit === undefined);
    return new Merge(shelf, { wanted, order, book, notes: this.#notes });
  }

  #keep(): (event: AuditEvent) => boolean {
    const { window, matches } = this.#request;
    const { sinceMs, untilMs } = window;
    return (event) =>
      event.instantMs >= sinceMs && event.instantMs < untilMs && (matches === undefined || matches(event));
  }

  /** Rows without a usable time belong to the span that was asked for when they came. */
  async #countMalformed(): Promise<void> {
    const looked = this.#looked();
    if (looked === undefined) return;
    for (const entry of this.#log.manifest.filter(isUndated)) {
      if (!this.#isAskedFor(entry, looked)) continue;
      const fetched = await fetchSegment(this.#log.archive.folder, entry);
      if ('damage' in fetched) this.#notes.couldNotRead(looked, fetched.damage);
      else this.#noteMalformed(entry, fetched.content, looked);
    }
  }

  #noteMalformed({ first }: SegmentEntry, content: Buffer, looked: Window): void {
    const lines = allLines(content);
    for (let index = 0; index < lines.length; index += 2) {
      const leaf = first + index / 2;
      const line = content.toString('utf8', lines[index], lines[index + 1]);
      const read = readEventLine(line);
      if (!('problem' in read) || erasedLeaf(line) === leaf) continue;
      if (this.#isAskedFor({ first: leaf, last: leaf }, looked)) this.#notes.sawMalformed(read);
    }
  }

  #isAskedFor({ first, last }: Pick<SegmentEntry, 'first' | 'last'>, looked: Window): boolean {
    const asked = [first, last].flatMap((leaf) => this.#log.book.askedFor(leaf) ?? []);
    return within(asked, looked).length > 0;
  }

  /** Undefined where nothing has been looked at. */
  #looked(): Window | undefined {
    const { window, order } = this.#request;
    if (this.#isEnded) return window;
    const reachedMs = this.#reachedMs;
    if (reachedMs === undefined) return undefined;
    // Its millisecond may hold more, which only a limit makes nobody's wish.
    const own = this.#limit === undefined ? 0 : 1;
    return order === 'oldest-first'
      ? { sinceMs: window.sinceMs, untilMs: reachedMs + own }
      : { sinceMs: reachedMs + 1 - own, untilMs: window.untilMs };
  }

  #asFailure(error: unknown): AuditError {
    if (error instanceof AuditError) return error;
    if (this.#signal.aborted)
      return new InterruptedError('interrupted', 'The reading was interrupted.', { cause: error });
    throw error;
  }
}
