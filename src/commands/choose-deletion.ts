/** Which deletion is meant: by its event's id or the beginning of it, by the record's name, or chosen from a list. */

import { actorOf } from '../audit/attribution.js';
import type { AuditEvent } from '../audit/event.js';
import { folded } from '../audit/folded.js';
import { formatInstant } from '../audit/instant.js';
import { nearest } from '../audit/nearest.js';
import { countedText, oneLine, quoted } from '../audit/phrase.js';
import type { RestorableDeletion } from '../audit/restorable.js';
import { daysLeft } from '../audit/retention.js';
import { recordNameOf } from '../audit/subject.js';
import type { Context } from '../context.js';
import { IncompleteError, NotFoundError, UsageError } from '../errors.js';
import { harmless } from '../output/harmless.js';
import { type ListedDeletion, obstacleWords } from './deletion-listing.js';
import { findDeletions } from './deletions.js';
import { findEvent } from './find-event.js';
import type { Question } from './question.js';
import { readRestorable } from './restorable-deletions.js';
import type { Session } from './session.js';

const shownCandidates = 5;

export interface DeletionWords {
  /** As they were typed; undefined: a person chooses. */
  readonly words: string | undefined;
  /** Whether a person will still be asked about the record's whole name: only then may a part of it mean the record. */
  readonly isConfirmed: boolean;
}

/**
 * The event of the deletion; undefined where there is nothing to choose from. What looks like an id is looked for as one first.
 *
 * @throws UsageError where the words mean several, or nobody can choose; NotFoundError where they mean none; what the reading throws.
 */
export async function chooseDeletion(
  { words, isConfirmed }: DeletionWords,
  question: Question,
  session: Session,
  context: Context,
): Promise<AuditEvent | undefined> {
  if (words === undefined) return chooseFromList(question, session, context);
  const named = () => findByName(words, isConfirmed, question, session);
  if (!looksLikeId(words)) return named();
  const { window, view } = question;
  try {
    // What only an archive still holds can be named too: it is the account's to refuse it.
    return await findEvent({ id: words, window, timeZone: view.timeZone, isAnywhere: true }, session);
  } catch (error) {
    const isNoId =
      error instanceof NotFoundError || (error instanceof UsageError && error.code === 'short-event-id');
    if (!isNoId) throw error;
    return named();
  }
}

/** Ids have no spaces and nothing but letters, digits and dashes. */
function looksLikeId(words: string): boolean {
  return /^[\w-]+$/.test(words);
}

/**
 * The only one of that name that can be brought back; else the newest of that name, so that what has come back already is
 * recognised instead of something that is called nearly so; else the only one whose name holds it.
 */
async function findByName(
  words: string,
  isConfirmed: boolean,
  question: Question,
  session: Session,
): Promise<AuditEvent> {
  const { deletions, others, isWhole } = await readRestorable(question, session);
  const wanted = folded(words);
  const isNamed = (event: AuditEvent) => folded(nameOf(event)) === wanted;
  const named = deletions.filter(({ event }) => isNamed(event));
  const past = named.length === 0 ? others.find(isNamed) : undefined;
  if (past !== undefined) return past;
  const holding = deletions.filter(({ event }) => folded(nameOf(event)).includes(wanted));
  const found = named.length > 0 ? named : holding;
  const [only, ...more] = found;
  if (only !== undefined && (more.length > 0 || (named.length === 0 && !isConfirmed))) {
    throw ambiguous(words, found, question);
  }
  if (!isWhole) throw unsure(words);
  if (only === undefined) throw unknownName(words, deletions, await isArchivedFurther(session));
  return only.event;
}

