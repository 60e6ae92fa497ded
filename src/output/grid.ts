/** Lines of aligned columns without rules or boxes; the only file that knows cli-table3. */
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

const noBorder = Object.fromEntries(
  ['top', 'bottom', 'mid'].flatMap((line) =>
    ['', '-mid', '-left', '-right'].map((part) => [`${line}${part}`, '']),
  ),
);
const look = {
  chars: {
    ...noBorder,
    left: '',
    'left-mid': '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: gap,
  },
  style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
};

const onlyAscii = /^[\x20-\x7e]+$/;
const firstStandIn = 0xf0000;
const filler = '\uf8ff';
const standIn = /([\u{f0000}-\u{ffffd}])\uf8ff*/gu;

/**
 * One line a row, columns of the given widths, no spaces at the end.
 * cli-table3 measures marks and emoji by rules of its own, so that it is given stand-ins of the true width for all text
 * that is not ASCII, and coloured cells get their colour back with it.
 */
export function gridLines(rows: readonly (readonly Cell[])[], widths: readonly number[]): readonly string[] {
  if (rows.length === 0) return [];
  const kept: string[] = [];
  const keep = (cell: Cell): string => {
    const painted = cell.paint === undefined ? cell.text : cell.paint(cell.text);
    if (onlyAscii.test(painted)) return painted;
    const width = displayWidth(cell.text);
    if (width === 0) return '';
    kept.push(painted);
    return String.fromCodePoint(firstStandIn + kept.length - 1) + filler.repeat(width - 1);
  };
  const table = new Table({ ...look, colWidths: [...widths] });
  for (const row of rows) table.push(row.map(keep));
  return table
    .toString()
    .replace(standIn, (_, mark: string) => kept[(mark.codePointAt(0) ?? 0) - firstStandIn] ?? '')
    .split('\n')
    .map((line) => line.trimEnd());
}
