/** What a format is asked with and what it gives; apart from the map of formats, which knows each of them. */
import type { Coverage } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import type { Palette } from '../context.js';
import type { CsvColumn } from './csv-cell.js';
import type { EventView, FieldName } from './fields.js';
import type { Lines } from './line-writer.js';

/** Turns a reading into text, a batch at a time; every batch ends at the end of a line. */
export interface EventFormat {
  start(): string;
  batch(events: readonly AuditEvent[]): string;
  /** The text of `batch` in UTF-8, where that is faster than to encode it. */
  encoded?(events: readonly AuditEvent[]): Uint8Array;
  /** The same, and where each event ends in it; of formats in which no event's text depends on those before it. */
  lines?(events: readonly AuditEvent[]): Lines;
  end(coverage: Coverage): string;
}

export interface FormatOptions {
  readonly view: EventView;
  /** Undefined: the format's own choice. */
  readonly fields?: readonly FieldName[] | undefined;
  /** TSV: a line with the columns' names first. */
  readonly header?: boolean;
  /** Table: columns of the screen. */
  readonly width?: number | undefined;
  /** Table: events like those that will come, for the widths of its columns; without them the first batch settles those. */
  readonly sample?: readonly AuditEvent[] | undefined;
  /** Table: without one there is no colour. */
  readonly palette?: Palette | undefined;
  /** CSV: cells as they are, formulas and control characters and all. */
  readonly rawCells?: boolean;
  /** CSV: a byte order mark first, for spreadsheets that guess the encoding. */
  readonly bom?: boolean;
  /** CSV: its columns; they may be more than the fields. */
  readonly columns?: readonly CsvColumn[] | undefined;
  /** CSV: one row for each changed field. */
  readonly perField?: boolean;
  /** JSON: events that stand in the document already, when an interrupted one is gone on with. */
  readonly eventsBefore?: number;
  /** JSON: leaves out of the coverage what differs from run to run; the manifest has it. */
  readonly isReproducible?: boolean;
}
