/** What an event changed, field by field: made from its changed fields, before and after; tolerates any JSON. */

import { customFieldChanges, customFieldsIn } from './custom-field.js';
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
  const named = new Set(event.changedFields);
  const changes: FieldChange[] = [];
  const tags = tagChange(before, after);
  if (tags !== undefined) changes.push(tags);
  for (const field of fieldsOf(event, named)) {
    if (tags !== undefined && tagFields.has(field)) continue;
    const [old, fresh] = [valueAt(before, field), valueAt(after, field)];
    const custom = field === 'customFields' ? customChanges(old, fresh) : undefined;
    if (custom !== undefined) {
      changes.push(...custom);
    } else if (!isUnchanged(old, fresh)) {
      changes.push(...changesWithin(field, old, fresh));
    } else if (old === undefined && !isTold(field, before, after)) {
      changes.push({ field, label: labelOfField(field), before: undefined, after: undefined });
    }
  }
  return changes;
}

/** Named fields first, then those of before and of after. */
function fieldsOf({ type, before, after }: AuditEvent, named: ReadonlySet<string>): ReadonlySet<string> {
  const fields = new Set(named);
  const isWholeRecord = type === 'CREATED' || type === 'DELETED' || type === 'RESTORED';
  const isEveryField = isWholeRecord || named.size === 0;
  for (const side of [before, after]) {
    for (const field of keysOf(side)) {
      if (fields.has(field) || bookkeeping.has(field)) continue;
      const isOnBoth = hasOwn(before, field) && hasOwn(after, field);
      if (isOnBoth || isEveryField || isList(field)) fields.add(field);
    }
  }
  return fields;
}

/** Lists that the wire names otherwise than the field that they change. */
function isList(field: string): boolean {
  return tagFields.has(field) || field === 'customFields';
}

function keysOf(side: JsonObject | undefined): readonly string[] {
  return side === undefined ? [] : Object.keys(side);
}

function hasOwn(side: JsonObject | undefined, field: string): boolean {
  return side !== undefined && Object.hasOwn(side, field);
}

/** A named field may be a path: `address.city`. */
function valueAt(side: JsonObject | undefined, field: string): unknown {
  if (side === undefined || Object.hasOwn(side, field) || !field.includes('.')) return ownValue(side, field);
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
function changesWithin(field: string, before: unknown, after: unknown, depth = 0): readonly FieldChange[] {
  if (depth >= 3 || !isObject(before) || !isObject(after)) return [changeOf(field, before, after)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [old, fresh] = [ownValue(before, key), ownValue(after, key)];
    return isUnchanged(old, fresh) ? [] : changesWithin(`${field}.${key}`, old, fresh, depth + 1);
  });
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

/** Undefined where there is no value at all, or one of another shape. */
function customChanges(old: unknown, fresh: unknown): readonly FieldChange[] | undefined {
  if (old === undefined && fresh === undefined) return undefined;
  const [before, after] = [customFieldsIn(old), customFieldsIn(fresh)];
  return before === undefined || after === undefined ? undefined : customFieldChanges(before, after);
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
    const entries = [...(customFieldsIn(ownValue(side, 'customFields')) ?? [])];
    return entries.some(([id, entry]) => id === field || ownText(entry, 'fieldName') === field);
  });
}
