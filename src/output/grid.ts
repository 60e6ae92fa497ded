/**
 * Lines of aligned columns, without rules or boxes. By hand: cli-table3 takes 200 µs a row and measures marks and emoji
 * by rules of its own, so that columns with Thai or Hindi in them do not line up.
 */
import { displayWidth } from './width.js';

/** Harmless text that fits its column, and how it is coloured once its width is known. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const gap = '  ';
/** Spaces between two columns. */
export const gapWidth = gap.length;

/** One line a row, columns of the given widths, no spaces at the end. */
export function gridLines(rows: readonly (readonly Cell[])[], widths: readonly number[]): readonly string[] {
  return rows.map((row) => gridLine(row, widths));
}

/** Spaces are written when the next text comes: none is left at the end, and colours never cover them. */
function gridLine(row: readonly Cell[], widths: readonly number[]): string {
  let line = '';
  let owed = 0;
  row.forEach(({ text, paint }, column) => {
    if (text !== '') {
      line += ' '.repeat(owed) + (paint === undefined ? text : paint(text));
      owed = 0;
    }
    owed += Math.max(0, (widths[column] ?? 0) - displayWidth(text)) + gapWidth;
  });
  return line;
}
