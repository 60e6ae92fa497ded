/** Small aligned listings that are no events: what `status`, `login` and `profile list` print. Takes harmless text. */
import type { OutputStream } from '../context.js';
import { harmless } from '../output/harmless.js';
import { displayWidth, pad, wrap } from '../output/width.js';

const gap = '  ';
/** What is narrower is no column to read in. */
const narrowestColumn = 20;
const indent = '  ';

/** What a terminal has that does not say. */
const assumedColumns = 80;

/** How wide lines may be for whoever reads the stream; undefined where nobody sees them break. */
export function widthOf({
  isTerminal,
  columns = assumedColumns,
}: Pick<OutputStream, 'isTerminal' | 'columns'>): number | undefined {
  return isTerminal ? columns : undefined;
}

/** The rows as whoever reads the stream wants them: in columns on a screen, else tab separated, a line a row. */
export function rowsText(
  rows: readonly (readonly string[])[],
  { isTerminal, columns }: Pick<OutputStream, 'isTerminal' | 'columns'>,
): string {
  return isTerminal ? alignColumns(rows, columns) : rows.map((row) => `${row.join('\t')}\n`).join('');
}

/** Sentences, a line each and harmless; on a screen they break at words. */
export function linesText(
  lines: readonly string[],
  stream: Pick<OutputStream, 'isTerminal' | 'columns'>,
): string {
  return alignColumns(
    lines.map((line) => [harmless(line)]),
    widthOf(stream),
  );
}

/**
 * One row below the other, each column as wide as its widest text; nothing is cut and no line ends in spaces.
 * @param width of the screen: the last column is wrapped within it, and stands below the others where it has no room beside
 *   them; undefined: a line a row
 */
export function alignColumns(rows: readonly (readonly string[])[], width?: number): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((text, column) => {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(text));
    });
  }
  const isBeside = width === undefined || hasRoom(widths, width);
  return rows
    .flatMap((row) => (isBeside ? rowLines(row, widths, width) : foldedLines(row, width)))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function hasRoom(widths: readonly number[], width: number): boolean {
  const before = widths.slice(0, -1).reduce((sum, column) => sum + column + gap.length, 0);
  return width - before >= Math.min(narrowestColumn, widths.at(-1) ?? 0);
}

/** What stands in the other columns first, then the last one below it. */
function foldedLines(row: readonly string[], width: number): readonly string[] {
  const first = row.slice(0, -1).filter((text) => text !== '');
  const last = row.at(-1) ?? '';
  return [
    ...(first.length === 0 ? [] : wrap(first.join(gap), width)),
    ...(last === '' ? [] : wrap(last, width - indent.length).map((line) => indent + line)),
  ];
}

function rowLines(
  row: readonly string[],
  widths: readonly number[],
  width: number | undefined,
): readonly string[] {
  const before = row
    .slice(0, -1)
    .map((text, column) => pad(text, widths[column] ?? 0) + gap)
    .join('');
  const room = (width ?? Number.POSITIVE_INFINITY) - displayWidth(before);
  const last = row.at(-1) ?? '';
  const lines = wrap(last, room);
  return lines.map((line, index) => (index === 0 ? before : ' '.repeat(displayWidth(before))) + line);
}
