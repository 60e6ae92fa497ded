/** What an erasure takes and what it leaves, for the person who answers for it. */
import type { ErasurePlan } from '../archive/erasure/erasure.js';
import type { FoundEvent } from '../archive/erasure/found-record.js';
import { dayOf } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import { labelOfModule } from '../audit/vocabulary.js';
import { harmless } from '../output/harmless.js';
import { alignColumns } from './rows.js';

/** Lines; nothing was done yet. @param width of the screen; undefined: a line a row */
export function erasurePage(
  plan: ErasurePlan,
  caseText: string,
  timeZone: string,
  width: number | undefined,
): string {
  const { recordId, events, mentions } = plan;
  const own = events.filter(({ isOwn }) => isOwn);
  const belonging = events.filter(({ isOwn }) => !isOwn);
  const rows: [string, string][] = [
    ['Erased', ownWords(own, recordId, timeZone)],
    ...(belonging.length === 0 ? [] : ([['', belongingWords(belonging, timeZone)]] as [string, string][])),
    [
      'Stays',
      'of each its leaf in the log (a hash and the event’s id), so that every proof of the rest stays valid',
    ],
    ...(mentions === 0 ? [] : ([['', mentionWords(mentions, recordId)]] as [string, string][])),
    ['Not ours', 'the account itself, exports, what was published, copies of the archive'],
    ['On record', `that it was erased, when, and “${caseText}”`],
  ];
  return `Erase what the archive holds of ${harmless(recordId)}\n\n${alignColumns(
    rows.map((row) => row.map(harmless)),
    width,
  )}`;
}

/** What was done, in one sentence and the next step. */
export function erasedWords({ events, mentions, recordId }: ErasurePlan, segments: number): string {
  const what = countedText(events.length, 'event', 'events');
  const where = countedText(segments, 'file', 'files');
  return [
    `Erased: the content of ${what}, out of ${where}. Every proof of the rest stays valid: audit archive verify`,
    ...(mentions === 0 ? [] : [`Left: ${mentionWords(mentions, recordId)}`]),
    'Keep the new head elsewhere: audit archive head',
  ].join('\n');
}

function ownWords(own: readonly FoundEvent[], recordId: string, timeZone: string): string {
  const name = own.map(({ event }) => event.recordName).findLast((text) => text !== undefined);
  const called = name === undefined ? recordId : `“${name}”`;
  return `${countedText(own.length, 'event', 'events')} of ${called}${spanOf(own, timeZone)}`;
}

function belongingWords(belonging: readonly FoundEvent[], timeZone: string): string {
  const modules = [...new Set(belonging.map(({ event }) => labelOfModule(event.module)))].sort();
  const what = countedText(belonging.length, 'event', 'events');
  return `${what} of records that belong to it (${modules.join(', ')})${spanOf(belonging, timeZone)}`;
}

function spanOf(events: readonly FoundEvent[], timeZone: string): string {
  if (events.length === 0) return '';
  const times = events.map(({ event }) => event.instantMs);
  const [first, last] = [Math.min(...times), Math.max(...times)].map((ms) => dayOf(ms, timeZone));
  return first === last ? `, ${first} ${timeZone}` : `, ${first} → ${last} ${timeZone}`;
}

function mentionWords(mentions: number, recordId: string): string {
  const what = countedText(mentions, 'event of another record names', 'events of other records name');
  return `${what} it in what they hold: audit list --archive --search ${recordId}`;
}
