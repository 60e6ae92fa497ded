/** Custom fields on the wire, `[{id, fieldName, fieldValue}]`: compared by id, named by their own names. */
import { areDistinct, DistinctNames } from './distinct-names.js';
import type { JsonObject } from './event.js';
import { isObject, ownText, ownValue, sameJson } from './json-value.js';

interface CustomFieldChange {
  readonly field: string;
  readonly label: string;
  readonly before: unknown;
  readonly after: unknown;
}

interface CustomFields {
  readonly ids: DistinctNames;
  /** In the order of the ids. */
  readonly entries: readonly JsonObject[];
}

const none: CustomFields = { ids: new DistinctNames([]), entries: [] };

/** The entries, where the value is a list of custom fields with an id or a name each, none twice; else undefined. */
export function customFieldsIn(value: unknown): CustomFields | undefined {
  if (value === undefined || value === null) return none;
  if (!Array.isArray(value)) return undefined;
  const ids: string[] = [];
  for (const entry of value) {
    const id = isObject(entry) ? (ownText(entry, 'id') ?? nameOf(entry)) : undefined;
    if (id === undefined) return undefined;
    ids.push(id);
  }
  return areDistinct(ids) ? { ids: new DistinctNames(ids), entries: value } : undefined;
}

/** Adds one change for each custom field whose value differs. */
export function addCustomFieldChanges(
  changes: CustomFieldChange[],
  before: CustomFields,
  after: CustomFields,
): void {
  before.ids.all.forEach((id, place) => {
    addChange(changes, id, before.entries[place], after.entries[after.ids.indexOf(id)]);
  });
  after.ids.all.forEach((id, place) => {
    if (before.ids.indexOf(id) === -1) addChange(changes, id, undefined, after.entries[place]);
  });
}

function addChange(
  changes: CustomFieldChange[],
  id: string,
  old: JsonObject | undefined,
  fresh: JsonObject | undefined,
): void {
  const was = fieldValueOf(old);
  const is = fieldValueOf(fresh);
  if (sameJson(was, is)) return;
  const label = nameOf(fresh) ?? nameOf(old) ?? id;
  changes.push({ field: `customFields.${id}`, label, before: was, after: is });
}

function nameOf(entry: JsonObject | undefined): string | undefined {
  return ownText(entry, 'fieldName') ?? ownText(entry, 'name');
}

/** `fieldValue` in the log; the vendor's documents also write `field_value` and `value`. */
function fieldValueOf(entry: JsonObject | undefined): unknown {
  return ownValue(entry, 'fieldValue') ?? ownValue(entry, 'field_value') ?? ownValue(entry, 'value');
}
