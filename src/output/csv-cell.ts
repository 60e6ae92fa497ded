/** What stands in the cells of a CSV: the fields of an event, and what only a CSV has, civil times and one changed field a row. */
import { changesOf, type FieldChange } from '../audit/changes.js';
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { isScalar } from '../audit/json-value.js';
import { plainChangesField } from './changes-json.js';
import type { ColumnText } from './column-text.js';
import { type EventField, type EventView, eventFields, type FieldName } from './fields.js';
import { valueToJson } from './json-text.js';

export interface CsvCell {
  readonly header: string;
  /** `time`: our own writing; all but that and `json` may hold anything that anybody typed. */
  readonly origin: ColumnText['origin'];
  /** `change` is undefined where a row is a whole event, or the event changed nothing. */
  readonly value: (event: AuditEvent, view: EventView, change: FieldChange | undefined) => string | undefined;
  /** The cell of an event that is plain as it stands in the file, quotes and all, where that is had faster. */
  readonly plainField?: (event: AuditEvent) => string;
}

const timeCells = {
  date: time('Date', (event, { timeZone }) => formatInstant(event.instantMs, timeZone, 'day')),
  time: time('Time', (event, { timeZone }) =>
    formatInstant(event.instantMs, timeZone, 'second').slice('2026-11-21 '.length),
  ),
  utcOffset: time('UTC offset', (event, { timeZone }) =>
    formatInstant(event.instantMs, timeZone, 'iso-offset').slice('2026-11-21T18:04:09.123'.length),
  ),
} as const;

const changeCells = {
  field: ofChange('Field', (change) => change?.field),
  fieldLabel: ofChange('Field label', (change) => change?.label),
  oldValue: ofChange('Old value', (change) => valueText(change?.before)),
  newValue: ofChange('New value', (change) => valueText(change?.after)),
  added: ofChange('Added', (change) => valueText(change?.added)),
  removed: ofChange('Removed', (change) => valueText(change?.removed)),
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
    return time(header, (event, { timeZone }) => formatInstant(event.instantMs, timeZone, 'iso-offset'));
  }
  if (field.kind === 'list') {
    return { header, origin: 'event', value: (event) => field.value(event).join(', ') };
  }
  if (field.kind === 'text') return { header, origin: field.origin, value: field.value };
  const cell: CsvCell = { header, origin: 'json', value: field.value };
  return name === 'changes' ? { ...cell, plainField: (event) => plainChangesField(changesOf(event)) } : cell;
}

/** Text and numbers as they are, lists and objects as JSON; what is not there, or null, is an empty cell. */
function valueText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return isScalar(value) ? String(value) : valueToJson(value);
}

function ofChange(header: string, read: (change: FieldChange | undefined) => string | undefined): CsvCell {
  return { header, origin: 'change', value: (_event, _view, change) => read(change) };
}

function time(header: string, value: CsvCell['value']): CsvCell {
  return { header, origin: 'time', value };
}
