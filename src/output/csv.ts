/** CSV by RFC 4180: CRLF, UTF-8, a header; the only file that knows csv-stringify. */
import { type Options, stringify } from 'csv-stringify/sync';
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { csvColumns, csvHeader } from './csv-columns.js';
import { type EventView, eventFields, type FieldName } from './fields.js';
import type { EventFormat, FormatOptions } from './formats.js';
import { safeCell } from './safe-cell.js';

const byteOrderMark = '\ufeff';

/**
 * A page of events at a time, as arrays: four times faster than a row at a time. Times are ISO 8601 with the offset of
 * the view's zone; cells are made safe (safe-cell.ts) unless `rawCells`.
 */
export function createCsv(options: FormatOptions): EventFormat {
  const { view, fields = csvColumns, rawCells = false, bom = false } = options;
  const cells = fields.map((name) => cellOf(name, rawCells ? (text) => text : safeCell));
  const layout: Options = {
    record_delimiter: '\r\n',
    // A line that is empty would be no row at all.
    quoted_empty: fields.length === 1,
  };
  return {
    start: () => (bom ? byteOrderMark : '') + stringify([[...csvHeader(fields)]], layout),
    batch: (events) =>
      stringify(
        events.map((event) => cells.map((cell) => cell(event, view))),
        layout,
      ),
    end: () => '',
  };
}

function cellOf(
  name: FieldName,
  protect: (text: string) => string,
): (event: AuditEvent, view: EventView) => string {
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
