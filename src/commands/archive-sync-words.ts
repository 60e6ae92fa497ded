/** What a sync says on stderr: where a new archive's keys are, what is read and why so far back, what came, and what a person should look into. */
import { join } from 'node:path';
import type { ArchiveWriter } from '../archive/store/append.js';
import { keptApartFolderOf } from '../archive/store/form.js';
import { privateKeyFile } from '../archive/store/writing.js';
import type { SyncPlan } from '../archive/sync/plan.js';
import type { Window } from '../audit/coverage.js';
import { formatInstant } from '../audit/instant.js';
import { countedText, listText } from '../audit/phrase.js';
import { sizeText } from '../output/size.js';
import { spanInWords } from '../output/span.js';
import type { SyncReport } from './archive-sync-report.js';

/** Whoever begins an archive is told what its proofs rest on. */
export function beginningWords({ folder, description }: ArchiveWriter, configFolder: string): string {
  const keyPath = join(keptApartFolderOf(configFolder, description.origin), privateKeyFile);
  return [
    `A new archive, in ${folder}`,
    `Its public key: ${description.keys.at(-1)?.publicKey ?? ''}`,
    `Its private key is in ${keyPath}; whoever has it can rewrite the archive unseen.`,
    'Keep the public key elsewhere, in a ticket or a mail, and now and then the head: audit archive head',
    '',
  ].join('\n');
}

/** What is going to be read. */
export function planWords({ window, overlap, holes }: SyncPlan, timeZone: string): string {
  const again =
    overlap === undefined
      ? ''
      : `, ${spanInWords(overlap.ms)} of it again for events that come late${whySoFar[overlap.why]}`;
  const filling = holes.length === 0 ? '' : `, and then ${countedText(holes.length, 'hole', 'holes')}`;
  return `Reading from ${formatInstant(window.sinceMs, timeZone, 'minute')} ${timeZone} on${again}${filling}.`;
}

const whySoFar = {
  usual: '',
  asked: ' (as --since asks)',
  seen: ' (twice as late as any came so far)',
  deep: ' (once a day, to see how late they come)',
} as const;

/** What came, and what the archive is now. */
export function syncWords(report: SyncReport): string {
  const { tally, events, bytes, folder, ledger, timeZone, failure } = report;
  const until = ledger.window?.untilMs;
  const came = [
    tally.new === 0
      ? failure === undefined
        ? 'nothing new'
        : 'no event added before it ended'
      : `${countedText(tally.new, 'event', 'events')} added`,
    ...(tally.repeated === 0 ? [] : [`${countedText(tally.repeated, 'event', 'events')} known already`]),
    ...(until === undefined ? [] : [`up to ${formatInstant(until, timeZone, 'minute')} ${timeZone}`]),
  ];
  const late =
    tally.late === 0
      ? []
      : [
          `${countedText(tally.late, 'event', 'events')} came late, by ${spanInWords(tally.longestLateMs)} at least.`,
        ];
  const whole = `The archive: ${countedText(events, 'event', 'events')}, ${sizeText(bytes)}, in ${folder}`;
  return [came.join(' · '), ...late, whole].join('\n');
}

/** What nobody should miss. */
export function syncWarnings({ tally, fillable, plan, coverage, timeZone }: SyncReport): readonly string[] {
  const show = ({ sinceMs, untilMs }: Window) =>
    `${formatInstant(sinceMs, timeZone, 'minute')} → ${formatInstant(untilMs, timeZone, 'minute')} ${timeZone}`;
  const warnings = fillable.map(
    ({ window, fillableUntilMs }) =>
      `Warning: ${show(window)} could not be read; the next sync tries again, until ${formatInstant(fillableUntilMs, timeZone, 'minute')} it can be had.`,
  );
  for (const lost of plan.lost)
    warnings.push(`Warning: ${show(lost)} is lost for good: the account kept it no longer.`);
  if (tally.changed.length > 0)
    warnings.push(
      `Warning: ${countedText(tally.changed.length, 'event', 'events')} came with other content than the archive has: ${listText(tally.changed)}. Both are kept.`,
    );
  if (coverage.conflictingIds.length > 0)
    warnings.push(
      `Warning: the account told ${countedText(coverage.conflictingIds.length, 'event', 'events')} twice with different content: ${listText(coverage.conflictingIds)}. The first is kept.`,
    );
  if (tally.malformed > 0)
    warnings.push(
      `Warning: ${countedText(tally.malformed, 'row', 'rows')} came without a usable id or time; they are kept as they came, under date=unknown.`,
    );
  return warnings;
}
