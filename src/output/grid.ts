/**
 * Lines of aligned columns, without rules or boxes: the one file that knows cli-table3. It measures marks and emoji by rules of
 * its own, so that columns with Thai or Hindi in them would not line up, and it is told how wide a text is by stand-ins: one
 * private character for each column of the screen, given back for the text when the line is laid out.
 */
import Table from 'cli-table3';
import { displayWidth } from './width.js';

/** Harmless text that fits its column, and how it is coloured once its width is known. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const gap = '  ';
/** Spaces between two columns. */
export const gapWidth = gap.length;

/** Its layout looks at every row for every cell: by the block it takes time by the row, by the whole its square. */
const rowsPerBlock = 32;

const standIn = '\ue000';
const rules = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
];
const sides = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'];
const noRules = Object.fromEntries([...rules, ...sides].map((rule) => [rule, '']));

/** One line a row, columns of the given widths, no spaces at the end. */
export function gridLines(rows: readonly (readonly Cell[])[], widths: readonly number[]): readonly string[] {
  const lines: string[] = [];
  for (let start = 0; start < rows.length; start += rowsPerBlock) {
    lines.push(...blockLines(rows.slice(start, start + rowsPerBlock), widths));
  }
  return lines;
}

function blockLines(rows: readonly (readonly Cell[])[], widths: readonly number[]): readonly string[] {
  const table = new Table({
    chars: { ...noRules, middle: gap },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colWidths: [...widths],
  });
  table.push(...rows.map((row) => row.map(({ text }) => standIn.repeat(displayWidth(text)))));
  return table
    .toString()
    .split('\n')
    .map((line, index) => giveBack(line.trimEnd(), rows[index] ?? []));
}

/** Colours never cover the spaces between columns. */
function giveBack(line: string, row: readonly Cell[]): string {
  const shown = row.filter(({ text }) => displayWidth(text) > 0);
  let next = 0;
  return line.replace(/\ue000+/g, () => {
    const { text, paint } = shown[next++] ?? { text: '' };
    return paint === undefined ? text : paint(text);
  });
}
