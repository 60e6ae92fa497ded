/** Small aligned listings that are no events: what `status`, `login` and `profile list` print. Takes harmless text. */
import { displayWidth, pad } from '../output/width.js';

const gap = '  ';

/** One line a row, each column as wide as its widest text; nothing is cut and no line ends in spaces. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((text, column) => {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(text));
    });
  }
  return rows
    .map(
      (row) =>
        `${row
          .map((text, column) => pad(text, widths[column] ?? 0))
          .join(gap)
          .trimEnd()}\n`,
    )
    .join('');
}
