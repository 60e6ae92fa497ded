/** The one path from a question to an answer: reading → format → stdout, the coverage on stderr, and the exit code. `list` and `export` share it. */
import type { Coverage } from '../audit/coverage.js';
import type { AuditEvent, EventOrder } from '../audit/event.js';
import { countedText } from '../audit/phrase.js';
import type { Context, OutputStream } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { coverageLine } from '../output/coverage-line.js';
import { addEvents, createGzipSink, createPlainSink } from '../output/event-sink.js';
import type { FieldName } from '../output/fields.js';
import type { FormatOptions } from '../output/format.js';
import { createFormat, type FormatName } from '../output/formats.js';
import type { Reading } from '../reading/reading.js';
import { goOn } from './go-on.js';
import { paged } from './paged.js';
import { asAsked, lostOf, type Question } from './question.js';
import type { Session } from './session.js';
import { watchTokenLife } from './token-life.js';

type CsvOptions = Pick<FormatOptions, 'columns' | 'rawCells' | 'bom' | 'perField'>;

export interface AnswerOptions {
  readonly order: EventOrder;
  readonly limit: number | undefined;
  /** Whether somebody chose the limit, so that it is no surprise. */
  readonly isLimitChosen: boolean;
  readonly format: FormatName;
  /** Undefined: the format's own choice. */
  readonly fields: readonly FieldName[] | undefined;
  readonly header: boolean;
  /** Exit 3 also for what the account no longer keeps. */
  readonly requireComplete: boolean;
  /** A person leafs through it where it is longer than the screen. */
  readonly isPaged?: boolean;
  /** What only a CSV can be told. */
  readonly csv?: CsvOptions;
  readonly gzip?: boolean;
}

/** A table settles its columns by what it sees first: so many rows. */
const firstRows = 200;

/**
 * Writes the answer to stdout as it comes and ends with the coverage on stderr, also when the reading ends early.
 *
 * @throws ClosedOutputError when the reader of stdout has gone away; what ended the reading early, after the coverage.
 */
export async function answer(
  question: Question,
  options: AnswerOptions,
  session: Session,
  context: Context,
): Promise<ExitCode> {
  const { window, filter } = question;
  const reading = session.log.read({
    window,
    order: options.order,
    limit: options.limit,
    matches: filter.matches,
    push: filter.push,
    filterNames: filter.names,
  });
  const writeTo = (stdout: OutputStream) =>
    write(reading, question, options, session, { ...context, stdout });
  await (options.isPaged ? paged(context, writeTo) : writeTo(context.stdout));
  const failure = reading.failure();
  const coverage = asAsked(reading.coverage(), question.isFromFloor);
  const isNothing = coverage.count === 0 && coverage.covered.length === 0;
  if (failure === undefined || !isNothing) await sayCoverage(coverage, question, options, session, context);
  if (failure !== undefined) throw failure;
  const isWhole = coverage.complete && !(options.requireComplete && lostOf(question).length > 0);
  return isWhole ? exitCodes.done : exitCodes.incomplete;
}

/** Everything up to the end of the reading. A document that was begun is ended, with its coverage; one of which nothing could be read is not begun. */
async function write(
  reading: Reading,
  question: Question,
  options: AnswerOptions,
  session: Session,
  { stdout, terminal, clock }: Context,
): Promise<void> {
  const { voice, memory } = session;
  const format = await createFormat(options.format, {
    view: question.view,
    fields: options.fields,
    header: options.header,
    width: stdout.columns,
    palette: await terminal.palette(stdout),
    ...options.csv,
  });
  const hand = (bytes: Uint8Array) => stdout.write(bytes);
  const sink = options.gzip ? await createGzipSink(hand) : createPlainSink(hand);
  const tokenLife = watchTokenLife(session, clock);
  const progress = voice.progress('Reading the log…');
  let isBegun = false;
  try {
    const batches = options.format === 'table' ? gather(reading.batches(), firstRows) : reading.batches();
    for await (const batch of batches) {
      if (stdout.isTerminal) progress.stop();
      if (!isBegun) await sink.add(format.start(), 0);
      isBegun = true;
      await addEvents(sink, format, batch);
      if (options.isPaged) memory?.sawEvents(batch, question.view);
      if (stdout.isTerminal) await sink.settle();
      progress.update(progressText(reading));
      // What ends at a limit takes no longer for a longer window.
      if (options.limit === undefined) await tokenLife(reading.progress().part);
    }
  } finally {
    progress.stop();
  }
  if (!isBegun && reading.failure() !== undefined) return;
  if (!isBegun) await sink.add(format.start(), 0);
  await sink.add(format.end(asAsked(reading.coverage(), question.isFromFloor)), 0);
  await sink.end();
}

/** The first `count` events as one batch, or all if there are fewer; then the batches as they come. */
async function* gather(
  batches: AsyncIterable<readonly AuditEvent[]>,
  count: number,
): AsyncIterable<readonly AuditEvent[]> {
  let first: AuditEvent[] | undefined = [];
  for await (const batch of batches) {
    if (first === undefined) {
      yield batch;
      continue;
    }
    first.push(...batch);
    if (first.length < count) continue;
    yield first;
    first = undefined;
  }
  if (first !== undefined && first.length > 0) yield first;
}

function progressText(reading: Reading): string {
  const { delivered, part } = reading.progress();
  return `${countedText(delivered, 'event', 'events')}, ${Math.floor(part * 100)} % of the window…`;
}

interface ClosingOptions extends Pick<AnswerOptions, 'order' | 'isLimitChosen'> {
  /** What to type to get what is missing; undefined: the flag that goes on where a reading was stopped. */
  readonly next?: string | undefined;
  /** Where it was written to, in words. */
  readonly place?: string;
}

/** The line that ends every reading, on stderr; louder where the answer is not all that one may take it for. */
export async function sayCoverage(
  coverage: Coverage,
  { view: { timeZone } }: Pick<Question, 'view'>,
  { order, isLimitChosen, next = goOn(coverage, order), place }: ClosingOptions,
  { voice, witness }: Pick<Session, 'voice' | 'witness'>,
  { stdout, stderr, terminal }: Context,
): Promise<void> {
  witness?.covered(coverage);
  const sentence = coverageLine(coverage, { timeZone, order, ...(next === undefined ? {} : { next }) });
  const told = place === undefined ? sentence : `${sentence} · ${place}`;
  const line = stdout.isTerminal && place === undefined ? `\n${told}` : told;
  const palette = await terminal.palette(stderr);
  const isSurprise = coverage.limit !== undefined && coverage.limit.moreMatch !== false && !isLimitChosen;
  if (!coverage.complete) await voice.warn(line, palette.warning);
  else if (isSurprise) await voice.warn(line, palette.faint);
  else await voice.note(line, palette.faint);
  const { pushed, local } = coverage.filters;
  if (pushed.length > 0) await voice.detail(`Filtered by the account: ${pushed.join(', ')}`);
  if (local.length > 0) await voice.detail(`Filtered here: ${local.join(', ')}`);
  const { requests, retries, refusals, duplicates } = coverage;
  await voice.detail(
    `${requests} requests, ${retries} tried again, ${refusals} refused for their rate; ${duplicates} repeats removed.`,
  );
}
