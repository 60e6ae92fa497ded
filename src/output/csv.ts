/** CSV by RFC 4180: CRLF, UTF-8, a header. */
import { changesOf, type FieldChange } from '../audit/changes.js';
import type { AuditEvent } from '../audit/event.js';
import type { ColumnText } from './column-text.js';
import { type CsvCell, csvCell } from './csv-cell.js';
import { csvColumnTexts } from './csv-column-text.js';
import { usualCsvColumns } from './csv-columns.js';
import { csvRow, rowEnd } from './csv-field.js';
import type { EventFormat, FormatOptions } from './format.js';
import { type Lines, LineWriter, textOfLines } from './line-writer.js';

const byteOrderMark = '\ufeff';

/** Times are ISO 8601 with the offset of the view's zone; cells are made safe (safe-cell.ts) unless `rawCells`. */
export function createCsv(options: FormatOptions): EventFormat {
  const { bom = false, perField = false } = options;
  const shape = { isPerField: perField, isTimeSplit: false };
  const cells = (options.columns ?? options.fields ?? usualCsvColumns(shape)).map(csvCell);
  const lines = linesOf(cells, options);
  return {
    start: () => (bom ? byteOrderMark : '') + csvRow(cells.map(({ header }) => header)),
    batch: (events) => textOfLines(lines(events)),
    lines,
    end: () => '',
  };
}

/** A row is of a whole event. */
const wholeEvent = [undefined];

function linesOf(
  cells: readonly CsvCell[],
  { view, rawCells = false, perField = false }: FormatOptions,
): (events: readonly AuditEvent[]) => Lines {
  const columns = csvColumnTexts(cells, view, rawCells);
  return (events) => {
    const writer = new LineWriter(events.length);
    const rows: number[] = [];
    for (const event of events) {
      const changes = perField ? changesOrNone(event) : wholeEvent;
      addRows(writer, columns, event, changes);
      rows.push(changes.length);
    }
    const lines = writer.finish();
    return perField ? { ...lines, rows: Uint32Array.from(rows) } : lines;
  };
}

/** An event that changed no field is a row all the same: it happened. */
function changesOrNone(event: AuditEvent): readonly (FieldChange | undefined)[] {
  const changes = changesOf(event);
  return changes.length === 0 ? wholeEvent : changes;
}

/** What is of the event is the same in each of its rows. */
function addRows(
  writer: LineWriter,
  columns: readonly ColumnText[],
  event: AuditEvent,
  changes: readonly (FieldChange | undefined)[],
): void {
  const isPlain = event.isPlain === true;
  const texts: string[] = [];
  writer.beginLine(isPlain);
  for (const change of changes) {
    let index = 0;
    for (const { origin, of } of columns) {
      const known = origin === 'change' ? undefined : texts[index];
      const text = known ?? of(event, isPlain, change);
      texts[index++] = text;
      if (origin === 'sentence') writer.addWide(text);
      else writer.add(text);
    }
    writer.add(rowEnd);
  }
  writer.endLine();
}
