/** `audit archive recheck`: what the service still holds, compared with what was archived of it. */
import { ArchivedLog } from '../archive/reading/archived-log.js';
import { comparable, lookAgain, type SecondLook, sampleOf } from '../archive/second-look/recheck.js';
import type { RecheckRecord } from '../archive/store/ledger.js';
import { withArchiveForWriting } from '../archive/store/writing.js';
import type { Window } from '../audit/coverage.js';
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import { floorOf } from '../audit/retention.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, IncompleteError } from '../errors.js';
import { harmlessJson } from '../output/harmless.js';
import { archivedAccount, archiveFolder } from './archive-place.js';
import { writingBy } from './archive-writing.js';
import { archiveZone } from './archive-zone.js';
import type { GlobalFlags } from './command.js';
import { linesText } from './rows.js';
import { type Session, withSession } from './session.js';

/** As they are typed. */
export interface RecheckFlags {
  /** About so many events. */
  readonly sample?: number;
  readonly all?: true;
  readonly format?: 'text' | 'json';
}

/** Ten pages or so: what costs an account nothing. */
export const usualSample = 1_000;

/**
 * Compares, notes in the archive what was found, and says it: 10 where an event changed or vanished, 3 where a part could not be
 * compared.
 *
 * @throws NotFoundError where there is no archive; IncompleteError where nothing can be compared; what ended a reading
 */
export async function recheckArchive(
  flags: RecheckFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  return withSession(globals, context, async (session) => {
    const folder = archiveFolder(archivedAccount(session.connection), globals, context);
    const archived = await ArchivedLog.open(folder, session.signal);
    const found = await compared(archived, flags, session, context);
    await withArchiveForWriting(folder, writingBy(context, session.voice), async (writer) => {
      await writer.addRecord(recordOf(found, context.clock.nowMs()));
      await writer.commit();
    });
    const timeZone = await archiveZone(async () => archived.book.names.location?.timeZone, globals, context);
    await context.stdout.write(
      flags.format === 'json' ? asJson(found) : linesText(linesOf(found, timeZone), context.stdout),
    );
    if (found.changed.length + found.vanished.length > 0) return exitCodes.proofFailed;
    return found.unread.length === 0 ? exitCodes.done : exitCodes.incomplete;
  });
}

async function compared(
  archived: ArchivedLog,
  { all, sample = usualSample }: RecheckFlags,
  { account, log, voice }: Session,
  { random }: Context,
): Promise<SecondLook> {
  const { retentionDays } = await account.capabilities();
  const spans = comparable(archived, floorOf({ retentionDays, nowMs: account.nowMs() }).ms);
  const windows = all ? spans : sampleOf(archived, spans, sample, random);
  if (windows.length === 0) {
    throw new IncompleteError(
      'nothing-to-compare',
      'The service holds nothing any more of what was archived.',
      {
        hint: 'Bring the archive up to now first: audit archive sync',
      },
    );
  }
  const progress = voice.progress('Comparing with the account…');
  try {
    return await lookAgain(archived, log, windows, (looked) =>
      progress.update(`${countedText(looked, 'event', 'events')} compared…`),
    );
  } finally {
    progress.stop();
  }
}

function recordOf({ window, looked, changed, vanished }: SecondLook, nowMs: number): RecheckRecord {
  const at = new Date(nowMs).toISOString();
  return { ledger: 1, kind: 'recheck', at, window: spanOf(window), looked, changed, vanished };
}

function spanOf({ sinceMs, untilMs }: SecondLook['window']) {
  const iso = (ms: number) => formatInstant(ms, 'UTC', 'iso-utc');
  return { since: iso(sinceMs), until: iso(untilMs) };
}

function asJson({ window, unread, ...found }: SecondLook): string {
  const document = { schema: 1, window: spanOf(window), ...found, unread: unread.map(spanOf) };
  return `${harmlessJson(JSON.stringify(document))}\n`;
}

function linesOf(
  { window, looked, changed, vanished, notArchived, unread }: SecondLook,
  timeZone: string,
): readonly string[] {
  const show = (ms: number) => formatInstant(ms, timeZone, 'second');
  const span = ({ sinceMs, untilMs }: Window) => `${show(sinceMs)} → ${show(untilMs)} ${timeZone}`;
  const isSame = looked > 0 && changed.length + vanished.length === 0;
  const same = isSame ? ': none has changed, none has vanished' : '';
  return [
    `${countedText(looked, 'event', 'events')} compared, of ${span(window)}${same}`,
    ...changed.map((id) => `changed since it was archived: ${id}`),
    ...vanished.map((id) => `vanished since it was archived: ${id}`),
    ...(notArchived === 0
      ? []
      : [
          `${countedText(notArchived, 'event', 'events')} of the account not in the archive: erased there, or late; audit archive sync fetches late ones`,
        ]),
    ...unread.map((part) => `could not be compared: ${span(part)}`),
  ];
}
