/** Following the log: looking at it again and again, and writing what is new, until somebody ends it. */
import type { Coverage, Window } from '../audit/coverage.js';
import type { AuditEvent, EventOrder } from '../audit/event.js';
import type { Context } from '../context.js';
import { ClosedOutputError } from '../errors.js';
import type { FieldName } from '../output/fields.js';
import type { EventFormat } from '../output/format.js';
import { createFormat, type FormatName } from '../output/formats.js';
import { harmless } from '../output/harmless.js';
import { readEvents } from '../reading/read.js';
import type { Reading } from '../reading/reading.js';
import { Watermark } from '../reading/watermark.js';
import type { GlobalFlags } from './command.js';
import { beginningWords, endWords, iso, type Standing, standingWords } from './follow-words.js';
import { Heartbeat } from './heartbeat.js';
import { LivingNames } from './living-names.js';
import { LookTimes } from './look-times.js';
import { Losses } from './losses.js';
import type { NamesWanted } from './names.js';
import { PatientAccount } from './patient-account.js';
import type { Question } from './question.js';
import type { Session } from './session.js';

export interface FollowOptions {
  readonly format: FormatName;
  /** Undefined: the format's own choice. */
  readonly fields: readonly FieldName[] | undefined;
  readonly header: boolean;
  /** So many of the newest come first; undefined: everything since the question's beginning, or only what is new. */
  readonly backlog: number | undefined;
  /** Nobody named a beginning: from now on. */
  readonly isFromNow: boolean;
  readonly intervalMs: number;
  /** What to type to go on from an instant (ISO 8601). */
  readonly goOn: (since: string) => string;
  /** For which names are needed. */
  readonly names: NamesWanted;
}

/** The newest events, by which the columns of a table are settled. */
const sampleSize = 50;

/**
 * Writes new events oldest first as they come, each once, and says on stderr how it stands. What the account could not be asked
 * for (sleep, no network, an expired token of a profile) is caught up on.
 *
 * @throws InterruptedError at Ctrl-C, after the command to go on with; ClosedOutputError when the reader of stdout has gone away;
 *   AccessError or UnreachableError when it does not get better.
 */
export async function follow(
  question: Question,
  options: FollowOptions,
  session: Session,
  context: Context,
  globals: GlobalFlags,
): Promise<never> {
  const following = new Following(question, options, session, context, globals);
  try {
    await following.begin();
    for (;;) {
      await following.pause();
      await following.look();
    }
  } catch (error) {
    await following.end(error);
    throw error;
  }
}

class Following {
  readonly #question: Question;
  readonly #options: FollowOptions;
  readonly #session: Session;
  readonly #context: Context;
  readonly #heartbeat: Heartbeat;
  readonly #patient: PatientAccount;
  readonly #losses: Losses;
  readonly #times: LookTimes;
  readonly #names: LivingNames;
  #watermark: Watermark;
  #format: EventFormat | undefined;
  #startMs: number;
  #lookedMs: number | undefined;
  #events = 0;

  constructor(
    question: Question,
    options: FollowOptions,
    session: Session,
    context: Context,
    globals: GlobalFlags,
  ) {
    this.#question = question;
    this.#options = options;
    this.#session = session;
    this.#context = context;
    this.#heartbeat = new Heartbeat(session.voice, context);
    this.#patient = new PatientAccount(session, context, globals, this.#heartbeat);
    this.#losses = new Losses(session.voice, question.view.timeZone);
    const { sinceMs, untilMs } = question.window;
    this.#startMs = options.isFromNow ? untilMs : sinceMs;
    this.#times = new LookTimes({ intervalMs: options.intervalMs, nowMs: context.clock.nowMs() });
    this.#watermark = new Watermark(this.#startMs);
    this.#names = new LivingNames(question.view.names, options.names, context.clock.nowMs());
  }

