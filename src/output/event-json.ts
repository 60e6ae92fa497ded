/** One event as one line of JSON, for the formats `json` and `ndjson`; apart because both promise the same keys. */
import type { AuditEvent } from '../audit/event.js';
import { type EventField, type EventView, eventFields, type FieldName, fieldNames } from './fields.js';
import { textToJson, valueToJson } from './json-text.js';
import { type Lines, LineWriter } from './line-writer.js';

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
 * The lines of `eventToJson`, each begun and ended as told: what is two bytes wide in memory, our sentences with their curly
 * quotes, is written alone, for it would make a whole line so; and so does `raw`, most of a line, which is mostly the
 * account's own bytes.
 */
export function eventsToLines(
  view: EventView,
  fields: readonly FieldName[] = defaultKeys,
): (events: readonly AuditEvent[], begin: () => string, end: string) => Lines {
  const columns = columnsOf(fields);
  return (events, begin, end) => {
    const writer = new LineWriter(events.length);
    for (const event of events) {
      let text = begin();
      for (const { prefix, field } of columns) {
        text += prefix;
        const value = writtenValue(field, event, view);
        if (field === eventFields.raw || field === eventFields.description) {
          writer.add(text);
          writer.add(value);
          text = '';
        } else {
          text += value;
        }
      }
      writer.add(`${text}}${end}`);
      writer.endLine();
    }
    return writer.finish();
  };
}

function writtenValue(field: EventField, event: AuditEvent, view: EventView): string | Uint8Array {
  return (field === eventFields.raw ? event.printableRaw : undefined) ?? valueJson(field, event, view);
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
