/** One export into one file: read, written beside the target, and put in its place when it is all that was asked for. */
import type { Coverage, Window } from '../audit/coverage.js';
import { joinCoverage } from '../audit/coverage-join.js';
import type { AuditEvent } from '../audit/event.js';
import type { Context } from '../context.js';
import { type AuditError, type ExitCode, exitCodes, IncompleteError } from '../errors.js';
import { cannotWrite } from '../files/file-failure.js';
import { Draft } from '../output/draft.js';
import type { EventFormat } from '../output/format.js';
import { createFormat } from '../output/formats.js';
import { canPublish, discard, prepareManifest, publish } from '../output/publication.js';
import type { Companions } from '../output/target.js';
import type { Reading } from '../reading/reading.js';
import { sayCoverage } from './answer.js';
import { type Begun, type Journal, type Reached, writeJournal } from './export-journal.js';
import { manifestOf } from './export-manifest.js';
import { progressWords } from './export-progress.js';
import { formatOptions } from './export-settings.js';
import { asAsked, lostOf, type Question } from './question.js';
import type { Session } from './session.js';
import { watchTokenLife } from './token-life.js';

/** A place is noted after so much time: what was written since is read again after a crash. */
const noteEveryMs = 2_000;

export interface FileExport {
  readonly begun: Begun;
  readonly question: Question;
  /** Absolute, links followed. */
  readonly target: string;
  readonly files: Companions;
  /** What to type to go on. */
  readonly resumeLine: string;
  /** How far an earlier run has come. */
  readonly left: Journal | undefined;
  readonly requireComplete: boolean;
  readonly allowGaps: boolean;
}

/**
 * Writes the file, or goes on with it.
 *
 * @throws what ended the reading early, after what is proven was noted; IncompleteError where the disk fails.
 */
export async function exportToFile(asked: FileExport, session: Session, context: Context): Promise<ExitCode> {
  const { left, target, files } = asked;
  const finished = left?.finished;
  if (finished !== undefined && (await canPublish(target, files, finished.position))) {
    await publish(target, files);
    await session.voice.note(`${target} was written already; what was left was to put it in its place.`);
    return finished.isWhole ? exitCodes.done : exitCodes.incomplete;
  }
  try {
    return await new FileExporter(asked, session, context).run();
  } catch (error) {
    throw error instanceof IncompleteError ? withResumeLine(error, asked.resumeLine) : error;
  }
}

function withResumeLine(error: IncompleteError, resumeLine: string): IncompleteError {
  const hint = `What was there before is untouched. Make room or mend the place, then go on: ${resumeLine}`;
  return new IncompleteError(error.code, error.message, { hint, cause: error });
}

class FileExporter {
  readonly #asked: FileExport;
  readonly #session: Session;
  readonly #context: Context;
  readonly #reached: Reached | undefined;
  readonly #journal: Journal;
  /** Ids of the last millisecond that an earlier run has written. */
  readonly #written: ReadonlySet<string>;
  #notedMs: number;

  constructor(asked: FileExport, session: Session, context: Context) {
    const { begun, left } = asked;
    this.#asked = asked;
    this.#session = session;
    this.#context = context;
    this.#reached = left?.reached;
    this.#written = new Set(left?.reached?.ids);
    this.#journal = { journal: 1, begun, resumes: left === undefined ? 0 : left.resumes + 1 };
    this.#notedMs = context.clock.nowMs();
  }

  async run(): Promise<ExitCode> {
    const { files, begun } = this.#asked;
    const { gzip } = begun.settings;
    const reached = this.#reached;
    await this.#writeJournal({ ...this.#journal, reached });
    const draft =
      reached === undefined
        ? await Draft.create(files.partial, gzip)
        : await Draft.reopen(files.partial, gzip, reached);
    try {
      return await this.#fill(draft);
    } finally {
      await draft.close();
    }
  }

  async #fill(draft: Draft): Promise<ExitCode> {
    const format = await this.#format();
    const reading = this.#read();
    await this.#pour(reading, format, draft);
    const failure = reading.failure();
    if (failure !== undefined) throw await this.#stopped(failure, reading, draft);
    const coverage = this.#coverage(reading, draft);
    if (!this.#mayPublish(coverage)) return this.#kept(coverage);
    await draft.addText(format.end(coverage));
    await this.#publish(coverage, draft);
    await this.#say(coverage, { place: this.#asked.target });
    return this.#isWhole(coverage) ? exitCodes.done : exitCodes.incomplete;
  }

