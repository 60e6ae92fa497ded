import { expect, test } from 'vitest';
import type { RestoreRefusal } from '../../src/audit/restore-offer.js';
import { type RefusalSubject, refusalError } from '../../src/restore/refusal-words.js';

const subject: RefusalSubject = {
  noun: 'pipeline',
  name: 'Sales',
  eventId: '66f0c0ff',
  eventType: 'DELETED',
  timeZone: 'America/Chicago',
};
const deal: Partial<RefusalSubject> = { noun: 'opportunity', name: 'Roof' };
const showHint = 'What it held when it was deleted: audit show <eventId>';

test.each<
  [
    given: Partial<RestoreRefusal> & { reason: string },
    about: Partial<RefusalSubject>,
    exitCode: number,
    message: string,
    hint: string,
  ]
>([
  [
    { reason: 'not-a-deletion' },
    { eventType: 'TAG_ADDED' },
    7,
    'Event 66f0c0ff deleted nothing: its type is “Tag added”.',
    'A restore starts from the event of the deletion: audit deletions',
  ],
  [
    { reason: 'not-restorable' },
    { noun: 'contact', name: 'Ada' },
    7,
    'A deleted contact cannot be restored (“Ada”).',
    `What can be restored: pipelines, opportunities and calendars; see audit deletions\n${showHint}`,
  ],
  [
    { reason: 'expired', expiredMs: Date.UTC(2026, 10, 1, 12) },
    {},
    7,
    'The pipeline “Sales” can no longer be restored: the time for it ended on 2026-11-01 06:00 America/Chicago.',
    'Nobody but the service itself can help now: contact its support, with the event’s id. What it held: audit show <eventId>',
  ],
  [
    { reason: 'expired' },
    {},
    7,
    'The pipeline “Sales” can no longer be restored.',
    'Nobody but the service itself can help now: contact its support, with the event’s id. What it held: audit show <eventId>',
  ],
  [
    {
      reason: 'already-restored',
      restoredMs: Date.UTC(2026, 10, 2, 12),
      restoredBy: 'Maria',
      restoreEventId: 'e9',
    },
    {},
    7,
    'The pipeline “Sales” is there again: restored on 2026-11-02 06:00 America/Chicago by Maria (event e9).',
    'See it: audit show e9\nWhat this tool restored: audit restore --receipts',
  ],
  [
    { reason: 'already-restored' },
    {},
    7,
    'The pipeline “Sales” is there again: restored.',
    'Nothing is to be done. What this tool restored: audit restore --receipts',
  ],
  [
    { reason: 'name-taken', takenBy: { id: 'p2', name: 'SALES' } },
    {},
    7,
    'A live pipeline bears the name “SALES” (p2).',
    "Rename that pipeline on the service's screen, then run the same command again.",
  ],
  [
    { reason: 'part-of-another', containerEventId: 'e1' },
    deal,
    7,
    'The opportunity “Roof” fell with its pipeline and comes back only with it.',
    'Restore the pipeline: audit restore e1',
  ],
  [
    { reason: 'part-of-another' },
    deal,
    7,
    'The opportunity “Roof” fell with its pipeline and comes back only with it.',
    'Restore the pipeline: audit deletions',
  ],
  [
    { reason: 'contact-deleted' },
    deal,
    7,
    'The contact of the opportunity “Roof” has been deleted; without it the opportunity cannot come back.',
    'Restore the contact on the service’s screen first, where it still can be; then run the same command again.',
  ],
  [
    { reason: 'container-missing', container: { kind: 'PIPELINE_STAGE', id: 's1', name: undefined } },
    deal,
    7,
    'The pipeline stage “s1” to which the opportunity “Roof” belonged is not there any more.',
    'Where it was deleted by itself, restore it first: audit deletions',
  ],
  [
    { reason: 'in-progress' },
    {},
    7,
    'A restore of the pipeline “Sales” is under way already.',
    'Wait a minute, then look: run the same command again.',
  ],
  [
    { reason: 'changed' },
    {},
    7,
    'What would come back with the pipeline “Sales” has changed since the plan was made; nothing was done.',
    'Look at the new plan: run the same command again.',
  ],
  [
    { reason: 'key-reused' },
    {},
    7,
    'The account has taken this restore of the pipeline “Sales” for another one and did nothing.',
    'Look whether it is there: audit list --type restored. If it is not, contact the service’s support with the event’s id.',
  ],
  [
    { reason: 'not-permitted' },
    {},
    4,
    'Only an administrator of the account may restore the pipeline “Sales”; this token is of somebody who is none.',
    'Ask an administrator, or log in as one: audit login',
  ],
  [
    { reason: 'moon-phase', message: 'The moon\nis full.' },
    {},
    7,
    'The account refuses to restore the pipeline “Sales”: The moon is full.',
    showHint,
  ],
  [
    { reason: 'constructor' },
    {},
    7,
    'The account refuses to restore the pipeline “Sales”: “constructor”',
    showHint,
  ],
])('%o has words of its own', (given, about, exitCode, message, hint) => {
  const error = refusalError({ message: '', ...given }, { ...subject, ...about });
  expect([error.exitCode, error.message, error.hint]).toEqual([exitCode, message, hint]);
});
