/** Keeps the records of one location in the database, and those deleted for as long as a restore may want them. */

import type { BusinessRecord, FieldsOf, Kind } from './business.js';
import type { Database } from './database.js';
import type { Random } from './random.js';

const columns = 'kind, id, parent_id, contact_id, name, fields, created_ms, updated_ms';

export interface Records {
  insert<K extends Kind>(record: BusinessRecord<K>): void;
  find<K extends Kind>(kind: K, id: string): BusinessRecord<K> | undefined;
  /** @throws MissingRecordError when there is none. */
  get<K extends Kind>(kind: K, id: string): BusinessRecord<K>;
  update<K extends Kind>(record: BusinessRecord<K>): void;
  /** All of a kind, oldest first. */
  list<K extends Kind>(kind: K): readonly BusinessRecord<K>[];
  children<K extends Kind>(kind: K, parentId: string): readonly BusinessRecord<K>[];
  ofContact<K extends Kind>(kind: K, contactId: string): readonly BusinessRecord<K>[];
  newest<K extends Kind>(kind: K): BusinessRecord<K> | undefined;
  /** Any one of the kind; undefined when there is none. Cost does not grow with their number. */
  any<K extends Kind>(kind: K, random: Random): BusinessRecord<K> | undefined;
  count(kind: Kind): number;
  /** Takes a record out of the business and keeps it under the event that tells of its deletion. */
  remove(kind: Kind, id: string, eventSeq: number, atMs: number): void;
  /** What was deleted under an event, in the order of deletion. */
  deletedUnder<K extends Kind>(kind: K, eventSeq: number): readonly DeletedRecord<K>[];
  /** Deleted records of a deleted or living parent, in the order of deletion. */
  deletedChildren<K extends Kind>(kind: K, parentId: string): readonly DeletedRecord<K>[];
  findDeleted<K extends Kind>(kind: K, id: string): DeletedRecord<K> | undefined;
  /** Every deleted record of a kind, the last first. */
  listDeleted<K extends Kind>(kind: K): readonly DeletedRecord<K>[];
  /** Puts a deleted record back as it was. @throws MissingRecordError when it is not kept any more. */
  revive(kind: Kind, id: string): void;
}

/** A record that was taken out of the business, and the event under which it is kept. */
export interface DeletedRecord<K extends Kind> {
  readonly record: BusinessRecord<K>;
  readonly eventSeq: number;
  readonly deletedMs: number;
}

/** A record that was asked for by id and is not there. */
export class MissingRecordError extends Error {
  override readonly name = 'MissingRecordError';
}

/** The records of one location, for as long as nobody else writes them: one transaction, or one answer. */
export function openRecords(database: Database, locationId: string): Records {
  const ordinals = openOrdinals(database, locationId);
  const selectBy = (index: string) =>
    `SELECT ${columns} FROM record INDEXED BY ${index} WHERE location_id = ? AND kind = ?`;
  const select = selectBy('record_kind');
  const many = <K extends Kind>(sql: string, ...values: (string | number)[]) =>
    database
      .statement(sql)
      .rows(...values)
      .map((row) => toRecord<K>(row));
  const one = <K extends Kind>(sql: string, ...values: (string | number)[]) => {
    const row = database.statement(sql).row(...values);
    return row === undefined ? undefined : toRecord<K>(row);
  };
  const selectDeleted = `SELECT ${columns}, event_seq, deleted_ms FROM deleted_record WHERE location_id = ? AND kind = ?`;
  const manyDeleted = <K extends Kind>(sql: string, ...values: (string | number)[]) =>
    database
      .statement(sql)
      .rows(...values)
      .map(
        (row): DeletedRecord<K> => ({
          record: toRecord<K>(row),
          eventSeq: Number(row[8]),
          deletedMs: Number(row[9]),
        }),
      );
  const find = <K extends Kind>(kind: K, id: string) =>
    one<K>(`${selectBy('record_id')} AND id = ?`, locationId, kind, id);
  return {
    find,
    insert: (record) => insert(database, locationId, ordinals.next(record.kind), record),
    get: (kind, id) => {
      const record = find(kind, id);
      if (record === undefined) throw new MissingRecordError(`there is no ${kind} ${id}`);
      return record;
    },
    update: (record) => update(database, record),
    list: (kind) => many(`${select} ORDER BY ordinal`, locationId, kind),
    children: (kind, parentId) =>
      many(`${selectBy('record_parent')} AND parent_id = ? ORDER BY ordinal`, locationId, kind, parentId),
    ofContact: (kind, contactId) =>
      many(`${selectBy('record_contact')} AND contact_id = ? ORDER BY ordinal`, locationId, kind, contactId),
    newest: (kind) => one(`${select} ORDER BY ordinal DESC LIMIT 1`, locationId, kind),
    any: (kind, random) => {
      const [first, last] = ordinals.of(kind);
      if (last === 0) return undefined;
      return one(
        `${select} AND ordinal >= ? ORDER BY ordinal LIMIT 1`,
        locationId,
        kind,
        random.between(first, last),
      );
    },
    count: (kind) =>
      Number(
        database
          .statement('SELECT count(*) FROM record WHERE location_id = ? AND kind = ?')
          .row(locationId, kind)?.[0],
      ),
    remove: (kind, id, eventSeq, atMs) => {
      remove(database, kind, id, eventSeq, atMs);
      ordinals.forget(kind);
    },
    deletedUnder: (kind, eventSeq) =>
      manyDeleted(`${selectDeleted} AND event_seq = ? ORDER BY n`, locationId, kind, eventSeq),
    deletedChildren: (kind, parentId) =>
      manyDeleted(`${selectDeleted} AND parent_id = ? ORDER BY n`, locationId, kind, parentId),
    findDeleted: (kind, id) =>
      manyDeleted<typeof kind>(`${selectDeleted} AND id = ?`, locationId, kind, id)[0],
    listDeleted: (kind) => manyDeleted(`${selectDeleted} ORDER BY n DESC`, locationId, kind),
    revive: (kind, id) => {
      revive(database, kind, id);
      ordinals.forget(kind);
    },
  };
}

