/** Single events of the log, looked up by id or by record. */

import type { Database } from './database.js';
import { seqOfEventId } from './record-event.js';

/** Who did it, in the words of the event. */
export interface LoggedActor {
  readonly source: string;
  readonly sourceId: string | null;
  readonly sourceName: string | null;
}

export interface LogEntry {
  readonly seq: number;
  readonly id: string;
  readonly atMs: number;
  readonly module: string;
  readonly type: string;
  readonly recordId: string;
  readonly recordName: string | null;
  readonly actor: LoggedActor;
  readonly before: Readonly<Record<string, unknown>>;
}

const columns = 'seq, at_ms, module, type, record_id, body';

/** The event of this id, unless it lies below the floor. */
export function findEvent(
  database: Database,
  locationId: string,
  eventId: string,
  floor: number,
): LogEntry | undefined {
  const seq = seqOfEventId(eventId);
  if (seq === undefined) return undefined;
  const row = database
    .statement(`SELECT ${columns} FROM event WHERE seq = ? AND location_id = ? AND at_ms >= ?`)
    .row(seq, locationId, floor);
  const entry = row === undefined ? undefined : toEntry(row);
  return entry?.id === eventId ? entry : undefined;
}

/** The event of this place in the log. */
export function eventAt(database: Database, seq: number): LogEntry | undefined {
  const row = database.statement(`SELECT ${columns} FROM event WHERE seq = ?`).row(seq);
  return row === undefined ? undefined : toEntry(row);
}

/** The first event of this type about a record that comes behind another event. */
export function nextEventOf(
  database: Database,
  locationId: string,
  { recordId, seq }: Pick<LogEntry, 'recordId' | 'seq'>,
  type: string,
): LogEntry | undefined {
  const row = database
    .statement(
      `SELECT ${columns} FROM event
       WHERE location_id = ? AND record_id = ? AND type = ? AND seq > ? ORDER BY seq LIMIT 1`,
    )
    .row(locationId, recordId, type, seq);
  return row === undefined ? undefined : toEntry(row);
}

function toEntry([seq, atMs, module, type, recordId, body]: readonly unknown[]): LogEntry {
  const event = JSON.parse(String(body)) as Readonly<Record<string, unknown>>;
  return {
    seq: Number(seq),
    id: String(event['_id']),
    atMs: Number(atMs),
    module: String(module),
    type: String(type),
    recordId: String(recordId),
    recordName: textOrNull(event['documentName']),
    actor: {
      source: String(event['source']),
      sourceId: textOrNull(event['sourceId']),
      sourceName: textOrNull(event['sourceName']),
    },
    before: (event['before'] ?? {}) as Readonly<Record<string, unknown>>,
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
