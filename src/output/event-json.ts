/** One event as one line of JSON, for the formats `json` and `ndjson`; apart because both promise the same keys. */
import type { AuditEvent } from '../audit/event.js';
import { type EventField, type EventView, eventFields, type FieldName, fieldNames } from './fields.js';
import type { Piece } from './format.js';
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
 * The lines of `eventToJson` in pieces, each line begun and ended as told: what is two bytes wide in memory, our sentences with
 * their curly quotes, stands alone, for it would make a whole line so; and so does `raw`, most of a line, which is mostly
 * the account's own bytes.
 */
export function eventsToPieces(
  view: EventView,
  fields: readonly FieldName[] = defaultKeys,
): (events: readonly AuditEvent[], begin: () => string, end: string) => readonly Piece[] {
  const columns = columnsOf(fields);
  return (events, begin, end) => {
    const pieces: Piece[] = [];
    let text = '';
    for (const event of events) {
      text += begin();
      for (const { prefix, field } of columns) {
        text += prefix;
        const value = pieceOf(field, event, view);
        if (field === eventFields.raw || field === eventFields.description) {
          pieces.push(text, value);
          text = '';
        } else {
          text += value;
        }
      }
      text += `}${end}`;
    }
    pieces.push(text);
    return pieces;
  };
}

function pieceOf(field: EventField, event: AuditEvent, view: EventView): Piece {
  return (field === eventFields.raw ? event.plainRaw : undefined) ?? valueJson(field, event, view);
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
