/** `audit journal`: what this tool did to which account, when and for whom; and whether its notes are the ones that it wrote. */
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import { assertTimeZone } from '../audit/zone.js';
import type { Context, OutputStream } from '../context.js';
import { type ExitCode, exitCodes, ProofFailedError, UsageError } from '../errors.js';
import { type ChainState, followChain } from '../journal/chain.js';
import type { JournalEntry } from '../journal/entry.js';
import { journalPath, readJournal } from '../journal/journal.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import { resolveSettings } from '../profile/settings.js';
import type { GlobalFlags } from './command.js';
import { rowsText } from './rows.js';
import { shellWords } from './typed-again.js';
import { createVoice } from './voice.js';

/** As they are typed. */
export interface JournalFlags {
  readonly limit: string;
  readonly all?: true;
  readonly format: 'text' | 'json' | 'ndjson';
}

/** Lists the newest entries. */
export async function showJournal(
  { limit, all, format }: JournalFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const most = all ? Number.POSITIVE_INFINITY : readLimit(limit);
  const state = await read(context);
  const entries = state.entries.slice(-Math.min(most, state.entries.length)).reverse();
  const voice = createVoice(context, globals);
  const zone = zoneOf(context, globals);
  await context.stdout.write(textOf(most === 0 ? [] : entries, format, zone, context.stdout));
  if (state.entries.length === 0) {
    await voice.note(
      context.environment['AUDIT_NO_JOURNAL']
        ? 'Nothing is noted: AUDIT_NO_JOURNAL is set.'
        : 'Nothing is noted yet.',
    );
  }
  const untold = state.entries.length - entries.length;
  if (untold > 0)
    await voice.note(`${countedText(untold, 'older entry', 'older entries')} (--all for the rest)`);
  if (state.faults.length > 0) {
    await voice.warn('Warning: the journal is not as it was written. Look closer: audit journal verify');
  }
  return exitCodes.done;
}

/**
 * Proves that each entry follows from the one before it, and writes the head.
 *
 * @throws ProofFailedError where one does not; UsageError for a `head` that is none
 */
export async function verifyJournal(
  head: string | undefined,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) {
    throw new UsageError('bad-head', `“${head}” is no head of a journal.`, {
      hint: 'It is 64 hex digits, as audit journal verify prints them.',
    });
  }
  const state = await read(context, head);
  if (state.faults.length > 0 || state.holdsHead === false) throw disproven(state, context);
  await context.stdout.write(`${state.head}\n`);
  const known = head === undefined ? '' : ' It holds the head that was kept.';
  await createVoice(context, globals).note(
    `${countedText(state.entries.length, 'entry', 'entries')}, each following from the one before.${known}\n` +
      'Keep the head elsewhere: without it nobody can tell when entries are cut off at the end.',
  );
  return exitCodes.done;
}

/** More than these nobody reads; the first is where it begins. */
const mostFaultsTold = 5;

function disproven({ faults, holdsHead }: ChainState, { dataFolder }: Context): ProofFailedError {
  const told = faults.slice(0, mostFaultsTold).map(({ line, what }) => `line ${line}: ${what}`);
  const more = faults.length > mostFaultsTold ? [`and ${faults.length - mostFaultsTold} more`] : [];
  const lost =
    holdsHead === false ? ['the head that was kept is not in it: entries were cut off or changed'] : [];
  return new ProofFailedError(
    'journal-not-proven',
    `The journal ${journalPath(dataFolder)} is not as it was written: ${[...told, ...more, ...lost].join('; ')}.`,
    { hint: 'What stands before the first such line is as it was written.' },
  );
}

async function read({ dataFolder }: Context, head?: string): Promise<ChainState> {
  return followChain(await readJournal(journalPath(dataFolder)), head);
}

function readLimit(limit: string): number {
  if (/^\d{1,9}$/.test(limit)) return Number(limit);
  throw new UsageError('bad-limit', `--limit “${limit}” is no number.`, { hint: 'For all of them: --all' });
}

function zoneOf({ environment, machineTimeZone }: Context, globals: GlobalFlags): string {
  const { timeZone } = resolveSettings(globals, environment, undefined);
  return timeZone === undefined ? machineTimeZone() : assertTimeZone(timeZone.value);
}

/** Newest first, in every form. */
function textOf(
  entries: readonly JournalEntry[],
  format: JournalFlags['format'],
  zone: string,
  stdout: OutputStream,
): string {
  if (format === 'json') return `${harmlessJson(JSON.stringify({ schema: 1, entries }))}\n`;
  if (format === 'ndjson') {
    return entries.map((entry) => `${harmlessJson(JSON.stringify(entry))}\n`).join('');
  }
  const rows = entries.map((entry) => rowOf(entry, stdout.isTerminal ? zone : undefined).map(harmless));
  return rowsText(rows, stdout);
}

/** Number, when, who, where, how it ended, what was typed. */
function rowOf(entry: JournalEntry, zone: string | undefined): readonly string[] {
  const { number, at, by, profile, account, rows, exitCode, command } = entry;
  const atMs = Date.parse(at);
  const when = zone === undefined || Number.isNaN(atMs) ? at : formatInstant(atMs, zone, 'minute');
  return [
    String(number),
    when,
    by.user ?? by.host,
    profile ?? account.location,
    rows === null ? '' : countedText(rows, 'event', 'events'),
    exitCode === 0 ? 'done' : `exit ${exitCode}`,
    `audit ${shellWords(command)}`,
  ];
}
