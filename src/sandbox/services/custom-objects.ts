/** Custom objects: their schemas, records and associations. Nothing here can be restored. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { create, edit, remove } from './lifecycle.js';

type ObjectSchema = BusinessRecord<'object'>;
type ObjectRecord = BusinessRecord<'objectRecord'>;

/** The key gets the prefix that the service gives to custom keys. */
export function createObject(
  change: Change,
  given: {
    readonly key: string;
    readonly singular: string;
    readonly plural: string;
    readonly description: string;
  },
): ObjectSchema {
  const key = `custom_objects.${given.key}`;
  return create(change, 'object', {
    name: given.plural,
    fields: { ...given, key, standard: false, primaryDisplayProperty: `${key}.name` },
  });
}

/** Another description of a schema. */
export function describeObject(change: Change, object: ObjectSchema, description: string): ObjectSchema {
  return edit(change, object, { fields: { description } });
}

/** A new record of a custom object. */
export function addObjectRecord(
  change: Change,
  object: ObjectSchema,
  name: string,
  properties: ObjectRecord['fields']['properties'],
): ObjectRecord {
  return create(change, 'objectRecord', {
    name,
    parentId: object.id,
    fields: { objectKey: object.fields.key, properties },
  });
}

/** Changes some properties; the others stay. */
export function editObjectRecord(
  change: Change,
  record: ObjectRecord,
  properties: ObjectRecord['fields']['properties'],
): ObjectRecord {
  return edit(change, record, { fields: { properties: { ...record.fields.properties, ...properties } } });
}

/** Deletes a record for good. */
export function deleteObjectRecord(change: Change, record: ObjectRecord): void {
  remove(change, record);
}

/** Ties an object's record to a contact. */
export function associate(change: Change, record: ObjectRecord, contact: BusinessRecord<'contact'>): void {
  create(change, 'association', {
    name: `${record.name} – ${contact.name}`,
    contactId: contact.id,
    fields: { objectKey: record.fields.objectKey, firstRecordId: record.id, secondRecordId: contact.id },
  });
}
