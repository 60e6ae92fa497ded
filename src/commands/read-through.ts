/** Reading for an answer that is no list of events (counts, deletions): each event is seen once and let go, and the end is told as every reading's. */
import type { PushedFilters } from '../account/account.js';
import type { Coverage, Window } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import { countedText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type AuditError, type ExitCode, exitCodes, InterruptedError } from '../errors.js';
import { sayCoverage } from './answer.js';
import { asAsked, type Question } from './question.js';
import type { Session } from './session.js';

export interface ThroughOptions {
  readonly window: Window;
  readonly matches: ((event: AuditEvent) => boolean) | undefined;
  readonly push: PushedFilters;
  /** Names of the asked filters, for the coverage. */
  readonly filterNames: readonly string[];
  /** Whether the window begins where the log begins, so that nothing is lost when that moves on. */
  readonly isFromFloor: boolean;
}

export interface Through {
  readonly coverage: Coverage;
  /** What ended the reading early, after part of it had been read. */
  readonly failure: AuditError | undefined;
}

/**
 * Shows `see` every event, newest first.
 *
 * @throws what ended the reading, where nothing could be read; InterruptedError at Ctrl-C.
 */
export async function readThrough(
  { isFromFloor, ...asked }: ThroughOptions,
  { log, voice }: Session,
  see: (event: AuditEvent) => void,
): Promise<Through> {
  const reading = log.read({ ...asked, order: 'newest-first', limit: undefined });
  const progress = voice.progress('Reading the log…');
  try {
    for await (const batch of reading.batches()) {
      for (const event of batch) see(event);
      const { delivered, part } = reading.progress();
      progress.update(
        `${countedText(delivered, 'event', 'events')}, ${Math.floor(part * 100)} % of the window…`,
      );
    }
  } finally {
    progress.stop();
  }
  const failure = reading.failure();
  const coverage = asAsked(reading.coverage(), isFromFloor);
  const isNothing = coverage.count === 0 && coverage.covered.length === 0;
  if (failure !== undefined && (isNothing || failure instanceof InterruptedError)) throw failure;
  return { coverage, failure };
}

/**
 * Ends a command with the coverage on stderr and the exit code.
 *
 * @throws what ended the reading early.
 */
export async function conclude(
  { coverage, failure }: Through,
  question: Pick<Question, 'view'>,
  session: Session,
  context: Context,
): Promise<ExitCode> {
  await sayCoverage(coverage, question, { order: 'newest-first', isLimitChosen: false }, session, context);
  if (failure !== undefined) throw failure;
  return coverage.complete ? exitCodes.done : exitCodes.incomplete;
}
