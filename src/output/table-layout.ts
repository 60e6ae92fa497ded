/** Which shape a table takes on a screen of so many columns: decided once, from the first batch. */
import { fitWidths, naturalWidth, usualDescription } from './column.js';
import { eventFields, type FieldName } from './fields.js';
import type { TableRow } from './table-row.js';
import { displayWidth } from './width.js';

/** Timestamp, User, Event type, Description, Record, and the id that `show` and `restore` take. */
export const tableFields: readonly FieldName[] = [
  'timestamp',
  'user',
  'eventType',
  'description',
  'record',
  'id',
];

export interface TableLayout {
  /** `row`: one line. `pair`: a line, and the description below it. `card`: a few short lines. */
  readonly kind: 'row' | 'pair' | 'card';
  /** The columns of the grid: none on cards, no description in pairs. */
  readonly names: readonly FieldName[];
  readonly widths: readonly number[];
  /** The day stands in a heading of its own, and only the time in the column. */
  readonly hasDayHeading: boolean;
}

/** From here on each row has room for its date. */
const dateColumnFrom = 130;

/** The roomiest shape that fits; fields of one's own choice are rows or cards. */
export function chooseLayout(
  fields: readonly FieldName[],
  rows: readonly TableRow[],
  width: number,
): TableLayout {
  const isUsual = fields === tableFields;
  const hasDayHeading = isUsual && width < dateColumnFrom;
  const widthsOf = (names: readonly FieldName[]) =>
    fitWidths(
      names,
      names.map((name) => columnWidth(name, rows, hasDayHeading)),
      width,
    );
  const widths = widthsOf(fields);
  const isRoomy = !isUsual || (widths?.[fields.indexOf('description')] ?? 0) >= usualDescription;
  if (widths !== undefined && isRoomy) return { kind: 'row', names: fields, widths, hasDayHeading };
  const names = fields.filter((name) => name !== 'description');
  const pairWidths = isUsual ? widthsOf(names) : undefined;
  if (pairWidths !== undefined) return { kind: 'pair', names, widths: pairWidths, hasDayHeading };
  return { kind: 'card', names: [], widths: [], hasDayHeading };
}

/** The header above a column. */
export function columnHeader(name: FieldName, { hasDayHeading }: Pick<TableLayout, 'hasDayHeading'>): string {
  return name === 'timestamp' && hasDayHeading ? 'Time' : eventFields[name].header;
}

function columnWidth(name: FieldName, rows: readonly TableRow[], hasDayHeading: boolean): number {
  if (name === 'timestamp' && hasDayHeading) return 'hh:mm'.length;
  const least = name === 'description' ? usualDescription : eventFields[name].header.length;
  return naturalWidth(
    name,
    rows.reduce((widest, { texts }) => Math.max(widest, displayWidth(texts[name] ?? '')), least),
  );
}
