/** `audit archive hold`: what may not be erased until somebody releases it. */
import { type Hold, Holds } from '../archive/erasure/holds.js';
import type { ArchiveWriter } from '../archive/store/append.js';
import { openArchive } from '../archive/store/open.js';
import { withArchiveForWriting } from '../archive/store/writing.js';
import { countedText, countText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, NotFoundError } from '../errors.js';
import { type Listing, listingText } from '../output/listing.js';
import { parseListingFormat } from '../output/listing-format.js';
import { caseOf } from './archive-case.js';
import { findArchiveFolder } from './archive-place.js';
import { writingBy } from './archive-writing.js';
import { accountZoneIn, archiveZone } from './archive-zone.js';
import type { GlobalFlags } from './command.js';
import { recordedMinute, type ScopeFlags, scopeOf, scopeWords } from './hold-scope.js';
import { createVoice } from './voice.js';

/** As they are typed. */
export interface HoldFlags extends ScopeFlags {
  readonly case: string;
}

export interface ReleaseFlags {
  readonly case: string;
}

export interface HoldListFlags {
  readonly format?: string;
  readonly header?: true;
}

/** Puts a hold on record; it is in force at once. */
export async function addHold(flags: HoldFlags, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const caseText = caseOf(flags.case);
  const timeZone = await archiveZone(
    async () => accountZoneIn(await findArchiveFolder(globals, context)),
    globals,
    context,
  );
  const scope = scopeOf(flags, { nowMs: context.clock.nowMs(), timeZone });
  return recordHold(context, globals, async (writer, holds, at) => {
    const hold = holds.nextName;
    await writer.addRecord({ ledger: 1, kind: 'hold', at, hold, case: caseText, scope });
    return `${hold} is in force: ${scopeWords(scope, timeZone)} cannot be erased until it is released.`;
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
  const folder = await findArchiveFolder(globals, context);
  const archive = await openArchive(folder);
  const holds = new Holds();
  for await (const { record } of archive.ledger()) holds.add(record);
  const timeZone = await archiveZone(() => accountZoneIn(folder), globals, context);
  const palette = await terminal.palette(stdout);
  const options = { width: stdout.columns, palette, header: flags.header ?? false };
  await stdout.write(listingText(holdListing(holds.all, timeZone), format, options));
  await createVoice(context, globals).note(holdsWords(holds.all, timeZone));
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

function holdsWords(holds: readonly Hold[], timeZone: string): string {
  if (holds.length === 0) return 'There is no hold, and never was.';
  const inForce = holds.filter(({ released }) => released === undefined);
  return `${countedText(inForce.length, 'hold', 'holds')} in force, ${countText(holds.length - inForce.length)} released · ${timeZone}`;
}

function holdListing(rows: readonly Hold[], timeZone: string): Listing<Hold> {
  const shown = (iso: string) => recordedMinute(iso, timeZone);
  return {
    key: 'holds',
    rest: {},
    rows,
    columns: [
      { header: 'Hold', value: ({ record }) => record.hold, isWhole: true },
      { header: 'In force', value: ({ released }) => (released === undefined ? 'yes' : 'no') },
      {
        header: 'Since',
        value: ({ record }) => record.at,
        shown: ({ record }) => shown(record.at),
        isWhole: true,
      },
      {
        header: 'Released',
        value: ({ released }) => released?.at ?? '',
        shown: ({ released }) => (released === undefined ? '' : shown(released.at)),
      },
      {
        header: 'On',
        value: ({ record }) => scopeWords(record.scope),
        shown: ({ record }) => scopeWords(record.scope, timeZone),
      },
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
