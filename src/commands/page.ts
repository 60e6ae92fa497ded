/** Labelled rows as a page: beside one another where there is room, below one another where there is not. Takes any text, prints only harmless one. */
import type { Palette } from '../context.js';
import { harmless } from '../output/harmless.js';
import { displayWidth, pad, wrap } from '../output/width.js';

export interface PageLook {
  /** Undefined: lines are left as long as they are. */
  readonly width: number | undefined;
  readonly palette: Palette;
}

type Row = readonly [label: string, lines: readonly string[]];

const gap = '  ';
/** Below this, two columns leave too little for the second. */
export const narrowWidth = 48;

/** The page's lines, each with its end; rows without lines are left out. */
export function pageText(title: string, rows: readonly Row[], { width, palette }: PageLook): string {
  const columns = width ?? Number.POSITIVE_INFINITY;
  const shown = rows.filter(([, lines]) => lines.length > 0);
  const labelWidth = Math.max(0, ...shown.map(([label]) => displayWidth(label)));
  const body = shown.flatMap(([label, lines]) =>
    columns < narrowWidth
      ? stacked(label, lines, columns, palette)
      : sideBySide(label, lines, { columns, labelWidth, palette }),
  );
  return [...wrap(harmless(title), columns).map(palette.strong), '', ...body]
    .map((line) => `${line}\n`)
    .join('');
}

/** Paragraphs, wrapped. */
export function paragraphText(lines: readonly string[], { width }: Pick<PageLook, 'width'>): string {
  return lines
    .flatMap((line) => wrap(harmless(line), width ?? Number.POSITIVE_INFINITY))
    .map((line) => `${line}\n`)
    .join('');
}

function stacked(
  label: string,
  lines: readonly string[],
  columns: number,
  palette: Palette,
): readonly string[] {
  const text = lines.flatMap((line) => wrap(harmless(line), columns - gap.length)).map((line) => gap + line);
  return [palette.faint(label), ...text];
}

function sideBySide(
  label: string,
  lines: readonly string[],
  {
    columns,
    labelWidth,
    palette,
  }: { readonly columns: number; readonly labelWidth: number; readonly palette: Palette },
): readonly string[] {
  const text = lines.flatMap((line) => wrap(harmless(line), columns - labelWidth - gap.length));
  return text.map((line, index) => palette.faint(pad(index === 0 ? label : '', labelWidth)) + gap + line);
}
