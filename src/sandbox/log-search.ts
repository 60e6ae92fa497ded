/** Pages of the log out of indexed SQL: newest first, by seeking where a cursor is given, without ever counting. */

import type { Database } from './database.js';
import { fold } from './search-text.js';

/** What a page is asked for; both ends inclusive, milliseconds since the epoch. */
export interface LogSearch {
  readonly locationId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly recordId: string | undefined;
  readonly userIds: readonly string[];
  readonly types: readonly string[];
  readonly modules: readonly string[];
  readonly sources: readonly string[];
  /** Case does not count. */
  readonly text: string | undefined;
  /** Matching events to pass over. */
  readonly offset: number;
  readonly limit: number;
  /** Only what lies behind this place. */
  readonly after: Place | undefined;
}

/** Where an event stands in the order of the log. */
export interface Place {
  readonly atMs: number;
  readonly seq: number;
}

export interface FoundEvent extends Place {
  readonly module: string;
  /** The event's JSON. */
  readonly body: string;
}

type Value = string | number;

/** A condition on a column: any of the values. */
interface Condition {
  readonly column: Column;
  readonly values: readonly string[];
}

type Column = keyof typeof indexOf;

const indexOf = {
  record_id: 'event_record',
  source_id: 'event_user',
  type: 'event_type',
  module: 'event_module',
  source: 'event_source',
} as const;

/**
 * The events of one page: one seek along an index for each value of the narrowest condition, merged. A list of values
 * would otherwise make the database sort everything that matches before the first row.
 */
export function searchLog(database: Database, search: LogSearch): readonly FoundEvent[] {
  const [first, ...rest] = narrowestFirst(database, search, conditions(search));
  const branches = first === undefined ? [[]] : first.values.map((value) => [{ ...first, values: [value] }]);
  const parts = branches.map((leading) => branch(search, [...leading, ...rest]));
  const sql = `SELECT e.at_ms, e.seq, e.module, e.body FROM (
      SELECT at_ms, seq FROM (${parts.map((part) => `SELECT * FROM (${part.sql})`).join(' UNION ALL ')})
      ORDER BY at_ms DESC, seq DESC LIMIT ? OFFSET ?
    ) AS found JOIN event AS e ON e.seq = found.seq ORDER BY e.at_ms DESC, e.seq DESC`;
  const values = parts.flatMap((part) => part.values);
  return database
    .statement(sql)
    .rows(...values, search.limit, search.offset)
    .map(([atMs, seq, module, body]) => ({
      atMs: Number(atMs),
      seq: Number(seq),
      module: String(module),
      body: String(body),
    }));
}

function conditions(search: LogSearch): readonly Condition[] {
  const all: readonly Condition[] = [
    { column: 'record_id', values: search.recordId === undefined ? [] : [search.recordId] },
    { column: 'source_id', values: [...new Set(search.userIds)] },
    { column: 'type', values: [...new Set(search.types)] },
    { column: 'module', values: [...new Set(search.modules)] },
    { column: 'source', values: [...new Set(search.sources)] },
  ];
  return all.filter(({ values }) => values.length > 0);
}

/** How many of the newest are looked at to tell how common something is: so many cost a millisecond. */
const sampleSize = 2000;

/** By how many events of the window each condition is likely to leave, so that a rare type of a busy user is found by its type. */
function narrowestFirst(
  database: Database,
  search: LogSearch,
  wanted: readonly Condition[],
): readonly Condition[] {
  if (wanted.length < 2) return wanted;
  const measured = wanted.map((condition) => ({
    condition,
    events: likelyEvents(database, search, condition),
  }));
  return measured.sort((a, b) => a.events - b.events).map(({ condition }) => condition);
}

/** Exact for what is rare; for the rest as many as there would be if the whole window were as dense as its newest part. */
function likelyEvents(
  database: Database,
  { locationId, startMs, endMs }: LogSearch,
  { column, values }: Condition,
): number {
  const sample = database.statement(
    `SELECT count(*), min(at_ms), max(at_ms) FROM (SELECT at_ms FROM event INDEXED BY ${indexOf[column]}
     WHERE location_id = ? AND ${column} = ? AND at_ms >= ? AND at_ms <= ? ORDER BY at_ms DESC LIMIT ${sampleSize})`,
  );
  return values.reduce((sum, value) => {
    const [count, oldestMs, newestMs] = (sample.row(locationId, value, startMs, endMs) ?? []).map(Number);
    if (count === undefined || count < sampleSize) return sum + (count ?? 0);
    const spanMs = Math.max(1, (newestMs ?? 0) - (oldestMs ?? 0));
    return sum + count * Math.max(1, ((newestMs ?? 0) - startMs) / spanMs);
  }, 0);
}

function branch(search: LogSearch, wanted: readonly Condition[]) {
  const [first, ...rest] = wanted;
  // The cursor moves the window's end: a bound beside it would not shorten the walk along the index.
  const endMs = Math.min(search.endMs, search.after?.atMs ?? search.endMs);
  const values: Value[] = [search.locationId, search.startMs, endMs];
  const index = first === undefined ? 'event_time' : indexOf[first.column];
  let sql = `SELECT at_ms, seq FROM event INDEXED BY ${index} WHERE location_id = ? AND at_ms >= ? AND at_ms <= ?`;
  const add = (condition: string, ...more: readonly Value[]) => {
    sql += ` AND ${condition}`;
    values.push(...more);
  };
  if (first !== undefined) add(`${first.column} = ?`, first.values[0] ?? '');
  for (const { column, values: any } of rest) {
    add(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(any));
  }
  if (search.after !== undefined) {
    add('(at_ms < ? OR seq < ?)', search.after.atMs, search.after.seq);
  }
  if (search.text !== undefined) add('instr(words, ?) > 0', fold(search.text));
  values.push(search.offset + search.limit);
  return { sql: `${sql} ORDER BY at_ms DESC, seq DESC LIMIT ?`, values };
}
