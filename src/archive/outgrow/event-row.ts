/** An event as a row of a table: the columns that Parquet files and SQL have in common, by the names of the README. */
import type { AuditEvent } from '../../audit/event.js';

/** In the order of the columns; what an event lacks is null. `raw` is the event as the account sent it, with all that has no column. */
export interface EventRow {
  readonly id: string;
  readonly timestamp: Date;
  readonly type: string;
  readonly module: string;
  readonly record_id: string | null;
  readonly record_name: string | null;
  readonly contact_id: string | null;
  readonly source: string;
  readonly user_id: string | null;
  readonly user_name: string | null;
  /** A JSON list of names. */
  readonly changed_fields: string;
  readonly raw: string;
}

/** @param nameOf what a user was called when the log was collected */
export function eventRow(event: AuditEvent, nameOf: (userId: string) => string | undefined): EventRow {
  const { sourceId } = event;
  const called = sourceId === undefined ? undefined : nameOf(sourceId);
  return {
    id: event.id,
    timestamp: new Date(event.instantMs),
    type: event.type,
    module: event.module,
    record_id: event.recordId ?? null,
    record_name: event.recordName ?? null,
    contact_id: event.contactId ?? null,
    source: event.source,
    user_id: sourceId ?? null,
    user_name: event.sourceName ?? called ?? null,
    changed_fields: JSON.stringify(event.changedFields),
    raw: event.rawText,
  };
}
