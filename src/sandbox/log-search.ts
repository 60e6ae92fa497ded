/** Pages of the log out of indexed SQL: newest first, by seeking where a cursor is given, without ever counting. */

import type { Database } from './database.js';

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

/** The events of one page. */
export function searchLog(database: Database, search: LogSearch): readonly FoundEvent[] {
  return search.text === undefined ? seek(database, search) : searchText(database, search, search.text);
}

type Value = string | number;

/** A condition on a column, as SQL and its values. */
interface Condition {
  readonly column: string;
  readonly values: readonly string[];
}

/**
 * One seek along an index for each value of the narrowest condition, merged: a list of values would otherwise make the
 * database sort everything that matches before the first row.
 */
function seek(database: Database, search: LogSearch): readonly FoundEvent[] {
  const [first, ...rest] = conditions(search);
  const branches = first === undefined ? [[]] : first.values.map((value) => [{ ...first, values: [value] }]);
  const depth = search.offset + search.limit;
  const parts = branches.map((leading) => branch(search, [...leading, ...rest], depth));
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

/** Narrowest first, as far as one can know without counting. */
function conditions(search: LogSearch): readonly Condition[] {
  const all: readonly Condition[] = [
    { column: 'record_id', values: search.recordId === undefined ? [] : [search.recordId] },
    { column: 'source_id', values: search.userIds },
    { column: 'type', values: search.types },
    { column: 'module', values: search.modules },
    { column: 'source', values: search.sources },
  ];
  return all.filter(({ values }) => values.length > 0);
}

const indexOf: Readonly<Record<string, string>> = {
  record_id: 'event_record',
  source_id: 'event_user',
  type: 'event_type',
  module: 'event_module',
  source: 'event_source',
};

function branch(search: LogSearch, wanted: readonly Condition[], depth: number) {
  const searched = indexOf[wanted[0]?.column ?? ''] ?? 'event_time';
  const values: Value[] = [search.locationId, search.startMs, search.endMs];
  let sql = `SELECT at_ms, seq FROM event INDEXED BY ${searched} WHERE location_id = ? AND at_ms >= ? AND at_ms <= ?`;
  for (const [index, condition] of wanted.entries()) {
    // The first is one value, to be sought; the others are looked at, whatever their number, under one and the same text.
    sql +=
      index === 0
        ? ` AND ${condition.column} = ?`
        : ` AND ${condition.column} IN (SELECT value FROM json_each(?))`;
    values.push(index === 0 ? (condition.values[0] ?? '') : JSON.stringify(condition.values));
  }
  if (search.after !== undefined) {
    sql += ' AND (at_ms < ? OR (at_ms = ? AND seq < ?)) AND at_ms <= ?';
    values.push(search.after.atMs, search.after.atMs, search.after.seq, search.after.atMs);
  }
  values.push(depth);
  return { sql: `${sql} ORDER BY at_ms DESC, seq DESC LIMIT ?`, values };
}

/** Events read at a time while looking for a text. */
const chunk = 500;

function searchText(database: Database, search: LogSearch, text: string): readonly FoundEvent[] {
  const needle = text.toLowerCase();
  const found: FoundEvent[] = [];
  let after = search.after;
  for (;;) {
    const events = seek(database, { ...search, after, offset: 0, limit: chunk });
    found.push(...events.filter(({ body }) => holds(body, needle)));
    if (found.length >= search.offset + search.limit || events.length < chunk) break;
    after = events.at(-1);
  }
  return found.slice(search.offset, search.offset + search.limit);
}

/** The record's name, the source's name, and every value that changed: what the `query` filter looks at. */
function holds(body: string, needle: string): boolean {
  const event = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return ['documentName', 'sourceName', 'before', 'after'].some((name) => valueHolds(event[name], needle));
}

function valueHolds(value: unknown, needle: string): boolean {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).some((inner) => valueHolds(inner, needle));
  }
  return value !== undefined && value !== null && String(value).toLowerCase().includes(needle);
}
