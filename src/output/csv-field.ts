/** Cells as they stand in a CSV. Most need nothing, which one look tells; whatever has to be escaped is left to csv-stringify. */
import { type Options, stringify } from 'csv-stringify/sync';

/** RFC 4180: a cell that holds a quote, a comma or a line break is quoted. */
const mustBeQuoted = /[",\r\n]/;

/** One cell, and no line break after it. */
const dialect: Options = { eof: false };

/** A row of its own is ended by CRLF. */
export const rowEnd = '\r\n';

/** A cell that is alone in its row and empty is quoted: an empty line would be no row. */
export const aloneAndEmpty = '""';

/** The cell among others. */
export function csvField(cell: string): string {
  if (!mustBeQuoted.test(cell)) return cell;
  return cell.includes('"') ? stringify([[cell]], dialect) : `"${cell}"`;
}

/** The same of a cell without quotes and line breaks. */
export function unescapedField(cell: string): string {
  return cell.includes(',') ? `"${cell}"` : cell;
}

/** A row of cells as they will stand; for what is no list of events. */
export function csvRow(cells: readonly string[]): string {
  return (cells.map(csvField).join(',') || aloneAndEmpty) + rowEnd;
}
