/** The tables of the embedded account and their version; apart so that a change of form cannot go unnumbered. */

/** Raised with every change of form or of simulation that an existing folder would not survive. */
export const schemaVersion = 9;

/**
 * `record` is the business as it stands (`ordinal` counts each kind, so that any one of it
 * can be picked without counting), `deleted_record` what a restore needs, `event` the log,
 * where `words` is what a text is looked for in, and stands before `body` so that looking need not read that.
 * Rowid tables throughout: a text primary key without rowid loads five times slower (measured, architecture.md).
 */
export const schemaSql = `
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE record (
  n INTEGER PRIMARY KEY,
  location_id TEXT NOT NULL, kind TEXT NOT NULL, ordinal INTEGER NOT NULL, id TEXT NOT NULL,
  parent_id TEXT, contact_id TEXT, name TEXT NOT NULL, fields TEXT NOT NULL,
  created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL
);
CREATE UNIQUE INDEX record_id ON record (id);
CREATE INDEX record_kind ON record (location_id, kind, ordinal);
CREATE INDEX record_parent ON record (parent_id, kind) WHERE parent_id IS NOT NULL;
CREATE INDEX record_contact ON record (contact_id, kind) WHERE contact_id IS NOT NULL;

CREATE TABLE deleted_record (
  n INTEGER PRIMARY KEY,
  event_seq INTEGER NOT NULL, deleted_ms INTEGER NOT NULL,
  location_id TEXT NOT NULL, kind TEXT NOT NULL, ordinal INTEGER NOT NULL, id TEXT NOT NULL,
  parent_id TEXT, contact_id TEXT, name TEXT NOT NULL, fields TEXT NOT NULL,
  created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL
);
CREATE INDEX deleted_record_event ON deleted_record (event_seq);
CREATE UNIQUE INDEX deleted_record_id ON deleted_record (id);
CREATE INDEX deleted_record_parent ON deleted_record (parent_id, kind) WHERE parent_id IS NOT NULL;
CREATE INDEX deleted_record_time ON deleted_record (location_id, deleted_ms);

CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  location_id TEXT NOT NULL, at_ms INTEGER NOT NULL,
  type TEXT NOT NULL, module TEXT NOT NULL, source TEXT NOT NULL,
  source_id TEXT, record_id TEXT, words TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE restore (
  idempotency_key TEXT PRIMARY KEY,
  location_id TEXT NOT NULL, event_seq INTEGER NOT NULL, digest TEXT, state TEXT NOT NULL
);
`;

/**
 * By what the log is searched; those of two columns are for questions of which either half alone would be common.
 * Made after the first days have been lived: a million lines are sorted in seconds and inserted one by one in minutes.
 */
export const eventIndexesSql = [
  'CREATE INDEX event_time ON event (location_id, at_ms)',
  'CREATE INDEX event_type ON event (location_id, type, at_ms)',
  'CREATE INDEX event_module ON event (location_id, module, at_ms)',
  'CREATE INDEX event_source ON event (location_id, source, at_ms)',
  'CREATE INDEX event_user ON event (location_id, source_id, at_ms)',
  'CREATE INDEX event_record ON event (location_id, record_id, at_ms)',
  'CREATE INDEX event_user_type ON event (location_id, source_id, type, at_ms)',
  'CREATE INDEX event_user_module ON event (location_id, source_id, module, at_ms)',
  'CREATE INDEX event_module_type ON event (location_id, module, type, at_ms)',
];
