/** Listings of things that are no events (values, deletions): one set of columns, and the formats that people and scripts ask for. */
import type { Palette } from '../context.js';
import { type Cell, gapWidth, gridLines } from './grid.js';
import { harmless, harmlessJson } from './harmless.js';
import type { ListingFormat } from './listing-format.js';
import { plainPalette } from './tone.js';
import { displayWidth, truncate, wrap } from './width.js';

export interface ListingColumn<T> {
  readonly header: string;
  /** For scripts, whole and as the log has it; and for people, unless `shown` says otherwise. */
  readonly value: (row: T) => string;
  /** What people see instead; `null`: the column is for scripts. */
  readonly shown?: ((row: T) => string) | null;
  readonly paint?: (row: T, palette: Palette) => Cell['paint'];
  /** Copied, so that it is never cut. */
  readonly isWhole?: boolean;
}

export interface Listing<T> {
  readonly columns: readonly ListingColumn<T>[];
  readonly rows: readonly T[];
  /** What stands for a row in JSON: frozen keys, null for what is unknown. */
  readonly toJson: (row: T) => object;
  /** The key of the list in the JSON document. */
  readonly key: string;
  /** What else the JSON document holds. */
  readonly rest: Readonly<Record<string, unknown>>;
}

export interface ListingOptions {
  /** Columns of the screen. */
  readonly width?: number | undefined;
  readonly palette?: Palette;
  /** tsv: the columns' names first. */
  readonly header?: boolean;
}

/** What a screen has that does not say. */
const assumedWidth = 80;
/** Narrower columns say nothing; where they would be, the values stand below one another. */
const leastWidth = 10;

/** One map of the formats; each gives the whole text, with the end of its last line. */
const writers = {
  table: asTable,
  tsv: asTsv,
  json: asJson,
  ndjson: asNdjson,
} as const satisfies Record<ListingFormat, unknown>;

/** The listing as text; harmless whatever its values hold. */
export function listingText<T>(listing: Listing<T>, format: ListingFormat, options: ListingOptions): string {
  return writers[format](listing, options);
}

function asTsv<T>({ columns, rows }: Listing<T>, { header = false }: ListingOptions): string {
  const lines = rows.map((row) => columns.map(({ value }) => harmless(value(row))));
  if (header) lines.unshift(columns.map((column) => column.header));
  return lines.map((line) => `${line.join('\t')}\n`).join('');
}

function asJson<T>({ key, rows, toJson, rest }: Listing<T>): string {
  return `${harmlessJson(JSON.stringify({ schema: 1, [key]: rows.map(toJson), ...rest }))}\n`;
}

function asNdjson<T>({ rows, toJson }: Listing<T>): string {
  return rows.map((row) => `${harmlessJson(JSON.stringify(toJson(row)))}\n`).join('');
}

function asTable<T>(listing: Listing<T>, options: ListingOptions): string {
  const { rows } = listing;
  if (rows.length === 0) return '';
  const { width = assumedWidth, palette = plainPalette } = options;
  const columns = listing.columns.filter(({ shown }) => shown !== null);
  const texts = rows.map((row) => columns.map(({ shown, value }) => harmless((shown ?? value)(row))));
  const natural = columns.map(({ header }, index) =>
    texts.reduce((widest, line) => Math.max(widest, displayWidth(line[index] ?? '')), displayWidth(header)),
  );
  const widths = fitted(columns, natural, width);
  const lines =
    widths === undefined
      ? stacked(columns, texts, width, palette)
      : aligned({ columns, rows, texts, widths, palette });
  return lines.map((line) => `${line}\n`).join('');
}

interface AlignedRows<T> {
  readonly columns: readonly ListingColumn<T>[];
  readonly rows: readonly T[];
  readonly texts: readonly (readonly string[])[];
  readonly widths: readonly number[];
  readonly palette: Palette;
}

function aligned<T>({ columns, rows, texts, widths, palette }: AlignedRows<T>): readonly string[] {
  const header = columns.map((column, index) =>
    painted(truncate(column.header, widths[index] ?? 0), palette.faint),
  );
  const body = rows.map((row, line) =>
    columns.map(({ paint }, index) =>
      painted(truncate(texts[line]?.[index] ?? '', widths[index] ?? 0), paint?.(row, palette)),
    ),
  );
  return gridLines([header, ...body], widths);
}

function painted(text: string, paint: Cell['paint']): Cell {
  return paint === undefined ? { text } : { text, paint };
}

/** Takes from the widest column that may be cut, again and again; undefined where even that is not enough. */
function fitted<T>(
  columns: readonly ListingColumn<T>[],
  natural: readonly number[],
  width: number,
): readonly number[] | undefined {
  const widths = [...natural];
  let excess = natural.reduce((sum, column) => sum + column, gapWidth * (columns.length - 1)) - width;
  for (; excess > 0; excess -= 1) {
    const widest = widths.reduce(
      (best, column, index) =>
        columns[index]?.isWhole || column <= (widths[best] ?? leastWidth) ? best : index,
      -1,
    );
    const current = widths[widest];
    if (current === undefined || current <= leastWidth) return undefined;
    widths[widest] = current - 1;
  }
  return widths;
}

/** A value a line, the first one of each row standing out; what is empty is left out. */
function stacked<T>(
  columns: readonly ListingColumn<T>[],
  texts: readonly (readonly string[])[],
  width: number,
  palette: Palette,
): readonly string[] {
  return texts.flatMap((line, row) => [
    ...(row === 0 ? [] : ['']),
    ...line.flatMap((text, index) => {
      if (text === '') return [];
      if (index === 0) return wrap(text, width).map((part) => palette.strong(part));
      const label = `${columns[index]?.header ?? ''}: `;
      return wrap(label + text, width - 2).map((part) => `  ${part}`);
    }),
  ]);
}
