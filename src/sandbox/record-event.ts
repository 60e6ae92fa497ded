/** The only writer of the log. Each service calls it inside the transaction that changes the record. */

import type { Change } from './change.js';
import { searchable } from './search-text.js';

type Values = Readonly<Record<string, unknown>>;

/** What a service says of its change; who, when and by which way come from the change itself. */
export interface Happening {
  /** The wire's `documentType`. */
  readonly module: string;
  readonly type: string;
  readonly record: { readonly id: string; readonly name: string | null; readonly contactId?: string | null };
  readonly changedFields?: readonly string[];
  readonly before?: Values;
  readonly after?: Values;
}

/** Where an event stands in the log; `seq` orders events of one millisecond. */
export interface RecordedEvent {
  readonly seq: number;
  readonly id: string;
}

/** Writes one event and gives its place and id. */
export function recordEvent(change: Change, happening: Happening): RecordedEvent {
  const seq = change.log.next(change.atMs);
  const id = eventId(change, seq);
  const { actor, atMs, locationId } = change;
  change.database
    .statement(
      `INSERT INTO event (seq, location_id, at_ms, type, module, source, source_id, record_id, words, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      seq,
      locationId,
      atMs,
      happening.type,
      happening.module,
      actor.source,
      actor.sourceId ?? null,
      happening.record.id,
      searchable([happening.record.name, actor.sourceName, happening.before, happening.after]),
      JSON.stringify(wireEvent(change, happening, id)),
    );
  return { seq, id };
}

/** The seq inside an event's id; undefined for a text that no event here can bear. */
export function seqOfEventId(id: string): number | undefined {
  return /^[0-9a-f]{24}$/u.test(id) ? Number.parseInt(id.slice(16), 16) : undefined;
}

/** Built as the service's ids are (a MongoDB ObjectId): seconds, the place, a counter; so ids of one instant keep their order. */
function eventId({ locationId, atMs }: Change, seq: number): string {
  const seconds = Math.floor(atMs / 1000);
  return hex(seconds) + hex(place(locationId)) + hex(seq);
}

function place(locationId: string): number {
  let sum = 0;
  for (const letter of locationId) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0;
  return sum;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function wireEvent({ actor, atMs }: Change, happening: Happening, id: string): Values {
  const { record } = happening;
  return {
    _id: id,
    createdAt: new Date(atMs).toISOString(),
    documentType: happening.module,
    type: happening.type,
    id: record.id,
    ...(record.contactId ? { secondaryId: record.contactId } : {}),
    ...(record.name === null ? {} : { documentName: record.name }),
    source: actor.source,
    ...(actor.sourceId === undefined ? {} : { sourceId: actor.sourceId }),
    ...(actor.sourceName === undefined ? {} : { sourceName: actor.sourceName }),
    ...(happening.changedFields === undefined ? {} : { changedFields: happening.changedFields }),
    ...(happening.before === undefined ? {} : { before: happening.before }),
    ...(happening.after === undefined ? {} : { after: happening.after }),
    ...(actor.createdBySource === undefined
      ? {}
      : { meta: { after: { createdBy: { source: actor.createdBySource } } } }),
  };
}
