/** `audit archive hold`: what may not be erased until somebody releases it. */
import { type Hold, Holds, heldRecord } from '../archive/erasure/holds.js';
import type { ArchiveWriter } from '../archive/store/append.js';
import type { HoldRecord } from '../archive/store/ledger.js';
import { openArchive } from '../archive/store/open.js';
import { withArchiveForWriting } from '../archive/store/writing.js';
import { itemsOf } from '../audit/comma-list.js';
import { countedText } from '../audit/phrase.js';
import { parseInstant } from '../audit/time.js';
import { assertTimeZone } from '../audit/zone.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, NotFoundError, UsageError } from '../errors.js';
import { type Listing, listingText } from '../output/listing.js';
import { parseListingFormat } from '../output/listing-format.js';
import { caseOf } from './archive-case.js';
import { findArchiveFolder } from './archive-place.js';
import { writingBy } from './archive-writing.js';
import type { GlobalFlags } from './command.js';
import { createVoice } from './voice.js';

/** As they are typed. */
export interface HoldFlags {
  readonly case: string;
  readonly record?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly all?: true;
}

export interface ReleaseFlags {
  readonly case: string;
}

export interface HoldListFlags {
  readonly format?: string;
  readonly header?: true;
}

/** The first and the last instant that ISO 8601 writes with four digits. */
const everything = { since: '0001-01-01T00:00:00.000Z', until: '9999-12-31T23:59:59.999Z' };

/** Puts a hold on record; it is in force at once. */
export async function addHold(flags: HoldFlags, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const caseText = caseOf(flags.case);
  const scope = scopeOf(flags, context, globals);
  return recordHold(context, globals, async (writer, holds, at) => {
    const hold = holds.nextName;
    await writer.addRecord({ ledger: 1, kind: 'hold', at, hold, case: caseText, scope });
    return `${hold} is in force: ${scopeWords(scope)} cannot be erased until it is released.`;
  });
}

/** Ends a hold. @throws NotFoundError where there is none of that name in force */
export async function releaseHold(
  name: string,
  flags: ReleaseFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const caseText = caseOf(flags.case);
  return recordHold(context, globals, async (writer, holds, at) => {
    const found = holds.get(name);
    if (found === undefined || found.released !== undefined) throw noSuchHold(name, found, holds);
    await writer.addRecord({ ledger: 1, kind: 'release', at, hold: name, case: caseText });
    return `${name} is released. It stays on record: audit archive hold list`;
  });
}

/** Lists every hold there ever was. */
export async function listHolds(
  flags: HoldListFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { stdout, terminal } = context;
  const format = parseListingFormat(flags.format, stdout.isTerminal);
  const archive = await openArchive(await findArchiveFolder(globals, context));
  const holds = new Holds();
  for await (const { record } of archive.ledger()) holds.add(record);
  const palette = await terminal.palette(stdout);
  const options = { width: stdout.columns, palette, header: flags.header ?? false };
  await stdout.write(listingText(holdListing(holds.all), format, options));
  if (holds.all.length === 0) await createVoice(context, globals).note('There is no hold, and never was.');
  return exitCodes.done;
}

async function recordHold(
  context: Context,
  globals: GlobalFlags,
  add: (writer: ArchiveWriter, holds: Holds, at: string) => Promise<string>,
): Promise<ExitCode> {
  const voice = createVoice(context, globals);
  const folder = await findArchiveFolder(globals, context);
  const said = await withArchiveForWriting(folder, writingBy(context, voice), async (writer) => {
    const holds = new Holds();
    for (const record of writer.records) holds.add(record);
    const words = await add(writer, holds, new Date(context.clock.nowMs()).toISOString());
    await writer.commit();
    return words;
  });
  await voice.note(said);
  return exitCodes.done;
}

function scopeOf(
  { record, since, until, all }: HoldFlags,
  { clock, machineTimeZone, environment }: Context,
  { tz }: GlobalFlags,
): HoldRecord['scope'] {
  const records = itemsOf(record ?? []);
  const isSpan = since !== undefined || until !== undefined;
  if ([records.length > 0, isSpan, all === true].filter(Boolean).length !== 1) {
    throw new UsageError('hold-scope', 'A hold is on records, on a span of time, or on everything.', {
      hint: 'Say one of them: --record <id>, --since <time> --until <time>, --all',
    });
  }
  if (records.length > 0) return { records: records.map(heldRecord) };
  const timeZone = assertTimeZone(tz ?? environment['AUDIT_TZ'] ?? machineTimeZone);
  const setting = { nowMs: clock.nowMs(), timeZone };
  const iso = (text: string, edge: 'since' | 'until') =>
    new Date(parseInstant(text, { ...setting, edge })).toISOString();
  return {
    window: {
      since: since === undefined ? everything.since : iso(since, 'since'),
      until: until === undefined ? everything.until : iso(until, 'until'),
    },
  };
}

function scopeWords(scope: HoldRecord['scope']): string {
  if ('records' in scope)
    return `what is archived of ${countedText(scope.records.length, 'record', 'records')}`;
  const { since, until } = scope.window;
  if (since === everything.since && until === everything.until) return 'the whole archive';
  if (since === everything.since) return `everything before ${until}`;
  return until === everything.until ? `everything since ${since}` : `everything of ${since} → ${until}`;
}

function noSuchHold(name: string, found: Hold | undefined, holds: Holds): NotFoundError {
  const inForce = holds.all.flatMap(({ record, released }) => (released === undefined ? [record.hold] : []));
  const message =
    found?.released === undefined
      ? `There is no hold “${name}”.`
      : `${name} was released already, on ${found.released.at} (${found.released.case}).`;
  return new NotFoundError('unknown-hold', message, {
    hint: inForce.length === 0 ? 'None is in force.' : `In force: ${inForce.join(', ')}`,
  });
}

function holdListing(rows: readonly Hold[]): Listing<Hold> {
  return {
    key: 'holds',
    rest: {},
    rows,
    columns: [
      { header: 'Hold', value: ({ record }) => record.hold, isWhole: true },
      { header: 'In force', value: ({ released }) => (released === undefined ? 'yes' : 'no') },
      { header: 'Since', value: ({ record }) => record.at, isWhole: true },
      { header: 'Released', value: ({ released }) => released?.at ?? '' },
      { header: 'On', value: ({ record }) => scopeWords(record.scope) },
      { header: 'Case', value: ({ record }) => record.case },
    ],
    toJson: ({ record, released }) => ({
      hold: record.hold,
      since: record.at,
      case: record.case,
      scope: record.scope,
      released: released ?? null,
    }),
  };
}
