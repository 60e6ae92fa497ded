/** One event as one line of JSON, for the formats `json` and `ndjson`; apart because both promise the same keys. */
import type { AuditEvent } from '../audit/event.js';
import { type ColumnText, withRemembered } from './column-text.js';
import { type EventField, type EventView, eventFields, type FieldName, fieldNames } from './fields.js';
import { plainTextsToJson, textToJson, valueToJson } from './json-text.js';
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
  const columns = columnsOf(fields, view);
  return (event) => {
    let line = '';
    for (const { of } of columns) line += of(event, false, undefined);
    return `${line}}`;
  };
}

/** The lines of `eventToJson`, each begun and ended as told. */
export function eventsToLines(
  view: EventView,
  fields: readonly FieldName[] = defaultKeys,
): (events: readonly AuditEvent[], begin: () => string, end: string) => Lines {
  const columns = columnsOf(fields, view);
  return (events, begin, end) => {
    const writer = new LineWriter(events.length);
    for (const event of events) {
      const isPlain = event.isPlain === true;
      writer.beginLine(isPlain);
      writer.add(begin());
      for (const { origin, of } of columns) {
        const text = of(event, isPlain, undefined);
        if (origin === 'sentence') writer.addWide(text);
        else writer.add(text);
      }
      writer.add(`}${end}`);
      writer.endLine();
    }
    return writer.finish();
  };
}

function columnsOf(fields: readonly FieldName[], view: EventView): readonly ColumnText[] {
  const columns = fields.map((name, index) =>
    columnOf(`${index === 0 ? '{' : ','}"${name}":`, eventFields[name], view),
  );
  return withRemembered(columns, view.names);
}

function columnOf(prefix: string, field: EventField, view: EventView): ColumnText {
  switch (field.kind) {
    case 'json':
      return { origin: 'json', of: (event) => prefix + (field.value(event, view) ?? 'null') };
    case 'list':
      return {
        origin: 'event',
        of: (event, isPlain) => prefix + (isPlain ? plainTextsToJson : valueToJson)(field.value(event)),
      };
    case 'text':
      return { origin: field.origin, of: textOf(prefix, field, view) };
  }
}

function textOf(
  prefix: string,
  { origin, value }: EventField & { readonly kind: 'text' },
  view: EventView,
): ColumnText['of'] {
  return (event, isPlain) => {
    const text = value(event, view);
    if (text === undefined) return `${prefix}null`;
    return isPlain && origin === 'event' ? `${prefix}"${text}"` : prefix + textToJson(text);
  };
}
