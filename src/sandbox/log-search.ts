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

type Column = 'record_id' | 'source_id' | 'type' | 'module' | 'source';

/** An index, and what is looked up in it: one value of each of its columns. */
interface Lead {
  readonly index: string;
  readonly columns: readonly Column[];
  readonly keys: readonly (readonly string[])[];
}

const indexOf: Readonly<Record<Column, string>> = {
  record_id: 'event_record',
  source_id: 'event_user',
  type: 'event_type',
  module: 'event_module',
  source: 'event_source',
};

const indexesOfTwo: readonly (readonly [Column, Column, string])[] = [
  ['source_id', 'type', 'event_user_type'],
  ['source_id', 'module', 'event_user_module'],
  ['module', 'type', 'event_module_type'],
];

/** Each costs a seek, and the database takes 500 in one question. */
const keysAtMost = 100;

/**
 * The events of one page: one seek along an index for each key of the narrowest lead, merged. A list of values
 * would otherwise make the database sort everything that matches before the first row.
 */
export function searchLog(database: Database, search: LogSearch): readonly FoundEvent[] {
  const wanted = conditions(search);
  const lead = narrowestLead(database, search, wanted);
  const rest = wanted.filter(({ column }) => !lead.columns.includes(column));
  const parts = lead.keys.map((key) => branch(search, lead, key, rest));
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

/** By how many events of the window each is likely to leave, so that a rare type of a busy user is found by its type. */
function narrowestLead(database: Database, search: LogSearch, wanted: readonly Condition[]): Lead {
  const leads = leadsFor(wanted);
  const [first = everything] = leads;
  if (leads.length < 2) return first;
  const measured = leads.map((lead) => ({ lead, events: likelyEvents(database, search, lead) }));
  return measured.reduce((least, one) => (one.events < least.events ? one : least)).lead;
}

const everything: Lead = { index: 'event_time', columns: [], keys: [[]] };

/** Indexes of two columns stand before those of one, and make those of their halves needless. */
function leadsFor(wanted: readonly Condition[]): readonly Lead[] {
  const valuesOf = (column: Column) => wanted.find((condition) => condition.column === column)?.values ?? [];
  const pairs = indexesOfTwo
    .map(([one, other, index]): Lead => {
      const keys = valuesOf(one).flatMap((value) => valuesOf(other).map((second) => [value, second]));
      return { index, columns: [one, other], keys };
    })
    .filter(({ keys }) => keys.length > 0 && keys.length <= keysAtMost);
  const paired = new Set(pairs.flatMap(({ columns }) => columns));
  const singles = wanted
    .filter(({ column }) => !paired.has(column))
    .map(({ column, values }): Lead => {
      return { index: indexOf[column], columns: [column], keys: values.map((value) => [value]) };
    });
  return [...singles, ...pairs];
}

/** Exact for what is rare; for the rest as many as there would be if the whole window were as dense as its newest part. */
function likelyEvents(
  database: Database,
  { locationId, startMs, endMs }: LogSearch,
  { index, columns, keys }: Lead,
): number {
  const sample = database.statement(
    `SELECT count(*), min(at_ms), max(at_ms) FROM (SELECT at_ms FROM event INDEXED BY ${index}
     WHERE location_id = ? AND ${equalities(columns)} AND at_ms >= ? AND at_ms <= ? ORDER BY at_ms DESC LIMIT ${sampleSize})`,
  );
  return keys.reduce((sum, key) => {
    const [count, oldestMs, newestMs] = (sample.row(locationId, ...key, startMs, endMs) ?? []).map(Number);
    if (count === undefined || count < sampleSize) return sum + (count ?? 0);
    const spanMs = Math.max(1, (newestMs ?? 0) - (oldestMs ?? 0));
    return sum + count * Math.max(1, ((newestMs ?? 0) - startMs) / spanMs);
  }, 0);
}

function equalities(columns: readonly Column[]): string {
  return columns.map((column) => `${column} = ?`).join(' AND ');
}

function branch(
  search: LogSearch,
  { index, columns }: Lead,
  key: readonly string[],
  rest: readonly Condition[],
) {
  // The cursor moves the window's end: a bound beside it would not shorten the walk along the index.
  const endMs = Math.min(search.endMs, search.after?.atMs ?? search.endMs);
  const values: Value[] = [search.locationId, search.startMs, endMs];
  let sql = `SELECT at_ms, seq FROM event INDEXED BY ${index} WHERE location_id = ? AND at_ms >= ? AND at_ms <= ?`;
  const add = (condition: string, ...more: readonly Value[]) => {
    sql += ` AND ${condition}`;
    values.push(...more);
  };
  if (columns.length > 0) add(equalities(columns), ...key);
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
