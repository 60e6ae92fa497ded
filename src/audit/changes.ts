/** What an event changed, field by field: made from its changed fields, before and after; tolerates any JSON. */

import { addCustomFieldChanges, customFieldsIn } from './custom-field.js';
import { DistinctNames } from './distinct-names.js';
import type { AuditEvent, JsonObject } from './event.js';
import { labelOfField } from './field-label.js';
import { isObject, isScalar, ownText, ownValue, sameJson } from './json-value.js';

export interface FieldChange {
  /** The wire's name; `customFields.<id>` for a custom field. */
  readonly field: string;
  /** For people; a custom field's own name. */
  readonly label: string;
  /** Undefined: the event does not have it. */
  readonly before: unknown;
  readonly after: unknown;
  /** For lists: what came and what went. */
  readonly added?: readonly unknown[];
  readonly removed?: readonly unknown[];
}

/** Bookkeeping that every write touches; shown only where the event itself names them as changed. */
const bookkeeping: ReadonlySet<string> = new Set([
  ...['_id', '__v', 'id', 'locationId', 'companyId', 'createdBy', 'lastUpdatedBy', 'indexVersion'],
  ...[
    'createdAt',
    'updatedAt',
    'dateAdded',
    'dateUpdated',
    'lastStatusChangeAt',
    'lastStageChangeAt',
    'lastActionDate',
  ],
]);

const tagFields: ReadonlySet<string> = new Set(['tags', 'tagsAdded', 'tagsRemoved']);

/**
 * The changes in the order in which the event names them. Unchanged fields are left out. Where before and after are both
 * there, what differs counts; a field on one side only counts unless the event names its changed fields without it, for one
 * side may hold more of the record than the other. A field named without any value is kept: it changed, and nobody knows how.
 * Never throws.
 */
export function changesOf(event: AuditEvent): readonly FieldChange[] {
  if (latest?.event !== event) latest = { event, changes: compare(event) };
  return latest.changes;
}

/** Its sentence and its fields are asked for one after the other: an event that is written is compared once. */
let latest: { readonly event: AuditEvent; readonly changes: readonly FieldChange[] } | undefined;

function compare(event: AuditEvent): readonly FieldChange[] {
  const { before, after } = event;
  const tags = tagChange(before, after);
  const changes: FieldChange[] = tags === undefined ? [] : [tags];
  for (const field of fieldsOf(event)) {
    if (tags === undefined || !tagFields.has(field)) addChanges(changes, field, before, after);
  }
  return changes;
}

function addChanges(
  changes: FieldChange[],
  field: string,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): void {
  const old = valueAt(before, field);
  const fresh = valueAt(after, field);
  if (field === 'customFields' && addCustomChanges(changes, old, fresh)) return;
  if (!isUnchanged(old, fresh)) addChangesWithin(changes, field, old, fresh, 0);
  else if (old === undefined && !isTold(field, before, after)) {
    changes.push({ field, label: labelOfField(field), before: undefined, after: undefined });
  }
}

/** Named fields first, then those of before and of after. */
function fieldsOf({ type, changedFields, before, after }: AuditEvent): readonly string[] {
  const fields = new DistinctNames(changedFields);
  const isWholeRecord = type === 'CREATED' || type === 'DELETED' || type === 'RESTORED';
  const isEveryField = isWholeRecord || changedFields.length === 0;
  for (const side of [before, after]) {
    if (side === undefined) continue;
    const other = side === before ? after : before;
    for (const field of Object.keys(side)) {
      const isShown = isEveryField || hasOwn(other, field) || isList(field);
      if (isShown && !bookkeeping.has(field)) fields.add(field);
    }
  }
  return fields.all;
}

/** Lists that the wire names otherwise than the field that they change. */
function isList(field: string): boolean {
  return tagFields.has(field) || field === 'customFields';
}

function hasOwn(side: JsonObject | undefined, field: string): boolean {
  return side !== undefined && Object.hasOwn(side, field);
}

/** A named field may be a path: `address.city`. */
function valueAt(side: JsonObject | undefined, field: string): unknown {
  if (side === undefined) return undefined;
  if (Object.hasOwn(side, field)) return side[field];
  if (!field.includes('.')) return undefined;
  let value: unknown = side;
  for (const key of field.split('.', 8)) value = isObject(value) ? ownValue(value, key) : undefined;
  return value;
}

/** Absent, null, blank and the empty list all say "nothing": going from one to another is no change. */
function isUnchanged(old: unknown, fresh: unknown): boolean {
  return sameJson(old, fresh) || (isNothing(old) && isNothing(fresh));
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** Objects are compared key by key, to a depth that people can still read. */
function addChangesWithin(
  changes: FieldChange[],
  field: string,
  before: unknown,
  after: unknown,
  depth: number,
): void {
  if (depth >= 3 || !isObject(before) || !isObject(after)) {
    changes.push(changeOf(field, before, after));
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, fresh] = [ownValue(before, key), ownValue(after, key)];
    if (!isUnchanged(old, fresh)) addChangesWithin(changes, `${field}.${key}`, old, fresh, depth + 1);
  }
}

function changeOf(field: string, before: unknown, after: unknown): FieldChange {
  const change = { field, label: labelOfField(field), before, after };
  if (!isComparedList(before) || !isComparedList(after)) return change;
  return { ...change, added: missingFrom(before, after), removed: missingFrom(after, before) };
}

/** Longer lists are shown whole: comparing each with each would cost the square. */
function isComparedList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && (value.length <= 100 || value.every(isScalar));
}

function missingFrom(list: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  const known = new Set(list);
  return others.filter(
    (item) => !known.has(item) && (isScalar(item) || !list.some((one) => sameJson(one, item))),
  );
}

/** False, and nothing added, where there is no value at all, or one of another shape. */
function addCustomChanges(changes: FieldChange[], old: unknown, fresh: unknown): boolean {
  if (old === undefined && fresh === undefined) return false;
  const [before, after] = [customFieldsIn(old), customFieldsIn(fresh)];
  if (before === undefined || after === undefined) return false;
  addCustomFieldChanges(changes, before, after);
  return true;
}

/** `tagsAdded` and `tagsRemoved` may stand on either side. */
function tagChange(before: JsonObject | undefined, after: JsonObject | undefined): FieldChange | undefined {
  if (!isTagChange(before) && !isTagChange(after)) return undefined;
  const added = listOf('tagsAdded', before, after);
  const removed = listOf('tagsRemoved', before, after);
  if (added.length === 0 && removed.length === 0) return undefined;
  return {
    field: 'tags',
    label: 'Tags',
    before: ownValue(before, 'tags'),
    after: ownValue(after, 'tags'),
    added,
    removed,
  };
}

function isTagChange(side: JsonObject | undefined): boolean {
  return hasOwn(side, 'tagsAdded') || hasOwn(side, 'tagsRemoved');
}

function listOf(field: string, ...sides: readonly (JsonObject | undefined)[]): readonly unknown[] {
  const items = sides.flatMap((side) => ownValue(side, field) ?? []);
  return [...new Set(items)];
}

/** Named, without a value under its own name, but told under another: custom fields by id or name, the group of all. */
function isTold(field: string, before: JsonObject | undefined, after: JsonObject | undefined): boolean {
  if (hasOwn(before, field) || hasOwn(after, field)) return true;
  return [before, after].some((side) => {
    const custom = customFieldsIn(ownValue(side, 'customFields'));
    return (
      custom !== undefined &&
      (custom.ids.indexOf(field) !== -1 ||
        custom.entries.some((entry) => ownText(entry, 'fieldName') === field))
    );
  });
}