  #format(): Promise<EventFormat> {
    const { begun, question } = this.#asked;
    return createFormat(begun.settings.format, {
      view: question.view,
      ...formatOptions(begun.settings),
      eventsBefore: this.#reached?.events ?? 0,
      isReproducible: true,
    });
  }

  #read(): Reading {
    const { begun, question } = this.#asked;
    const { matches, push, names } = question.filter;
    const window = restWindow(begun, this.#reached);
    const { order } = begun.settings;
    return this.#session.log.read({ window, order, limit: undefined, matches, push, filterNames: names });
  }

  async #pour(reading: Reading, format: EventFormat, draft: Draft): Promise<void> {
    const { clock } = this.#context;
    const startedMs = clock.nowMs();
    const before = this.#reached?.events ?? 0;
    const tokenLife = watchTokenLife(this.#session, clock);
    const progress = this.#session.voice.progress('Reading the log…');
    try {
      if (this.#reached === undefined) await draft.addText(format.start());
      for await (const batch of reading.batches()) {
        for (let rest = this.#unwritten(batch); rest.length > 0; ) {
          const { room } = draft;
          await draft.addEvents(format, rest.slice(0, room));
          rest = rest.slice(room);
          if (clock.nowMs() - this.#notedMs >= noteEveryMs) await this.#note(reading, draft);
        }
        const elapsedMs = clock.nowMs() - startedMs;
        progress.update(progressWords(reading.progress(), { before, elapsedMs }));
        await tokenLife(reading.progress().part);
      }
    } finally {
      progress.stop();
    }
  }

  /** A place behind a gap is none: whoever goes on reads the gap again. */
  async #note(reading: Reading, draft: Draft): Promise<void> {
    const coverage = this.#coverage(reading, draft);
    if (hasGapBehind(coverage, draft, this.#asked.begun)) return;
    const place = await draft.settle();
    if (place === undefined) return;
    this.#notedMs = this.#context.clock.nowMs();
    await this.#writeJournal({ ...this.#journal, reached: { ...place, coverage } });
  }

  /** Notes how far it came and says how to go on; an export that has come nowhere leaves nothing behind. */
  async #stopped(failure: AuditError, reading: Reading, draft: Draft): Promise<AuditError> {
    if (draft.events === 0) {
      await discard(this.#asked.files);
      return failure;
    }
    await this.#note(reading, draft);
    await this.#say(this.#coverage(reading, draft), { next: `go on with ${this.#asked.resumeLine}` });
    return failure;
  }

  async #kept(coverage: Coverage): Promise<ExitCode> {
    const { resumeLine, files } = this.#asked;
    const next = `what could be read is in ${files.partial}; go on with ${resumeLine}`;
    await this.#say({ ...coverage, complete: false }, { next });
    return exitCodes.incomplete;
  }

  async #publish(coverage: Coverage, draft: Draft): Promise<void> {
    const { files, target, question } = this.#asked;
    const { position, content } = await draft.finish();
    const finishedAtMs = this.#context.clock.nowMs();
    const had = { position, content, rows: draft.rows, events: draft.events, coverage, finishedAtMs };
    await prepareManifest(files, manifestOf(target, this.#journal, question.filter, had));
    await this.#writeJournal({
      ...this.#journal,
      finished: { position, isWhole: this.#isWhole(coverage) },
    });
    await publish(target, files);
    this.#session.witness?.wrote(position);
  }

  async #writeJournal(journal: Journal): Promise<void> {
    const path = this.#asked.files.journal;
    await writeJournal(path, journal).catch((error: unknown) => {
      throw cannotWrite(error, path);
    });
  }

  /** Of the millisecond that is read again, what has been written is not written again. */
  #unwritten(batch: readonly AuditEvent[]): readonly AuditEvent[] {
    const reached = this.#reached;
    if (reached === undefined) return batch;
    return batch.filter(({ id, instantMs }) => instantMs !== reached.instantMs || !this.#written.has(id));
  }

  #coverage(reading: Reading, draft: Draft): Coverage {
    const { begun, question } = this.#asked;
    const later = asAsked(reading.coverage(), question.isFromFloor);
    const reached = this.#reached;
    if (reached === undefined) return later;
    return joinCoverage(reached.coverage, later, {
      window: begun.window,
      order: begun.settings.order,
      borderMs: reached.instantMs,
      count: draft.events,
    });
  }

  #isWhole(coverage: Coverage): boolean {
    const { begun, question, requireComplete } = this.#asked;
    const lost = lostOf({ ...question, window: begun.window });
    return coverage.complete && !(requireComplete && lost.length > 0);
  }

  #mayPublish(coverage: Coverage): boolean {
    const { requireComplete, allowGaps } = this.#asked;
    if (requireComplete) return this.#isWhole(coverage);
    return allowGaps || coverage.reasons.every(({ kind }) => kind !== 'unreadable-span');
  }

  async #say(coverage: Coverage, words: { readonly next?: string; readonly place?: string }): Promise<void> {
    const { question, begun } = this.#asked;
    const options = { order: begun.settings.order, isLimitChosen: true, ...words };
    await sayCoverage(coverage, question, options, this.#session, this.#context);
  }
}

/** What is left to be read; the millisecond of the last event is read again, for it may hold more. */
function restWindow({ window, settings }: Begun, reached: Reached | undefined): Window {
  if (reached === undefined) return window;
  return settings.order === 'oldest-first'
    ? { sinceMs: reached.instantMs, untilMs: window.untilMs }
    : { sinceMs: window.sinceMs, untilMs: reached.instantMs + 1 };
}

function hasGapBehind({ reasons }: Coverage, { instantMs }: Draft, { settings }: Begun): boolean {
  return reasons.some(
    (reason) =>
      reason.kind === 'unreadable-span' &&
      (settings.order === 'oldest-first'
        ? reason.window.sinceMs <= instantMs
        : reason.window.untilMs > instantMs),
  );
}
