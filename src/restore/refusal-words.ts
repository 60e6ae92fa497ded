/** Each refusal in its own words, with what to do instead. */
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { oneLine, quoted } from '../audit/phrase.js';
import type { RestoreRefusal } from '../audit/restore-offer.js';
import { recordNameOf } from '../audit/subject.js';
import { labelOfType, nounOfModule } from '../audit/vocabulary.js';
import { AccessError, type AuditError, RestoreRefusedError } from '../errors.js';

/** What the words are about. */
export interface RefusalSubject {
  readonly noun: string;
  readonly name: string;
  readonly eventId: string;
  readonly eventType: string;
  /** IANA zone of the times. */
  readonly timeZone: string;
}

interface Words {
  readonly message: string;
  readonly hint: string;
}

type WordsOf = (refusal: RestoreRefusal, subject: RefusalSubject) => Words;

const canBeRestored = 'What can be restored: pipelines, opportunities and calendars; see audit deletions';

const wordsByReason: Readonly<Record<string, WordsOf>> = {
  'not-a-deletion': (_refusal, { eventId, eventType }) => ({
    message: `Event ${oneLine(eventId)} deleted nothing: its type is ${quoted(labelOfType(eventType))}.`,
    hint: 'A restore starts from the event of the deletion: audit deletions',
  }),
  'not-restorable': (_refusal, { noun, name }) => ({
    message: `A deleted ${noun} cannot be restored (${quoted(name)}).`,
    hint: `${canBeRestored}\nWhat it held when it was deleted: audit show <eventId>`,
  }),
  expired: ({ expiredMs }, { name, noun, timeZone }) => ({
    message: `The ${noun} ${quoted(name)} can no longer be restored${since(expiredMs, timeZone)}.`,
    hint: 'Nobody but the service itself can help now: contact its support, with the event’s id. What it held: audit show <eventId>',
  }),
  'already-restored': (refusal, { name, noun, timeZone }) => ({
    message: `The ${noun} ${quoted(name)} is there again: restored${restoredHow(refusal, timeZone)}.`,
    hint:
      refusal.restoreEventId === undefined
        ? 'Nothing is to be done. What this tool restored: audit restore --receipts'
        : `See it: audit show ${oneLine(refusal.restoreEventId)}\nWhat this tool restored: audit restore --receipts`,
  }),
  'name-taken': ({ takenBy }, { name, noun }) => ({
    message: `A live ${noun} bears the name ${quoted(takenBy?.name || name)}${takenBy?.id ? ` (${oneLine(takenBy.id)})` : ''}.`,
    hint: `Rename that ${noun} on the service's screen, then run the same command again.`,
  }),
  'part-of-another': ({ containerEventId }, { name }) => ({
    message: `The opportunity ${quoted(name)} fell with its pipeline and comes back only with it.`,
    hint:
      containerEventId === undefined
        ? 'Restore the pipeline: audit deletions'
        : `Restore the pipeline: audit restore ${oneLine(containerEventId)}`,
  }),
  'contact-deleted': (_refusal, { name }) => ({
    message: `The contact of the opportunity ${quoted(name)} has been deleted; without it the opportunity cannot come back.`,
    hint: 'Restore the contact on the service’s screen first, where it still can be; then run the same command again.',
  }),
  'container-missing': ({ container }, { name, noun }) => ({
    message: `The ${containerNoun(container?.kind)} ${quoted(container?.name ?? container?.id ?? '')} to which the ${noun} ${quoted(name)} belonged is not there any more.`,
    hint: 'Where it was deleted by itself, restore it first: audit deletions',
  }),
  'in-progress': (_refusal, { name, noun }) => ({
    message: `A restore of the ${noun} ${quoted(name)} is under way already.`,
    hint: 'Wait a minute, then look: run the same command again.',
  }),
  changed: (_refusal, { name, noun }) => ({
    message: `What would come back with the ${noun} ${quoted(name)} has changed since the plan was made; nothing was done.`,
    hint: 'Look at the new plan: run the same command again.',
  }),
  'key-reused': (_refusal, { name, noun }) => ({
    message: `The account has taken this restore of the ${noun} ${quoted(name)} for another one and did nothing.`,
    hint: 'Look whether it is there: audit list --type restored. If it is not, contact the service’s support with the event’s id.',
  }),
};

/** The error that tells a person why not, and what to do instead: exit 7; 4 where only the right is missing. */
export function refusalError(refusal: RestoreRefusal, subject: RefusalSubject): AuditError {
  if (refusal.reason === 'not-permitted') return notPermitted(subject);
  const known = Object.hasOwn(wordsByReason, refusal.reason) ? wordsByReason[refusal.reason] : undefined;
  const { message, hint } = known?.(refusal, subject) ?? unknownReason(refusal, subject);
  const own = refusal.message === '' ? {} : { account: oneLine(refusal.message) };
  return new RestoreRefusedError(known === undefined ? 'restore-refused' : refusal.reason, message, {
    hint,
    facts: { reason: oneLine(refusal.reason), event: oneLine(subject.eventId), ...own },
  });
}

/** What the words about an event need. */
export function subjectOfEvent(event: AuditEvent, timeZone: string): RefusalSubject {
  return {
    noun: nounOfModule(event.module) ?? 'record',
    name: recordNameOf(event) ?? event.recordId ?? event.id,
    eventId: event.id,
    eventType: event.type,
    timeZone,
  };
}

function notPermitted({ noun, name }: RefusalSubject): AccessError {
  return new AccessError(
    'not-an-administrator',
    `Only an administrator of the account may restore the ${noun} ${quoted(name)}; this token is of somebody who is none.`,
    {
      hint: 'Ask an administrator, or log in as one: audit login',
    },
  );
}

/** New reasons may be added to the contract: the account's own words are all that is known of one. */
function unknownReason({ message, reason }: RestoreRefusal, { noun, name }: RefusalSubject): Words {
  const why = message === '' ? quoted(reason) : oneLine(message);
  return {
    message: `The account refuses to restore the ${noun} ${quoted(name)}: ${why}`,
    hint: 'What it held when it was deleted: audit show <eventId>',
  };
}

function since(expiredMs: number | undefined, timeZone: string): string {
  return expiredMs === undefined ? '' : `: the time for it ended on ${moment(expiredMs, timeZone)}`;
}

function restoredHow({ restoredMs, restoredBy, restoreEventId }: RestoreRefusal, timeZone: string): string {
  const when = restoredMs === undefined ? '' : ` on ${moment(restoredMs, timeZone)}`;
  const who = restoredBy === undefined ? '' : ` by ${oneLine(restoredBy)}`;
  const which = restoreEventId === undefined ? '' : ` (event ${oneLine(restoreEventId)})`;
  return when + who + which;
}

function moment(ms: number, timeZone: string): string {
  return `${formatInstant(ms, timeZone, 'minute')} ${timeZone}`;
}

/** The wire's kind, or ours. */
function containerNoun(kind = 'record'): string {
  return nounOfModule(kind.toUpperCase()) ?? oneLine(kind.toLowerCase());
}
