/** `audit list --browse`: the matching events on the whole screen, and the end of that as of every reading. */
import type { Coverage } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import { createDetailLines } from '../browse/detail-pane.js';
import type { FrameSetting } from '../browse/frame.js';
import type { Context, Screen } from '../context.js';
import { type ExitCode, exitCodes, InterruptedError, RestoreRefusedError, UsageError } from '../errors.js';
import { coverageLine } from '../output/coverage-line.js';
import { fieldNames } from '../output/fields.js';
import type { Reading } from '../reading/reading.js';
import { sayCoverage } from './answer.js';
import { type LogFlags, withChosenLog } from './chosen-log.js';
import type { GlobalFlags } from './command.js';
import { reportFailure } from './failure.js';
import { HeldStream } from './held-stream.js';
import type { ListFlags } from './list-flags.js';
import { asAsked, type Question, understand } from './question.js';
import type { Session } from './session.js';
import { Walk } from './walk.js';

/** Nobody walks through more, and they would only fill the memory. */
const mostEvents = 50_000;

/**
 * Lets a person walk through the matching events, newest first.
 *
 * @throws UsageError where nobody sits at a screen; InterruptedError at Ctrl-C; what ended the reading early, once they have left.
 */
export async function browseList(
  flags: ListFlags,
  outside: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  if (!outside.stdin.isTerminal || !outside.stdout.isTerminal) throw noScreen();
  const stderr = new HeldStream(outside.stderr);
  const context = { ...outside, stderr };
  return withChosenLog(flags, globals, context, async (session) => {
    const question = await understand(flags, fieldNames, session, context);
    const setting = await settingOf(question, session, context);
    const stop = new AbortController();
    const reading = read(question, flags.limit ?? mostEvents, session, stop.signal);
    const openScreen = () => opened(context, stderr, (text) => walk.say(text));
    const restore = (event: AuditEvent) => restoreAside(event, flags, { stderr, context, globals });
    const walk = new Walk({ reading, setting, endingOf: endingOf(question), openScreen, restore });
    const end = await ended(walk, stderr);
    const coverage = coverageAt(reading, walk.isWhole, question);
    stop.abort();
    await sayCoverage(coverage, question, { order: 'newest-first', isLimitChosen: true }, session, context);
    return exitCode(end, walk.isWhole ? reading.failure() : undefined, coverage);
  });
}

function noScreen(): UsageError {
  return new UsageError(
    'no-screen',
    'There is no terminal here on whose screen one could walk through the log.',
    {
      hint: 'Leave --browse out; audit list --all writes every matching event.',
    },
  );
}

function opened({ terminal }: Context, stderr: HeldStream, say: (text: string) => void): Screen {
  const screen = terminal.openScreen();
  if (screen === undefined) throw noScreen();
  // A request that waits says so: on the last line, while the screen is ours.
  stderr.hold((text) => say(text.trim()));
  return screen;
}

function read({ window, filter }: Question, limit: number, { log }: Session, signal: AbortSignal): Reading {
  const { matches, push, names: filterNames } = filter;
  return log.read({ window, order: 'newest-first', limit, matches, push, filterNames }, signal);
}

async function settingOf(
  { view, filter }: Question,
  { account }: Session,
  { stdout, terminal }: Context,
): Promise<FrameSetting> {
  const [palette, { retentionDays }] = await Promise.all([terminal.palette(stdout), account.capabilities()]);
  const detailLines = createDetailLines({ view, palette, retentionDays, nowMs: () => account.nowMs() });
  const asked = filter.described.map(({ name, labels }) => `${name}: ${labels.join(', ')}`).join(' · ');
  return { view, palette, detailLines, asked };
}

function endingOf({ view: { timeZone }, isFromFloor }: Question): (reading: Reading) => string {
  return (reading) =>
    reading.failure()?.message ?? coverageLine(asAsked(reading.coverage(), isFromFloor), { timeZone });
}

async function ended(walk: Walk, stderr: HeldStream): Promise<'leave' | 'interrupt'> {
  try {
    return await walk.run();
  } finally {
    walk.close();
    await stderr.release();
  }
}

/** The account's screen is given back meanwhile: the restore asks, tells and fails as it does anywhere. */
async function restoreAside(
  { id }: AuditEvent,
  { archive }: LogFlags,
  {
    stderr,
    context,
    globals,
  }: { readonly stderr: HeldStream; readonly context: Context; readonly globals: GlobalFlags },
): Promise<void> {
  await stderr.release();
  const { restore } = await import('./restore.js');
  try {
    if (archive) throw noRestoreHere(id);
    await restore(id, { format: 'text' }, context, globals);
  } catch (error) {
    context.signal.throwIfAborted();
    await reportFailure(error, [], context);
  }
  await context.terminal.prompts.text('Enter goes back to the list');
}

function noRestoreHere(id: string): RestoreRefusedError {
  return new RestoreRefusedError('archive-is-offline', 'Nothing can be restored out of an archive.', {
    hint: `The account restores, as long as it keeps the deletion: audit restore ${id}`,
  });
}

/** Whoever leaves early has set a limit of their own. */
function coverageAt(reading: Reading, isWhole: boolean, { isFromFloor }: Question): Coverage {
  const coverage = asAsked(reading.coverage(), isFromFloor);
  if (isWhole) return coverage;
  const reasons = coverage.reasons.filter(({ kind }) => kind !== 'stopped');
  const limit = { count: coverage.count, moreMatch: undefined };
  return { ...coverage, reasons, limit, complete: reasons.length === 0 };
}

function exitCode(end: 'leave' | 'interrupt', failure: Error | undefined, { complete }: Coverage): ExitCode {
  if (end === 'interrupt') throw new InterruptedError('interrupted', 'Interrupted.');
  if (failure !== undefined) throw failure;
  return complete ? exitCodes.done : exitCodes.incomplete;
}
