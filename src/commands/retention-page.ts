/** What was measured of an account's retention, in words and as JSON. */
import { describe } from '../audit/describe.js';
import { formatInstant } from '../audit/instant.js';
import { countedText, countText } from '../audit/phrase.js';
import { leavesLogMs } from '../audit/retention.js';
import { subjectOf } from '../audit/subject.js';
import type { EventView } from '../output/fields.js';
import { spanInWords } from '../output/span.js';
import type { ListedDeletion } from './deletion-listing.js';
import type { ArchivedPast } from './retention-archive.js';
import type { Retention } from './retention-measure.js';

export interface RetentionFacts extends Retention {
  /** The time ahead as it was typed. */
  readonly ahead: string;
  /** Soonest to expire first. */
  readonly deletions: readonly ListedDeletion[];
  readonly view: EventView;
  /** Undefined where there is no archive. */
  readonly archived: ArchivedPast | undefined;
}

type Row = readonly [label: string, value: string];

/** Label and value, not yet harmless. */
export function retentionRows(facts: RetentionFacts): readonly Row[] {
  const { announcedDays, plan, floor, nowMs, view, requests } = facts;
  const when = requests === undefined ? ' when it was last asked' : '';
  const days = spanInWords(nowMs - floor.ms);
  const kept =
    announcedDays === undefined
      ? `${days}, assumed: the account announces nothing`
      : `${days}, announced by the account${when}${plan === undefined ? '' : ` (plan ${plan})`}`;
  return [
    ['Kept', kept],
    ['Floor', `${instant(floor.ms, view)} ${view.timeZone}`],
    ...oldestRows(facts),
    ...archiveRows(facts),
    ...deletionRows(facts),
  ];
}

function oldestRows({
  oldest,
  floor,
  requests,
  nowMs,
  announcedDays,
  leaving,
  ahead,
  view,
}: RetentionFacts): readonly Row[] {
  const measured =
    requests === undefined
      ? 'as the archive has it'
      : `measured with ${countedText(requests, 'request', 'requests')}`;
  if (oldest === undefined) {
    const nothing = requests === undefined ? 'nothing that the account still keeps' : 'the log is empty';
    return [['Oldest', `${nothing} (${measured})`]];
  }
  const leavesMs = leavesLogMs(oldest.instantMs, announcedDays);
  const leaves =
    leavesMs > nowMs
      ? `${instant(leavesMs, view)}, in ${spanInWords(leavesMs - nowMs)}`
      : 'should be gone already';
  return [
    ['Oldest', `${instant(oldest.instantMs, view)}, ${placeOf(oldest.instantMs - floor.ms)} (${measured})`],
    ['', `${describe(oldest, view.names)} · ${oldest.id}`],
    ['Leaves', leaves],
    ['Leaving', `${leavingText(leaving)} within ${ahead}`],
  ];
}

function archiveRows({ archived, leaving, ahead, view }: RetentionFacts): readonly Row[] {
  if (archived === undefined) return [];
  const { behindFloor, isExact, oldestMs, hasLeaving } = archived;
  const about = isExact ? '' : 'about ';
  const past =
    behindFloor === 0 || oldestMs === undefined
      ? 'nothing from before the floor'
      : `${about}${countedText(behindFloor, 'event', 'events')} from before the floor, since ${instant(oldestMs, view)}, only there`;
  const next = hasLeaving
    ? `it has all that leaves within ${ahead}`
    : `it lacks some of what leaves within ${ahead}: audit archive sync`;
  return [['Archive', past], ...(leaving.count === 0 ? [] : ([['', next]] as const))];
}

function placeOf(behindFloorMs: number): string {
  if (behindFloorMs >= 0) return `${spanInWords(behindFloorMs)} after the floor`;
  return `${spanInWords(-behindFloorMs)} before the floor: the account keeps more than that`;
}

function leavingText({ count, isAll }: Retention['leaving']): string {
  return isAll ? countedText(count, 'event', 'events') : `${countText(count)} events or more`;
}

function deletionRows({ deletions, nowMs, view }: RetentionFacts): readonly Row[] {
  const [first] = deletions;
  if (first === undefined) return [['Restorable', 'no deletion can be brought back']];
  const what = subjectOf(first.event, view.names);
  return [
    ['Restorable', `${countedText(deletions.length, 'deletion', 'deletions')}: audit deletions`],
    [
      'Next to go',
      `${what}, until ${instant(first.untilMs, view)}, in ${spanInWords(first.untilMs - nowMs)}`,
    ],
    ['', `audit restore ${first.event.id}`],
  ];
}

/** What is lost within the time ahead, in a sentence; undefined where nothing is. */
export function expiryText(facts: RetentionFacts, of: 'all' | 'deletions' | 'events'): string | undefined {
  const { leaving, ahead } = facts;
  const deletions = expiring(facts).length;
  const losses = [
    ...(of !== 'events' && deletions > 0
      ? [`${countedText(deletions, 'deletion', 'deletions')} can no longer be brought back`]
      : []),
    ...(of !== 'deletions' && leaving.count > 0
      ? [`${leavingText(leaving)} ${leaving.count === 1 ? 'leaves' : 'leave'} the log`]
      : []),
  ];
  return losses.length === 0 ? undefined : `Within ${ahead}: ${losses.join('; ')}.`;
}

function expiring({ deletions, nowMs, aheadMs }: RetentionFacts): readonly ListedDeletion[] {
  return deletions.filter(({ untilMs }) => untilMs <= nowMs + aheadMs);
}

/** Frozen keys; null for what is unknown or was not asked. */
export function retentionJson(facts: RetentionFacts, isChecked: boolean): object {
  const { announcedDays, plan, floor, oldest, requests, leaving, ahead, deletions, nowMs, view, archived } =
    facts;
  const [first] = deletions;
  return {
    schema: 1,
    now: isoUtc(nowMs),
    timeZone: view.timeZone,
    retention: {
      days: announcedDays ?? null,
      origin: announcedDays === undefined ? 'assumed' : 'announced',
      plan: plan ?? null,
    },
    floor: { at: isoUtc(floor.ms), origin: floor.origin },
    oldest:
      oldest === undefined
        ? null
        : {
            id: oldest.id,
            timestamp: isoUtc(oldest.instantMs),
            description: describe(oldest, view.names),
            leaves: isoUtc(leavesLogMs(oldest.instantMs, announcedDays)),
          },
    requests: requests ?? null,
    ahead: {
      duration: ahead,
      isCheck: isChecked,
      events: leaving.count,
      eventsAreAll: leaving.isAll,
      deletions: expiring(facts).length,
    },
    deletions: {
      count: deletions.length,
      first:
        first === undefined ? null : { id: first.event.id, until: isoUtc(first.untilMs), kind: first.kind },
    },
    archive:
      archived === undefined
        ? null
        : {
            eventsBehindFloor: archived.behindFloor,
            isExact: archived.isExact,
            oldest: archived.oldestMs === undefined ? null : isoUtc(archived.oldestMs),
            hasLeaving: archived.hasLeaving,
          },
  };
}

function instant(ms: number, { timeZone }: EventView): string {
  return formatInstant(ms, timeZone, 'minute');
}

function isoUtc(ms: number): string {
  return formatInstant(ms, 'UTC', 'iso-utc');
}
