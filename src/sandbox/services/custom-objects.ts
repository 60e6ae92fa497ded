/** Custom objects: their schemas, records and associations. Nothing here can be restored. */

import { readSettings } from '../account-settings.js';
import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { hasCustomObjects } from '../retention.js';
import { SandboxError } from '../sandbox-error.js';
import { create, edit, fall, remove } from './lifecycle.js';

type ObjectSchema = BusinessRecord<'object'>;
type ObjectRecord = BusinessRecord<'objectRecord'>;

/**
 * The key gets the prefix that the service gives to custom keys.
 * @throws SandboxError `sandbox-rule` on a plan without custom objects.
 */
export function createObject(
  change: Change,
  given: {
    readonly key: string;
    readonly singular: string;
    readonly plural: string;
    readonly description: string;
  },
): ObjectSchema {
  if (!canDefineObjects(change)) {
    throw new SandboxError(
      'sandbox-rule',
      'The plan of this account has no custom objects.',
      'Begin on a larger one: audit sandbox simulate --plan growth',
    );
  }
  const key = `custom_objects.${given.key}`;
  return create(change, 'object', {
    name: given.plural,
    fields: { ...given, key, standard: false, primaryDisplayProperty: `${key}.name` },
  });
}

/** Whether the account's plan has custom objects. */
export function canDefineObjects({ database }: Change): boolean {
  const settings = readSettings(database);
  return settings === undefined || hasCustomObjects(settings.plan);
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

/** Unties an object's record from a contact. */
export function dissociate(change: Change, association: BusinessRecord<'association'>): void {
  remove(change, association);
}

/** Deletes a schema with its records, each with its event, for good. */
export function deleteObject(change: Change, object: ObjectSchema): void {
  const { seq } = remove(change, object);
  for (const record of change.records.children('objectRecord', object.id)) fall(change, record, seq);
}
