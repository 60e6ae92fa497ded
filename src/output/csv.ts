/** CSV by RFC 4180: CRLF, UTF-8, a header; a batch of events is one text, for csv-stringify is slow by the row and fast by the page. */
import { type Options, stringify } from 'csv-stringify/sync';
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { csvColumns } from './csv-columns.js';
import { type EventView, eventFields, type FieldName } from './fields.js';
import type { EventFormat, FormatOptions } from './formats.js';
import { safeCell } from './safe-cell.js';

const byteOrderMark = '\ufeff';
// By itself csv-stringify leaves a lone CR or LF unquoted where rows end in both.
const dialect: Options = { record_delimiter: '\r\n', quoted_match: /[\r\n]/ };

type CellWriter = (event: AuditEvent, view: EventView) => string;

/** Times are ISO 8601 with the offset of the view's zone; cells are made safe (safe-cell.ts) unless `rawCells`. */
export function createCsv(options: FormatOptions): EventFormat {
  const { view, fields = csvColumns, rawCells = false, bom = false } = options;
  const cells = fields.map((name) => cellWriter(name, rawCells ? (text) => text : safeCell));
  // An empty line would be no row: a cell that is alone in it is written as a pair of quotes.
  const rules = { ...dialect, quoted_empty: fields.length === 1 };
  return {
    start: () =>
      (bom ? byteOrderMark : '') + stringify([fields.map((name) => eventFields[name].header)], rules),
    batch: (events) =>
      stringify(
        events.map((event) => cells.map((cell) => cell(event, view))),
        rules,
      ),
    end: () => '',
  };
}

function cellWriter(name: FieldName, protect: (text: string) => string): CellWriter {
  if (name === 'timestamp') {
    return (event, { timeZone }) => formatInstant(event.instantMs, timeZone, 'iso-offset');
  }
  const field = eventFields[name];
  switch (field.kind) {
    case 'text':
      return (event, view) => protect(field.value(event, view) ?? '');
    case 'list':
      return (event) => protect(field.value(event).join(', '));
    case 'json':
      return (event, view) => field.value(event, view) ?? '';
  }
}
