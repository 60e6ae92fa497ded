/** `audit list --follow` as it is typed: which flags go with it, and the line to go on with. */
import type { Context } from '../context.js';
import { type ExitCode, UsageError } from '../errors.js';
import { fieldNames, parseFields } from '../output/fields.js';
import { parseFormat } from '../output/formats.js';
import type { GlobalFlags } from './command.js';
import { filterWords } from './filters.js';
import { follow } from './follow.js';
import type { ListFlags } from './list-flags.js';
import { understand } from './question.js';
import { withSession } from './session.js';
import { typedAgain } from './typed-again.js';

const usualIntervalMs = 5_000;
/** The backlog is held in memory until it can be shown oldest first. */
const longestBacklog = 10_000;

/**
 * Follows the log with the list's filters and formats.
 *
 * @throws UsageError for flags that mean nothing while following; what `follow` throws.
 */
export async function followList(
  flags: ListFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  assertFollowable(flags);
  const fields = typeof flags.fields === 'string' ? parseFields(flags.fields) : undefined;
  const { isTerminal } = context.stdout;
  const format = parseFormat(flags.format ?? (isTerminal ? 'table' : 'tsv'), [
    'table',
    'tsv',
    'csv',
    'ndjson',
  ]);
  return withSession(globals, context, async (session) => {
    // What is followed is the account's own log, whatever an archive holds behind it.
    const question = await understand(flags, fields ?? fieldNames, { ...session, log: {} }, context);
    const options = {
      format,
      fields,
      header: flags.header ?? false,
      backlog: flags.limit,
      isFromNow: flags.since === undefined && flags.limit === undefined,
      intervalMs: flags.interval ?? usualIntervalMs,
      goOn: (since: string) => goOnLine(flags, since, globals),
      names: { fields: fields ?? fieldNames, words: filterWords(flags) },
    };
    return follow(question, options, session, context, globals);
  });
}

function assertFollowable({ until, all, order, format, archive, limit = 0 }: ListFlags): void {
  if (archive) {
    throw new UsageError('follow-archive', 'Nothing new comes into an archive by itself.', {
      hint: 'Leave out --archive to follow the account; audit archive sync brings the archive up to now.',
    });
  }
  if (format?.trim().toLowerCase() === 'json') {
    throw new UsageError('follow-json', 'A JSON document has an end, and a log that is followed has none.', {
      hint: 'Take --format ndjson: one event a line.',
    });
  }
  const flag =
    until !== undefined ? '--until' : all ? '--all' : order === 'desc' ? '--order desc' : undefined;
  if (flag !== undefined) {
    throw new UsageError('follow-flag', `--follow and ${flag} do not go together.`, {
      hint: 'New events come last. --since says where to begin, --limit how many of the newest to show first.',
    });
  }
  if (limit <= longestBacklog) return;
  throw new UsageError('follow-limit', `--follow shows at most ${longestBacklog} earlier events first.`, {
    hint: 'For more, say where to begin with --since.',
  });
}

function goOnLine(flags: ListFlags, since: string, globals: GlobalFlags): string {
  const own = {
    '--follow': true,
    '--interval': flags.interval === undefined ? undefined : `${flags.interval / 1_000}s`,
    '--format': flags.format,
    '--fields': flags.fields,
    '--header': flags.header,
  } as const;
  return typedAgain('list', own, { ...flags, since }, globals);
}