  /** Proves that the log can be read, shows the backlog, and makes the first look. */
  async begin(): Promise<void> {
    const { backlog, intervalMs } = this.#options;
    const first = await (backlog === undefined ? this.#sample() : this.#backlog(backlog));
    this.#format = await this.#createFormat(first.events);
    await this.#context.stdout.write(this.#format.start());
    if (backlog !== undefined) await this.#beginWith(first);
    await this.#session.voice.note(beginningWords(this.#standing(), intervalMs));
    await this.look();
  }

  /** One look at everything that may be new. */
  async look(): Promise<void> {
    if (!(await this.#patient.isWorthAsking())) return;
    const { sinceMs, rememberedSinceMs } = this.#watermark;
    const isDeep = this.#times.isDeep(this.#context.clock.nowMs());
    const untilMs = this.#patient.account.nowMs();
    if (sinceMs < untilMs)
      await this.#read({ sinceMs: isDeep ? rememberedSinceMs : sinceMs, untilMs }, isDeep);
    await this.#heartbeat.beat(standingWords(this.#standing()));
  }

  /** Until the next look: as often as was asked, but never so often that the account would mind. */
  async pause(): Promise<void> {
    await this.#context.clock.sleep(this.#patient.pauseMs(this.#times.pauseMs), this.#session.signal);
  }

  /** The last words; none where nothing was begun, or nobody reads the events any more. */
  async end(error: unknown): Promise<void> {
    this.#heartbeat.stop();
    if (error instanceof ClosedOutputError || this.#format === undefined) return;
    const { sinceMs, repeats } = this.#watermark;
    await this.#session.voice.warn(endWords(this.#standing(), this.#losses.words(), repeats));
    // In one piece whatever the width: a command that is folded into lines cannot be copied.
    await this.#context.stderr.write(`  ${harmless(this.#options.goOn(iso(sinceMs)))}\n`);
  }

  /** Whatever is newest, to see what rows will look like. */
  #sample(): Promise<Beginning> {
    const { window, floor } = this.#question;
    const everything = { window: { ...window, sinceMs: floor.ms }, matches: undefined, push: {} };
    return newest(this.#ask({ ...everything, filterNames: [] }, 'newest-first', sampleSize));
  }

  #backlog(limit: number): Promise<Beginning> {
    return newest(this.#ask(this.#matching(this.#question.window), 'newest-first', limit));
  }

  async #beginWith({ events, coverage }: Beginning): Promise<void> {
    const [oldest] = coverage.limit === undefined ? [] : events;
    this.#startMs = oldest?.instantMs ?? this.#question.window.sinceMs;
    this.#watermark = new Watermark(this.#startMs);
    await this.#tell(events);
    await this.#ended(coverage);
  }

  async #read(window: Window, isDeep: boolean): Promise<void> {
    const reading = this.#ask(this.#matching(window), 'oldest-first', undefined);
    for await (const batch of reading.batches()) {
      await this.#tell(this.#watermark.untold(batch));
      this.#watermark.passed(reading.coverage(), batch.at(-1)?.instantMs ?? window.sinceMs);
    }
    const coverage = reading.coverage();
    await this.#ended(coverage);
    const failure = reading.failure();
    if (failure !== undefined) return this.#patient.failed(failure);
    this.#times.looked(isDeep, this.#context.clock.nowMs(), coverage.requests);
    this.#lookedMs = window.untilMs;
    await this.#patient.succeeded();
  }

  #ask(what: Asked, order: EventOrder, limit: number | undefined): Reading {
    const options = { signal: this.#session.signal, clock: this.#context.clock };
    return readEvents(this.#patient.account, { ...what, order, limit }, options);
  }

  #matching(window: Window): Asked {
    const { matches, push, names: filterNames } = this.#question.filter;
    return { window, matches, push, filterNames };
  }

  /** Written first and remembered afterwards: what could not be written must come again. */
  async #tell(events: readonly AuditEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.#names.renewFor(events, this.#patient.account, this.#context.clock.nowMs());
    const text = this.#format?.batch(events);
    if (text === undefined) return;
    await this.#heartbeat.aside(() => this.#context.stdout.write(text));
    this.#watermark.tell(events);
    this.#events += events.length;
    await this.#heartbeat.beat(standingWords(this.#standing()));
  }

  async #ended(coverage: Coverage): Promise<void> {
    const lost = this.#watermark.ended(coverage);
    await this.#losses.note(this.#watermark.gaps, lost, coverage);
  }

  async #createFormat(sample: readonly AuditEvent[]): Promise<EventFormat> {
    const { format, fields, header } = this.#options;
    const { stdout, terminal } = this.#context;
    const palette = await terminal.palette(stdout);
    const view = { ...this.#question.view, names: this.#names };
    return createFormat(format, { view, fields, header, width: stdout.columns, palette, sample });
  }

  #standing(): Standing {
    const { timeZone } = this.#question.view;
    return { startMs: this.#startMs, lookedMs: this.#lookedMs, events: this.#events, timeZone };
  }
}

type Asked = Pick<Parameters<typeof readEvents>[1], 'window' | 'matches' | 'push' | 'filterNames'>;

interface Beginning {
  /** Oldest first. */
  readonly events: readonly AuditEvent[];
  readonly coverage: Coverage;
}

async function newest(reading: Reading): Promise<Beginning> {
  const events: AuditEvent[] = [];
  for await (const batch of reading.batches()) events.push(...batch);
  const failure = reading.failure();
  if (failure !== undefined) throw failure;
  return { events: events.reverse(), coverage: reading.coverage() };
}
