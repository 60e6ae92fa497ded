/** Deletions that can still be brought back, as a listing: how long for, when, who, what, and the id that `restore` takes. */
import { actorOf } from '../audit/attribution.js';
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import type { RestorableDeletion } from '../audit/restorable.js';
import type { RestoreObstacle } from '../audit/restore-obstacle.js';
import { daysLeft } from '../audit/retention.js';
import { recordNameOf, subjectOf } from '../audit/subject.js';
import type { EventView } from '../output/fields.js';
import type { Listing, ListingColumn } from '../output/listing.js';
import { spanInWords } from '../output/span.js';

/** Less than this is told in colour: a week has one working day of everybody's in it. */
const soonMs = 7 * 86_400_000;

/** A deletion, and what has to be cleared away before it can come back. */
export interface ListedDeletion extends RestorableDeletion {
  readonly obstacle: RestoreObstacle | undefined;
}

export interface DeletionView {
  readonly view: EventView;
  /** By the account's clock. */
  readonly nowMs: number;
}

/** The rows in the order given; `rest`: what else the JSON document holds. */
export function deletionListing(
  rows: readonly ListedDeletion[],
  { view, nowMs }: DeletionView,
  rest: Readonly<Record<string, unknown>>,
): Listing<ListedDeletion> {
  return {
    key: 'deletions',
    rest,
    rows,
    columns: columnsOf(view, nowMs),
    toJson: (row) => toJson(row, view, nowMs),
  };
}

function columnsOf({ names, timeZone }: EventView, nowMs: number): readonly ListingColumn<ListedDeletion>[] {
  return [
    {
      header: 'Left',
      value: ({ untilMs }) => String(daysLeft(untilMs, nowMs)),
      shown: ({ untilMs }) => spanInWords(untilMs - nowMs),
      paint: ({ untilMs }, { warning }) => (untilMs - nowMs < soonMs ? warning : undefined),
      isWhole: true,
    },
    { header: 'Until', value: ({ untilMs }) => isoUtc(untilMs), shown: null },
    {
      header: 'Deleted',
      value: ({ event }) => isoUtc(event.instantMs),
      shown: ({ event }) => formatInstant(event.instantMs, timeZone, 'minute'),
      paint: (_, { faint }) => faint,
      isWhole: true,
    },
    { header: 'User', value: ({ event }) => actorOf(event, names).name },
    { header: 'Kind', value: ({ kind }) => kind, shown: null },
    { header: 'Record', value: ({ event }) => recordNameOf(event) ?? '', shown: null },
    {
      header: 'With it',
      value: ({ fallenCount }) => (fallenCount === undefined ? '' : String(fallenCount)),
      shown: null,
    },
    { header: 'What', value: (row) => `${hindered(row)}${subjectOf(row.event, names)}${withIt(row)}` },
    {
      header: 'Event ID',
      value: ({ event }) => event.id,
      paint: (_, { faint }) => faint,
      isWhole: true,
    },
  ];
}

function withIt({ kind, fallenCount }: RestorableDeletion): string {
  // None in the log is no proof that there was none.
  if (!fallenCount || kind === 'opportunity') return '';
  return kind === 'pipeline'
    ? ` with ${countedText(fallenCount, 'opportunity', 'opportunities')}`
    : ` with ${countedText(fallenCount, 'appointment', 'appointments')}`;
}

function hindered({ obstacle }: ListedDeletion): string {
  const words = obstacleWords(obstacle);
  return words === undefined ? '' : `(${words}) `;
}

/** What stands in the way of a restore that a person may still choose, as a clause; undefined where nothing does. */
export function obstacleWords(obstacle: RestoreObstacle | undefined): string | undefined {
  if (obstacle === 'pipeline-gone') return 'its pipeline first';
  return obstacle === 'name-taken' ? 'its name is taken' : undefined;
}

/** Frozen keys; null for what nobody knows. */
function toJson(
  { event, kind, untilMs, fallenCount, obstacle }: ListedDeletion,
  { names }: EventView,
  nowMs: number,
): object {
  const actor = actorOf(event, names);
  return {
    id: event.id,
    deleted: isoUtc(event.instantMs),
    until: isoUtc(untilMs),
    daysLeft: daysLeft(untilMs, nowMs),
    kind,
    record: recordNameOf(event) ?? null,
    recordId: event.recordId ?? null,
    opportunities: kind === 'pipeline' ? (fallenCount ?? null) : null,
    appointments: kind === 'calendar' ? (fallenCount ?? null) : null,
    obstacle: obstacle ?? null,
    user: actor.name,
    userId: actor.id ?? null,
    userEmail: actor.email ?? null,
  };
}

function isoUtc(ms: number): string {
  return formatInstant(ms, 'UTC', 'iso-utc');
}
