/** How an export begins, and how it goes on: what it is, settled once and the same in all its runs. */
import { parseInstant } from '../audit/time.js';
import { assertTimeZone } from '../audit/zone.js';
import type { Context } from '../context.js';
import { UsageError } from '../errors.js';
import { exportFormatVersion } from '../output/manifest.js';
import type { GlobalFlags } from './command.js';
import { assertSame, type Begun } from './export-journal.js';
import { type ExportFlags, type ExportSettings, fieldsWritten } from './export-settings.js';
import type { FilterFlags } from './filters.js';
import { identify } from './identity.js';
import { type Question, understand } from './question.js';
import { rememberNames, withNames } from './remembered-names.js';
import type { Session } from './session.js';

/** An export, and what it asks of the log. */
export interface Started {
  readonly begun: Begun;
  readonly question: Question;
}

/** What an export is by its command line and its account, before anything was asked. */
export type Meant = Pick<Begun, 'words' | 'settings' | 'tool'>;

/** `--since 7d` means another instant an hour later and is the same question; `--since today` on the next day is not. */
const sameTimeMs = 12 * 3_600_000;

/** The same for an export that is begun again before its first event: so much the log's floor may have moved on. */
const floorSlackMs = 60_000;

/** In the order in which they are written down: the order in which they were typed does not matter. */
const wordFlags = [
  ...(['since', 'until', 'user', 'type', 'module', 'record', 'object', 'source', 'search'] as const),
  ...(['notUser', 'notType', 'notModule', 'notSource'] as const),
];

/** What the command line means. */
export function meantBy(flags: ExportFlags, settings: ExportSettings, version: string): Meant {
  const typed = wordFlags.filter((name) => flags[name] !== undefined);
  const words: FilterFlags = Object.fromEntries(typed.map((name) => [name, flags[name]]));
  return { words, settings, tool: { version, format: exportFormatVersion } };
}

/**
 * Asks the account what it needs, and settles window, zone and names.
 *
 * @throws UsageError for words that mean nothing, or more than one thing.
 */
export async function beginExport(meant: Meant, session: Session, context: Context): Promise<Started> {
  const remembered = rememberNames(session.account);
  const asking = { ...session, account: remembered.account };
  const question = await understand(meant.words, fieldsWritten(meant.settings), asking, context);
  const identity = await identify(session.account, session.connection.token);
  const { location, user } = identity;
  const { userName, hostName } = context.runner;
  const begun: Begun = {
    ...meant,
    account: { ...accountOf(session), name: location?.name ?? null },
    window: question.window,
    isFromFloor: question.isFromFloor,
    timeZone: question.view.timeZone,
    names: remembered.names,
    by: {
      person: userName ?? null,
      machine: hostName,
      user: user === undefined ? null : { id: user.id, name: user.name, email: user.email ?? null },
    },
    atMs: context.clock.nowMs(),
  };
  return { begun, question };
}

/**
 * The question as it was understood when the export began: window, zone and names are what they were.
 *
 * @throws UsageError when what is typed now (`meant`; undefined: nothing) is something else.
 */
export async function goOnWith(
  begun: Begun,
  meant: Meant | undefined,
  isAtItsBeginning: boolean,
  { session, context, globals }: { session: Session; context: Context; globals: GlobalFlags },
): Promise<Started> {
  const { version } = context;
  const tool = { version, format: exportFormatVersion };
  const account = { ...accountOf(session), name: null };
  assertSame(begun, { ...begun, ...meant, tool, account });
  assertSameTimes(begun, meant, globals, session.account.nowMs());
  const { since, until, ...words } = begun.words;
  const asking = { ...session, ...withBegun(begun, session) };
  const question = await understand(words, fieldsWritten(begun.settings), asking, context);
  const isFresh = isAtItsBeginning && question.floor.ms - begun.window.sinceMs <= floorSlackMs;
  return {
    begun,
    question: { ...question, window: begun.window, isFromFloor: begun.isFromFloor && isFresh },
  };
}

function withBegun({ names, timeZone }: Begun, { account, connection }: Session) {
  const origin = { kind: 'default' } as const;
  const settings = { ...connection.settings, timeZone: { value: timeZone, origin } };
  return { account: withNames(account, names), connection: { ...connection, settings } };
}

/** The embedded account listens somewhere else each time. */
function accountOf({ account, connection }: Session): {
  readonly locationId: string;
  readonly apiUrl: string;
} {
  const { locationId } = account;
  return { locationId, apiUrl: connection.isSandbox ? 'sandbox' : account.apiUrl };
}

function assertSameTimes(begun: Begun, meant: Meant | undefined, { tz }: GlobalFlags, nowMs: number): void {
  const { timeZone, window } = begun;
  if (tz !== undefined && assertTimeZone(tz) !== timeZone) throw changed(`the zone (it was ${timeZone})`);
  const { since, until } = meant?.words ?? {};
  const means = (text: string, edge: 'since' | 'until') =>
    Math.min(nowMs, parseInstant(text, { nowMs, timeZone, edge }));
  const isOther = (text: string | undefined, edge: 'since' | 'until', wasMs: number) =>
    text !== undefined && Math.abs(means(text, edge) - wasMs) >= sameTimeMs;
  if (isOther(since, 'since', window.sinceMs)) throw changed(`what “${since}” means`);
  if (isOther(until, 'until', window.untilMs)) throw changed(`what “${until}” means`);
}

function changed(what: string): UsageError {
  return new UsageError('resume-refused', `The export cannot be gone on with: ${what} changed.`, {
    hint: 'With -o and --resume alone it goes on as it was begun.\nTo begin again: the same command without --resume.',
  });
}
