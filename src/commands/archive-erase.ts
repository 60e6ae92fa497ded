/** `audit archive erase`: removes the content of a record's events for a privacy request, and keeps every proof of the rest. */
import { carryOutErasure, type ErasurePlan, planErasure } from '../archive/erasure/erasure.js';
import { type Archive, openArchive } from '../archive/store/open.js';
import { withArchiveForWriting } from '../archive/store/writing.js';
import type { Context } from '../context.js';
import {
  AccessError,
  ConfirmationError,
  type ExitCode,
  exitCodes,
  NotFoundError,
  UsageError,
} from '../errors.js';
import { harmlessJson } from '../output/harmless.js';
import { caseOf } from './archive-case.js';
import { erasedWords, erasurePage } from './archive-erase-page.js';
import { findArchiveFolder } from './archive-place.js';
import { writingBy } from './archive-writing.js';
import { accountZoneIn, archiveZone } from './archive-zone.js';
import type { GlobalFlags } from './command.js';
import { widthOf } from './rows.js';
import { typedAgain } from './typed-again.js';
import { isTyped } from './typed-word.js';
import { createVoice, type Voice } from './voice.js';

/** As they are typed. */
export interface EraseFlags {
  readonly record: string;
  readonly case: string;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly format: 'text' | 'json';
}

/** Shows what it would take, asks, puts it on record, and does it. */
export async function erase(flags: EraseFlags, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  const caseText = caseOf(flags.case);
  const recordId = recordIdOf(flags.record);
  const voice = createVoice(context, globals);
  const folder = await findArchiveFolder(globals, context);
  const archive = await openArchive(folder);
  const { apiUrl, locationId } = archive.description.account;
  const isSandbox = apiUrl === 'sandbox';
  globals.witness?.connected({ profileName: globals.profile, locationId, apiUrl, isSandbox, token: '' });
  const plan = await look(archive, recordId, voice);
  if (plan.events.length === 0) throw nothingThere(plan, folder);
  assertNotHeld(plan);
  const timeZone = await archiveZone(() => accountZoneIn(folder), globals, context);
  const page = (width: number | undefined) => erasurePage(plan, caseText, timeZone, width);
  if (flags.dryRun) {
    await show(plan, page, flags, caseText, 0, context);
    return exitCodes.done;
  }
  if (!flags.yes) await confirm(plan, page, caseText, { context, globals, voice });
  const segments = await withArchiveForWriting(folder, writingBy(context, voice), async (writer) => {
    const now = await planErasure({ folder, size: writer.log.size }, recordId);
    assertSame(plan, now);
    const at = new Date(context.clock.nowMs()).toISOString();
    return (await carryOutErasure(writer, now, { case: caseText, at })).segments;
  });
  if (flags.format === 'json') await show(plan, page, flags, caseText, segments, context);
  await voice.note(erasedWords(plan, segments));
  return exitCodes.done;
}

/** Short ids would be found in every other line. */
function recordIdOf(text: string): string {
  const id = text.trim();
  if (id.length >= 4) return id;
  throw new UsageError('short-record-id', `“${id}” is too short for a record's id.`, {
    hint: 'Give it whole; audit list --archive --fields record,recordId shows ids.',
  });
}

async function look(archive: Archive, recordId: string, voice: Voice): Promise<ErasurePlan> {
  const progress = voice.progress('Looking through the archive…');
  try {
    return await planErasure({ folder: archive.folder, size: archive.log.size }, recordId);
  } finally {
    progress.stop();
  }
}

/** The plan as text, for a screen so wide. */
type Page = (width: number | undefined) => string;

async function show(
  plan: ErasurePlan,
  page: Page,
  { format, record }: EraseFlags,
  caseText: string,
  segments: number,
  { stdout }: Context,
): Promise<void> {
  if (format === 'text') {
    await stdout.write(page(widthOf(stdout)));
    return;
  }
  const { events, mentions } = plan;
  const object = {
    schema: 1,
    record: record.trim(),
    case: caseText,
    leaves: events.map(({ leaf }) => leaf),
    own: events.filter(({ isOwn }) => isOwn).length,
    belonging: events.filter(({ isOwn }) => !isOwn).length,
    mentions,
    erased: segments > 0,
  };
  await stdout.write(`${harmlessJson(JSON.stringify(object))}\n`);
}

async function confirm(
  plan: ErasurePlan,
  page: Page,
  caseText: string,
  {
    context,
    globals,
    voice,
  }: { readonly context: Context; readonly globals: GlobalFlags; readonly voice: Voice },
): Promise<void> {
  const { stdin, stderr } = context;
  const { recordId } = plan;
  if (!stdin.isTerminal || !stderr.isTerminal) throw nobodyThere(recordId, caseText, globals);
  await stderr.write(`${page(widthOf(stderr))}\n`);
  const question = 'It cannot be undone. To erase it, type the record’s id:';
  const accepts = (typed: string) => typed.trim() === recordId;
  if (await isTyped({ question, word: recordId, accepts }, context, voice)) return;
  throw new ConfirmationError('not-confirmed', 'Not confirmed; nothing was erased.', {
    hint: 'Run the command again when you are sure; --dry-run shows what it would take.',
  });
}

function nobodyThere(recordId: string, caseText: string, globals: GlobalFlags): ConfirmationError {
  const line = (last: object) =>
    typedAgain('archive erase', { '--record': recordId, '--case': caseText, ...last }, {}, globals);
  return new ConfirmationError(
    'confirmation-needed',
    'Erasing needs a confirmation, and nobody is here to give it; nothing was erased.',
    { hint: `Look first: ${line({ '--dry-run': true })}\nThen: ${line({ '--yes': true })}` },
  );
}

function nothingThere({ recordId, mentions }: ErasurePlan, folder: string): NotFoundError {
  const elsewhere =
    mentions === 0
      ? ''
      : `\nIts id stands in ${mentions} events of other records: audit list --archive --search ${recordId}`;
  return new NotFoundError('unknown-record', `The archive in ${folder} holds no event of “${recordId}”.`, {
    hint: `A record is named by its id: audit list --archive --fields timestamp,record,recordId${elsewhere}`,
  });
}

function assertNotHeld({ holds }: ErasurePlan): void {
  if (holds.length === 0) return;
  const lines = holds.map((hold) => `  ${hold.hold}: ${hold.case}`);
  throw new AccessError('held', 'What would be erased is held, so that nothing was erased.', {
    hint: [
      'In force:',
      ...lines,
      'Whoever may end one: audit archive hold release <hold> --case <text>',
    ].join('\n'),
  });
}

/** A sync may have brought more while a person made up their mind; a hold may have come. */
function assertSame(shown: ErasurePlan, now: ErasurePlan): void {
  assertNotHeld(now);
  if (now.events.length === shown.events.length) return;
  throw new UsageError(
    'archive-changed',
    'The archive has changed since you were shown what would be erased; nothing was erased.',
    { hint: 'Run the same command again.' },
  );
}
