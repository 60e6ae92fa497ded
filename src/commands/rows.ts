/** Small aligned listings that are no events: what `status`, `login` and `profile list` print. Takes harmless text. */
import { displayWidth, pad, wrap } from '../output/width.js';

const gap = '  ';
/** What is narrower is no column to read in: the screen breaks the line where it likes. */
const narrowestColumn = 20;

/**
 * One row below the other, each column as wide as its widest text; nothing is cut and no line ends in spaces.
 * @param width of the screen: the last column is wrapped within it; undefined: a line a row
 */
export function alignColumns(rows: readonly (readonly string[])[], width?: number): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((text, column) => {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(text));
    });
  }
  return rows
    .flatMap((row) => rowLines(row, widths, width))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
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
  const lines = room < narrowestColumn ? [last] : wrap(last, room);
  return lines.map((line, index) => (index === 0 ? before : ' '.repeat(displayWidth(before))) + line);
}
