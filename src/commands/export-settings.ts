/** How an export is to look, from the flags alone: settled before anything is asked, and part of what makes two exports the same. */
import type { EventOrder } from '../audit/event.js';
import { UsageError } from '../errors.js';
import type { CsvColumn } from '../output/csv-cell.js';
import { csvColumnNames, parseCsvColumns, usualCsvColumns } from '../output/csv-columns.js';
import { type FieldName, fieldNames, parseFields } from '../output/fields.js';
import type { FormatOptions } from '../output/format.js';
import { type FormatName, parseFormat } from '../output/formats.js';
import type { FilterFlags } from './filters.js';

/** As commander gives them; an absent flag is an absent key. */
export interface ExportFlags extends FilterFlags {
  readonly output?: string;
  readonly format?: string;
  readonly columns?: string | true;
  readonly fields?: string | true;
  readonly order?: 'asc' | 'desc';
  readonly perField?: true;
  readonly times?: 'iso' | 'split';
  readonly bom?: true;
  readonly rawCells?: true;
  readonly gzip?: true;
  readonly split?: Split;
  readonly resume?: true;
  readonly requireComplete?: true;
  readonly allowGaps?: true;
}

export type Split = 'day' | 'month';

/** Plain values only: they are written into journals and manifests, and compared by what is written. */
export interface ExportSettings {
  readonly format: ExportFormat;
  readonly order: EventOrder;
  /** The fields, or the columns of a CSV; null: the format's own choice. */
  readonly columns: readonly CsvColumn[] | null;
  readonly perField: boolean;
  readonly bom: boolean;
  readonly rawCells: boolean;
  readonly gzip: boolean;
  readonly split: Split | null;
  /** Out of the archive alone; absent otherwise, so that exports begun before there was one are the same still. */
  readonly archive?: true;
}

type ExportFormat = Extract<FormatName, 'csv' | 'ndjson' | 'json'>;

const exportFormats: readonly FormatName[] = ['csv', 'ndjson', 'json'];

const csvFlags = {
  perField: '--per-field',
  times: '--times',
  bom: '--bom',
  rawCells: '--raw-cells',
} as const;

/**
 * The settings that the flags mean.
 *
 * @throws UsageError for flags that mean nothing, or nothing together.
 */
export function readSettings(flags: ExportFlags): ExportSettings {
  const format = parseFormat(flags.format ?? 'csv', exportFormats) as ExportFormat;
  if (format !== 'csv') refuseCsvFlags(flags, format);
  return {
    format,
    order: flags.order === 'desc' ? 'newest-first' : 'oldest-first',
    columns: format === 'csv' ? readCsvColumns(flags) : readFields(flags),
    perField: flags.perField ?? false,
    bom: flags.bom ?? false,
    rawCells: flags.rawCells ?? false,
    gzip: flags.gzip ?? false,
    split: flags.split ?? null,
    ...(flags.archive && { archive: true }),
  };
}

/** The words that `--columns` takes with these flags. */
export function columnWords(flags: ExportFlags): readonly string[] {
  const isCsv = parseFormat(flags.format ?? 'csv', exportFormats) === 'csv';
  return isCsv ? csvColumnNames({ isPerField: flags.perField ?? false }) : fieldNames;
}

/** The settings as the formats take them. */
export function formatOptions({
  format,
  columns,
  perField,
  bom,
  rawCells,
}: ExportSettings): Omit<FormatOptions, 'view'> {
  if (format === 'csv') return { columns: columns ?? undefined, perField, bom, rawCells };
  return { fields: fieldsAmong(columns) };
}

/** The fields of events that will be written: names are asked for as far as these need them. */
export function fieldsWritten({ columns }: ExportSettings): readonly FieldName[] {
  return fieldsAmong(columns) ?? fieldNames;
}

function fieldsAmong(columns: readonly CsvColumn[] | null): readonly FieldName[] | undefined {
  return columns?.filter((name) => (fieldNames as readonly string[]).includes(name)) as
    | readonly FieldName[]
    | undefined;
}

function readCsvColumns(flags: ExportFlags): readonly CsvColumn[] {
  const shape = { isPerField: flags.perField ?? false, isTimeSplit: flags.times === 'split' };
  const list = listOf(flags);
  return list === undefined ? usualCsvColumns(shape) : parseCsvColumns(list, shape);
}

function readFields(flags: ExportFlags): readonly FieldName[] | null {
  const list = listOf(flags);
  return list === undefined ? null : parseFields(list);
}

function listOf({ columns, fields }: ExportFlags): string | undefined {
  const list = columns ?? fields;
  return list === true ? undefined : list;
}

function refuseCsvFlags(flags: ExportFlags, format: ExportFormat): void {
  const odd = Object.entries(csvFlags).find(([name]) => flags[name as keyof typeof csvFlags] !== undefined);
  if (odd === undefined) return;
  throw new UsageError('not-for-format', `${odd[1]} is for CSV, and this is ${format}.`, {
    hint: `Leave out ${odd[1]}, or --format ${format}.`,
  });
}
