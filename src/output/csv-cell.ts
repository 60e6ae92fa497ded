/** What stands in the cells of a CSV: the fields of an event, and what only a CSV has, civil times and one changed field a row. */
import type { FieldChange } from '../audit/changes.js';
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { isScalar } from '../audit/json-value.js';
import { type EventField, type EventView, eventFields, type FieldName } from './fields.js';
import { valueToJson } from './json-text.js';

/** What a row is made of; `change` is undefined where a row is a whole event, or the event changed nothing. */
export interface CsvRow {
  readonly event: AuditEvent;
  readonly change: FieldChange | undefined;
}

/** `isText`: may hold anything that anybody typed; the rest is our own writing, or JSON. */
interface CsvCell {
  readonly header: string;
  readonly isText: boolean;
  readonly value: (row: CsvRow, view: EventView) => string | undefined;
}

const timeCells = {
  date: ours('Date', ({ event }, { timeZone }) => formatInstant(event.instantMs, timeZone, 'day')),
  time: ours('Time', ({ event }, { timeZone }) =>
    formatInstant(event.instantMs, timeZone, 'second').slice('2026-11-21 '.length),
  ),
  utcOffset: ours('UTC offset', ({ event }, { timeZone }) =>
    formatInstant(event.instantMs, timeZone, 'iso-offset').slice('2026-11-21T18:04:09.123'.length),
  ),
} as const;

const changeCells = {
  field: text('Field', ({ change }) => change?.field),
  fieldLabel: text('Field label', ({ change }) => change?.label),
  oldValue: text('Old value', ({ change }) => valueText(change?.before)),
  newValue: text('New value', ({ change }) => valueText(change?.after)),
  added: text('Added', ({ change }) => valueText(change?.added)),
  removed: text('Removed', ({ change }) => valueText(change?.removed)),
} as const;

type TimeColumn = keyof typeof timeCells;
type ChangeColumn = keyof typeof changeCells;

/** Frozen, as the fields are. */
export type CsvColumn = FieldName | TimeColumn | ChangeColumn;

/** A timestamp as a spreadsheet likes it; seconds are enough there, and the offset tells the hour that comes twice a year. */
export const timeColumns = Object.keys(timeCells) as readonly TimeColumn[];

/** What one row says of one changed field. */
export const changeColumns = Object.keys(changeCells) as readonly ChangeColumn[];

const ownCells: Readonly<Partial<Record<CsvColumn, CsvCell>>> = { ...timeCells, ...changeCells };

/** A column's header, and where its cells come from. */
export function csvCell(name: CsvColumn): CsvCell {
  return ownCells[name] ?? cellOfField(name as FieldName);
}

function cellOfField(name: FieldName): CsvCell {
  const field: EventField = eventFields[name];
  const { header } = field;
  if (name === 'timestamp') {
    return ours(header, ({ event }, { timeZone }) => formatInstant(event.instantMs, timeZone, 'iso-offset'));
  }
  if (field.kind === 'list') return text(header, ({ event }) => field.value(event).join(', '));
  return { header, isText: field.kind === 'text', value: ({ event }, view) => field.value(event, view) };
}

/** Text and numbers as they are, lists and objects as JSON; what is not there, or null, is an empty cell. */
function valueText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return isScalar(value) ? String(value) : valueToJson(value);
}

function text(header: string, value: CsvCell['value']): CsvCell {
  return { header, isText: true, value };
}

function ours(header: string, value: CsvCell['value']): CsvCell {
  return { header, isText: false, value };
}
