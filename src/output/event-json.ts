/** One event as one line of JSON, for the formats `json` and `ndjson`; apart because both promise the same keys. */
import type { AuditEvent } from '../audit/event.js';
import { type EventField, type EventView, eventFields, type FieldName, fieldNames } from './fields.js';
import { textToJson, valueToJson } from './json-text.js';

/** Every field but `before` and `after`: `raw` holds them, in the account's own bytes. */
const defaultKeys = fieldNames.filter((name) => name !== 'before' && name !== 'after');

/**
 * Writes events as JSON objects on one line, keys in the order given, null for what an event has not.
 * `raw` is the account's text itself, never parsed and written again: numbers keep their digits and keys their order.
 */
export function eventToJson(
  view: EventView,
  fields: readonly FieldName[] = defaultKeys,
): (event: AuditEvent) => string {
  const columns = fields.map((name, index) => ({
    prefix: `${index === 0 ? '{' : ','}"${name}":`,
    field: eventFields[name],
  }));
  return (event) => {
    let line = '';
    for (const { prefix, field } of columns) line += prefix + valueJson(field, event, view);
    return `${line}}`;
  };
}

function valueJson(field: EventField, event: AuditEvent, view: EventView): string {
  if (field.kind === 'list') return valueToJson(field.value(event));
  const value = field.value(event, view);
  if (value === undefined) return 'null';
  return field.kind === 'json' ? value : textToJson(value);
}
