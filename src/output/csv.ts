/** CSV by RFC 4180: CRLF, UTF-8, a header; a batch of events is one text, for csv-stringify is slow by the row and fast by the page. */
import { type Options, stringify } from 'csv-stringify/sync';
import { changesOf } from '../audit/changes.js';
import type { AuditEvent } from '../audit/event.js';
import { type CsvRow, csvCell } from './csv-cell.js';
import { usualCsvColumns } from './csv-columns.js';
import { csvFields } from './csv-fields.js';
import type { EventFormat, FormatOptions } from './format.js';
import { type Lines, textOfLines } from './line-writer.js';
import { safeCell } from './safe-cell.js';

const byteOrderMark = '\ufeff';
/** The commas come with the cells (`csv-fields.ts`); a text by itself is one that must be quoted. */
const dialect: Options = {
  record_delimiter: '\r\n',
  delimiter: '',
  quoted_string: true,
  cast: { object: ({ text }) => String(text) },
};

/** Rows of cells as they will stand, by the same dialect; for what is no list of events. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return stringify(rows.map(csvFields), dialect);
}

/** Times are ISO 8601 with the offset of the view's zone; cells are made safe (safe-cell.ts) unless `rawCells`. */
export function createCsv(options: FormatOptions): EventFormat {
  const { view, rawCells = false, bom = false, perField = false } = options;
  const shape = { isPerField: perField, isTimeSplit: false };
  const columns = (options.columns ?? options.fields ?? usualCsvColumns(shape)).map(csvCell);
  const cells = columns.map(({ isText, value }): ((row: CsvRow) => string) =>
    isText && !rawCells ? (row) => safeCell(value(row, view) ?? '') : (row) => value(row, view) ?? '',
  );
  const lines = (events: readonly AuditEvent[]): Lines => {
    const rows = events.map(perField ? rowsPerField : wholeRow);
    const text = csvText(rows.flat().map((row) => cells.map((cell) => cell(row))));
    const bytes = Buffer.from(text, 'utf8');
    const counts = Uint32Array.from(rows, ({ length }) => length);
    return { bytes, ends: endsOf(bytes, counts), ...(perField ? { rows: counts } : {}) };
  };
  return {
    start: () => (bom ? byteOrderMark : '') + csvText([columns.map(({ header }) => header)]),
    batch: (events) => textOfLines(lines(events)),
    lines,
    end: () => '',
  };
}

function wholeRow(event: AuditEvent): readonly CsvRow[] {
  return [{ event, change: undefined }];
}

/** An event that changed no field is a row all the same: it happened. */
function rowsPerField(event: AuditEvent): readonly CsvRow[] {
  const changes = changesOf(event);
  return changes.length === 0 ? wholeRow(event) : changes.map((change) => ({ event, change }));
}

const quote = 0x22;
const lineFeed = 0x0a;

/** Where the rows of each event end: at a line feed that stands in no quoted cell. */
function endsOf(bytes: Uint8Array, rows: Uint32Array): Uint32Array {
  let at = 0;
  return rows.map((count) => {
    let isQuoted = false;
    for (let left = count; left > 0; at++) {
      if (bytes[at] === quote) isQuoted = !isQuoted;
      else if (bytes[at] === lineFeed && !isQuoted) left--;
    }
    return at;
  });
}
