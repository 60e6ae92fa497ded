/** The columns of the CSV, frozen: importers name them or count on their order. New ones go to the end. */
import type { FieldName } from './fields.js';

/**
 * Timestamp, User, Event type, Module, Description, Record, Event ID, User ID, User email, Actor, Source, Record ID,
 * Record type, Changed fields, Changes. `before`, `after` and `raw` can be asked for; `Changes` holds both sides of
 * every field that changed.
 */
export const csvColumns: readonly FieldName[] = [
  'timestamp',
  'user',
  'eventType',
  'module',
  'description',
  'record',
  'id',
  'userId',
  'userEmail',
  'actor',
  'source',
  'recordId',
  'recordType',
  'changedFields',
  'changes',
];
