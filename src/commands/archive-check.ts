/** What of an archive wants somebody's attention, and until when: for cron, for `status` and for the doctor. Pure. */
import type { Window } from '../audit/coverage.js';
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import { spanInWords } from '../output/span.js';
import type { ArchiveState } from './archive-state.js';

const dayMs = 86_400_000;

/** Nobody syncs less often than once a week and means it; where less is kept, half of that. */
const usualMostAgeMs = 7 * dayMs;

export interface CheckLimits {
  /** How long ago the last sync may be; undefined: a week, or half of what the account keeps if that is less. */
  readonly mostAgeMs: number | undefined;
  /** Whether what is lost for good has been accepted. */
  readonly allowsLost: boolean;
}

type Checked = Pick<ArchiveState, 'coverage' | 'fillable' | 'lost' | 'retention' | 'nowMs'>;

/** A sentence for each thing; none where all is well. */
export function archiveConcerns(state: Checked, limits: CheckLimits, timeZone: string): readonly string[] {
  return [
    ...ageConcerns(state, limits, timeZone),
    ...holeConcerns(state, timeZone),
    ...(limits.allowsLost ? [] : lostConcerns(state, timeZone)),
  ];
}

/** From this instant on nothing was archived for good; what happened then leaves the account's log first. */
export function unarchivedSinceMs({
  coverage,
  fillable,
}: Pick<Checked, 'coverage' | 'fillable'>): number | undefined {
  const settledMs = coverage.settledUntilMs;
  const holeMs = fillable[0]?.window.sinceMs;
  if (settledMs === undefined) return holeMs;
  return Math.min(settledMs, holeMs ?? settledMs);
}

function ageConcerns(
  { coverage, retention, nowMs }: Checked,
  { mostAgeMs }: CheckLimits,
  timeZone: string,
): readonly string[] {
  const { lastSyncMs, settledUntilMs } = coverage;
  if (lastSyncMs === undefined || settledUntilMs === undefined)
    return ['Nothing was read into the archive yet: audit archive sync'];
  const ageMs = nowMs - lastSyncMs;
  if (ageMs <= (mostAgeMs ?? Math.min(usualMostAgeMs, retention.ms / 2))) return [];
  const leavesMs = settledUntilMs + retention.ms;
  const leaves =
    leavesMs > nowMs
      ? `what happened then leaves the account’s log on ${formatInstant(leavesMs, timeZone, 'minute')} ${timeZone}, in ${spanInWords(leavesMs - nowMs)}`
      : `events are being lost since ${formatInstant(leavesMs, timeZone, 'minute')} ${timeZone}`;
  return [`The last sync was ${spanInWords(ageMs)} ago; ${leaves}: audit archive sync`];
}

function holeConcerns({ fillable }: Checked, timeZone: string): readonly string[] {
  const [first] = fillable;
  if (first === undefined) return [];
  const until = `${formatInstant(first.fillableUntilMs, timeZone, 'minute')} ${timeZone}`;
  return [
    `${countedText(fillable.length, 'hole', 'holes')} can still be filled, the first until ${until}: audit archive sync`,
  ];
}

function lostConcerns({ lost }: Checked, timeZone: string): readonly string[] {
  return lost.map(
    (window) =>
      `${windowText(window, timeZone)} was never read, and is lost for good (--allow-lost accepts it).`,
  );
}

function windowText({ sinceMs, untilMs }: Window, timeZone: string): string {
  const show = (ms: number) => formatInstant(ms, timeZone, 'minute');
  return `${show(sinceMs)} → ${show(untilMs)} ${timeZone}`;
}
