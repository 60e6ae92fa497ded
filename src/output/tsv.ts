/** Tab separated text for scripts: full values, ISO 8601 UTC, one event a line whatever its texts hold. */
import { type EventField, eventFields, type FieldName } from './fields.js';
import type { EventFormat, FormatOptions } from './format.js';
import { harmless } from './harmless.js';

/** The columns of the table, in its order. */
export const defaultFields: readonly FieldName[] = [
  'timestamp',
  'user',
  'eventType',
  'description',
  'record',
  'id',
];

/** Lines without a header unless asked for; tabs, line breaks and control characters inside a value are written as `\t`, `\n`, `\x1b`. */
export function createTsv({ view, fields = defaultFields, header = false }: FormatOptions): EventFormat {
  const columns = fields.map((name) => eventFields[name]);
  return {
    start: () => (header ? `${columns.map((column) => column.header).join('\t')}\n` : ''),
    batch: (events) =>
      events
        .map((event) => `${columns.map((column) => harmless(valueText(column, event, view))).join('\t')}\n`)
        .join(''),
    end: () => '',
  };
}

function valueText(
  field: EventField,
  event: Parameters<EventField['value']>[0],
  view: FormatOptions['view'],
): string {
  const value = field.value(event, view);
  return typeof value === 'string' ? value : (value?.join(', ') ?? '');
}
