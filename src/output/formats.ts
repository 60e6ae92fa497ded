/** The one map of the formats that events are written in: a new format is one file and one line here. */
import type { Coverage } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import type { Palette } from '../context.js';
import { UsageError } from '../errors.js';
import type { CsvColumn } from './csv-cell.js';
import type { EventView, FieldName } from './fields.js';

/** Turns a reading into text, a batch at a time; every piece ends at the end of a line. */
export interface EventFormat {
  start(): string;
  batch(events: readonly AuditEvent[]): string;
  end(coverage: Coverage): string;
  /** Rows so far, where an event may be several; elsewhere a row is an event. */
  rows?(): number;
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

type FormatMaker = (options: FormatOptions) => EventFormat;

/** Loaded when asked for: what a table needs should not cost a script anything, nor the other way round. */
const formats = {
  table: async () => (await import('./table.js')).createTable,
  tsv: async () => (await import('./tsv.js')).createTsv,
  csv: async () => (await import('./csv.js')).createCsv,
  json: async () => (await import('./json.js')).createJson,
  ndjson: async () => (await import('./ndjson.js')).createNdjson,
} as const satisfies Record<string, () => Promise<FormatMaker>>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly FormatName[];

/** A format ready to write one reading. */
export async function createFormat(name: FormatName, options: FormatOptions): Promise<EventFormat> {
  const make = await formats[name]();
  return make(options);
}

/**
 * The format that a word names.
 *
 * @throws UsageError when there is none of that name, or it is not among the `allowed`.
 */
export function parseFormat(word: string, allowed: readonly FormatName[] = formatNames): FormatName {
  const found = allowed.find((name) => name === word.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError('unknown-format', `There is no format "${word}" here.`, {
    hint: `There are: ${allowed.join(', ')}`,
  });
}