async function chooseFromList(
  question: Question,
  session: Session,
  { stdin, stderr, terminal }: Context,
): Promise<AuditEvent | undefined> {
  if (!stdin.isTerminal || !stderr.isTerminal) {
    throw new UsageError('event-needed', 'Say which deletion: there is no terminal to choose at.', {
      hint: 'Find its id: audit deletions\nThen: audit restore <eventId>',
    });
  }
  const progress = session.voice.progress('Looking for what can be brought back…');
  const { found, through } = await findDeletions(question, session).finally(() => progress.stop());
  if (!through.coverage.complete || through.failure !== undefined)
    await session.voice.warn('Part of the log could not be read: there may be more than is listed here.');
  if (found.length === 0) {
    await session.voice.note('Nothing that was deleted can be brought back now.');
    return undefined;
  }
  const nowMs = session.account.nowMs();
  const choices = found
    .toSorted((a, b) => b.event.instantMs - a.event.instantMs)
    .map((deletion) => ({
      name: harmless(choiceText(deletion, question, nowMs)),
      value: deletion.event,
    }));
  return terminal.prompts.search('What should come back? (type to narrow down)', choices);
}

/** Name first, for that is what a person types. */
function choiceText(
  { event, kind, untilMs, fallenCount, obstacle }: ListedDeletion,
  { view }: Question,
  nowMs: number,
): string {
  const inside =
    fallenCount === undefined
      ? []
      : [
          kind === 'pipeline'
            ? countedText(fallenCount, 'opportunity', 'opportunities')
            : countedText(fallenCount, 'appointment', 'appointments'),
        ];
  const hindrance = obstacleWords(obstacle);
  return [
    oneLine(nameOf(event)),
    kind,
    ...inside,
    ...(hindrance === undefined ? [] : [hindrance]),
    `${formatInstant(event.instantMs, view.timeZone, 'minute')} by ${oneLine(actorOf(event, view.names).name)}`,
    `${countedText(daysLeft(untilMs, nowMs), 'day', 'days')} left`,
    event.id,
  ].join(' · ');
}

function nameOf(event: AuditEvent): string {
  return recordNameOf(event) ?? event.recordId ?? event.id;
}

function ambiguous(words: string, found: readonly RestorableDeletion[], question: Question): UsageError {
  const lines = found
    .slice(0, shownCandidates)
    .map(
      ({ event, kind }) =>
        `  ${oneLine(event.id)}  ${formatInstant(event.instantMs, question.view.timeZone, 'minute')}  ${kind} ${quoted(nameOf(event))}`,
    );
  const more = found.length - lines.length;
  return new UsageError(
    'ambiguous-deletion',
    found.length === 1
      ? `${quoted(words)} is only a part of a name, and nobody will be asked whether it is the right one.`
      : `${quoted(words)} means ${countedText(found.length, 'deletion', 'deletions')}.`,
    {
      hint: ['Give the event’s id:', ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n'),
    },
  );
}

function unsure(words: string): IncompleteError {
  return new IncompleteError(
    'deletion-not-sure',
    `${quoted(words)} was looked for, but part of the log could not be read.`,
    {
      hint: 'Give the event’s id, or run the same command again; --verbose shows what failed.',
    },
  );
}

/** Whether an archive holds what the account has forgotten. */
async function isArchivedFurther({ log }: Session): Promise<boolean> {
  return ((await log.beyond?.()) ?? []).length > 0;
}

function unknownName(
  words: string,
  deletions: readonly RestorableDeletion[],
  isArchivedFurther: boolean,
): NotFoundError {
  const names = deletions.map(({ event }) => nameOf(event));
  const near = nearest(words, names, shownCandidates);
  return new NotFoundError(
    'unknown-deletion',
    `${quoted(words)} is neither an event's id nor the name of anything that can be restored.`,
    {
      hint: [
        ...(near.length === 0 ? [] : [`Near it: ${near.map(quoted).join(', ')}`]),
        'See: audit deletions',
        ...(isArchivedFurther
          ? ['What was deleted before the log’s floor, only to look at: audit list --archive --type deleted']
          : []),
      ].join('\n'),
    },
  );
}
