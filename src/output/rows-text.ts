/** Rows of which nobody knows the columns beforehand (an answer in SQL), in the formats that people and scripts ask for; harmless whatever they hold. */
import type { Palette } from '../context.js';
import { UsageError } from '../errors.js';
import { csvRow } from './csv-field.js';
import { harmless } from './harmless.js';
import { listingText } from './listing.js';
import type { RowsFormat } from './rows-format.js';
import { safeCell } from './safe-cell.js';

export interface RowsOptions {
  readonly columns: readonly string[];
  readonly width: number | undefined;
  readonly palette: Palette;
  /** What else the JSON document holds. */
  readonly rest: Readonly<Record<string, unknown>>;
}

type Row = readonly unknown[];

/** A table and a JSON document are laid out when all is known: so many rows are held for that. */
const mostHeld = 100_000;

/**
 * The text, in pieces as the rows come.
 *
 * @throws UsageError where there are more rows than a table or a JSON document can hold
 */
export async function* rowsText(
  batches: AsyncIterable<readonly Row[]>,
  format: RowsFormat,
  options: RowsOptions,
): AsyncGenerator<string> {
  const { columns } = options;
  if (format === 'table' || format === 'json') {
    yield listed(await gathered(batches, format), format, options);
    return;
  }
  if (format === 'csv') yield csvRow(columns.map(safeCell));
  for await (const rows of batches)
    yield format === 'csv'
      ? rows.map((row) => csvRow(row.map(csvCellOf))).join('')
      : listed(rows, format, options);
}

async function gathered(batches: AsyncIterable<readonly Row[]>, format: RowsFormat): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const rows of batches) {
    for (const row of rows) all.push(row);
    if (all.length <= mostHeld) continue;
    throw new UsageError(
      'too-many-rows',
      `The answer has more than ${mostHeld} rows, which ${format} cannot hold.`,
      {
        hint: 'Take --format ndjson or csv, which hold nothing, or add a limit to the question.',
      },
    );
  }
  return all;
}

function listed(
  rows: readonly Row[],
  format: 'table' | 'json' | 'ndjson' | 'tsv',
  { columns, width, palette, rest }: RowsOptions,
): string {
  const listing = {
    columns: columns.map((name, index) => ({
      header: harmless(name),
      value: (row: Row) => textOf(row[index]),
    })),
    rows,
    toJson: (row: Row) => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])),
    key: 'rows',
    rest,
  };
  return listingText(listing, format, { width, palette });
}

/** Only text can be taken for a formula. */
function csvCellOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : safeCell(textOf(value));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
