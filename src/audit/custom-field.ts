/** Custom fields on the wire, `[{id, fieldName, fieldValue}]`: compared by id, named by their own names. */
import type { JsonObject } from './event.js';
import { isObject, ownText, ownValue, sameJson } from './json-value.js';

interface CustomFieldChange {
  readonly field: string;
  readonly label: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The entries, where the value is a list of custom fields with an id or a name each, none twice; else undefined. */
export function customFieldsIn(value: unknown): ReadonlyMap<string, JsonObject> | undefined {
  if (value === undefined || value === null) return new Map();
  if (!Array.isArray(value)) return undefined;
  const entries = new Map<string, JsonObject>();
  for (const entry of value) {
    const key = isObject(entry) ? (ownText(entry, 'id') ?? nameOf(entry)) : undefined;
    if (key === undefined || entries.has(key)) return undefined;
    entries.set(key, entry);
  }
  return entries;
}

/** One change for each custom field whose value differs. */
export function customFieldChanges(
  before: ReadonlyMap<string, JsonObject>,
  after: ReadonlyMap<string, JsonObject>,
): readonly CustomFieldChange[] {
  const changes: CustomFieldChange[] = [];
  const compare = (id: string, old: JsonObject | undefined, fresh: JsonObject | undefined): void => {
    const [was, is] = [fieldValueOf(old), fieldValueOf(fresh)];
    if (sameJson(was, is)) return;
    const label = nameOf(fresh) ?? nameOf(old) ?? id;
    changes.push({ field: `customFields.${id}`, label, before: was, after: is });
  };
  for (const [id, old] of before) compare(id, old, after.get(id));
  for (const [id, fresh] of after) if (!before.has(id)) compare(id, undefined, fresh);
  return changes;
}

function nameOf(entry: JsonObject | undefined): string | undefined {
  return ownText(entry, 'fieldName') ?? ownText(entry, 'name');
}

/** `fieldValue` in the log; the vendor's documents also write `field_value` and `value`. */
function fieldValueOf(entry: JsonObject | undefined): unknown {
  return ownValue(entry, 'fieldValue') ?? ownValue(entry, 'field_value') ?? ownValue(entry, 'value');
}
