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
  const columns = columnsOf(fields);
  return (event) => {
    let line = '';
    for (const { prefix, field } of columns) line += prefix + valueJson(field, event, view);
    return `${line}}`;
  };
}

/**
 * The lines of `eventToJson` in pieces, each line ended: whole JSON texts of the account (`raw`, mostly Latin and most of a line)
 * stand alone, apart from our sentences with their curly quotes, which would make them twice as wide in memory.
 */
export function eventsToPieces(
  view: EventView,
  fields: readonly FieldName[] = defaultKeys,
): (events: readonly AuditEvent[]) => readonly string[] {
  const columns = columnsOf(fields);
  return (events) => {
    const pieces: string[] = [];
    let text = '';
    for (const event of events) {
      for (const { prefix, field } of columns) {
        text += prefix;
        const value = valueJson(field, event, view);
        if (field === eventFields.raw) {
          pieces.push(text, value);
          text = '';
        } else {
          text += value;
        }
      }
      text += '}\n';
    }
    pieces.push(text);
    return pieces;
  };
}

interface Column {
  readonly prefix: string;
  readonly field: EventField;
}

function columnsOf(fields: readonly FieldName[]): readonly Column[] {
  return fields.map((name, index) => ({
    prefix: `${index === 0 ? '{' : ','}"${name}":`,
    field: eventFields[name],
  }));
}

function valueJson(field: EventField, event: AuditEvent, view: EventView): string {
  if (field.kind === 'list') return valueToJson(field.value(event));
  const value = field.value(event, view);
  if (value === undefined) return 'null';
  return field.kind === 'json' ? value : textToJson(value);
}