/** The first and last ordinal of each kind, 0 and 0 where there is none; asked for once, for a simulation asks before every step. */
interface Ordinals {
  of(kind: Kind): readonly [first: number, last: number];
  /** The one of a record that is about to be inserted. */
  next(kind: Kind): number;
  /** After a record has come or gone in another way. */
  forget(kind: Kind): void;
}

function openOrdinals(database: Database, locationId: string): Ordinals {
  const known = new Map<Kind, readonly [number, number]>();
  const look = (kind: Kind): readonly [number, number] => {
    const row = database
      .statement(
        // Two lookups: asked for both at once, the database would walk through all of the kind.
        `SELECT (SELECT min(ordinal) FROM record WHERE location_id = ?1 AND kind = ?2),
                (SELECT max(ordinal) FROM record WHERE location_id = ?1 AND kind = ?2)`,
      )
      .row(locationId, kind);
    return [Number(row?.[0] ?? 0), Number(row?.[1] ?? 0)];
  };
  const of = (kind: Kind) => {
    const span = known.get(kind) ?? look(kind);
    known.set(kind, span);
    return span;
  };
  return {
    of,
    next: (kind) => {
      const [first, last] = of(kind);
      known.set(kind, [first === 0 ? last + 1 : first, last + 1]);
      return last + 1;
    },
    forget: (kind) => known.delete(kind),
  };
}

function insert<K extends Kind>(
  database: Database,
  locationId: string,
  ordinal: number,
  record: BusinessRecord<K>,
): void {
  database
    .statement(`INSERT INTO record (location_id, ordinal, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(
      locationId,
      ordinal,
      record.kind,
      record.id,
      record.parentId,
      record.contactId,
      record.name,
      JSON.stringify(record.fields),
      record.createdMs,
      record.updatedMs,
    );
}

function update<K extends Kind>(database: Database, record: BusinessRecord<K>): void {
  database
    .statement(
      'UPDATE record SET parent_id = ?, contact_id = ?, name = ?, fields = ?, updated_ms = ? WHERE id = ? AND kind = ?',
    )
    .run(
      record.parentId,
      record.contactId,
      record.name,
      JSON.stringify(record.fields),
      record.updatedMs,
      record.id,
      record.kind,
    );
}

function remove(database: Database, kind: Kind, id: string, eventSeq: number, atMs: number): void {
  database
    .statement(
      `INSERT INTO deleted_record (event_seq, deleted_ms, location_id, ordinal, ${columns})
       SELECT ?, ?, location_id, ordinal, ${columns} FROM record WHERE id = ? AND kind = ?`,
    )
    .run(eventSeq, atMs, id, kind);
  database.statement('DELETE FROM record WHERE id = ? AND kind = ?').run(id, kind);
}

function revive(database: Database, kind: Kind, id: string): void {
  const revived = database
    .statement(
      `INSERT INTO record (location_id, ordinal, ${columns})
       SELECT location_id, ordinal, ${columns} FROM deleted_record WHERE id = ? AND kind = ? RETURNING id`,
    )
    .row(id, kind);
  if (revived === undefined) throw new MissingRecordError(`no deleted ${kind} ${id} is kept`);
  database.statement('DELETE FROM deleted_record WHERE id = ? AND kind = ?').run(id, kind);
}

function toRecord<K extends Kind>(row: readonly unknown[]): BusinessRecord<K> {
  const [kind, id, parentId, contactId, name, fields, createdMs, updatedMs] = row;
  return {
    kind: kind as K,
    id: String(id),
    parentId: parentId as string | null,
    contactId: contactId as string | null,
    name: String(name),
    fields: JSON.parse(String(fields)) as FieldsOf[K],
    createdMs: Number(createdMs),
    updatedMs: Number(updatedMs),
  };
}
