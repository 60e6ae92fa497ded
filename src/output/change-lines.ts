/** What an event changed, as lines: before and after side by side, or below one another where the screen is narrow. */
import type { FieldChange } from '../audit/changes.js';
import { isObject, isScalar, ownText } from '../audit/json-value.js';
import { countText } from '../audit/phrase.js';
import type { Palette } from '../context.js';
import { type Cell, gapWidth, gridLines } from './grid.js';
import { harmless, harmlessJson, harmlessLines } from './harmless.js';
import { displayWidth, truncate, wrap } from './width.js';

/** Below this two columns of values are too narrow to read. */
const sideBySideFrom = 64;
const longestLabel = 24;
const indent = '  ';
/** A value that takes more lines hides the others; JSON has it whole. */
const mostLines = 12;
/** More is never read on a screen; it bounds the work that a value of 2 MB makes. */
const longestValue = 4_000;

interface ValueColumn {
  readonly title: string;
  readonly linesOf: (change: FieldChange, width: number) => readonly string[];
  readonly paintOf: (change: FieldChange) => Cell['paint'];
}

/** Changes in the order given; a column without any value is left out. */
export function changeLines(
  changes: readonly FieldChange[],
  width: number,
  palette: Palette,
): readonly string[] {
  const columns = valueColumns(changes, palette);
  return width < sideBySideFrom
    ? stackedLines(changes, columns, width, palette)
    : alignedLines(changes, columns, width, palette);
}

function valueColumns(changes: readonly FieldChange[], palette: Palette): readonly ValueColumn[] {
  const before: ValueColumn = {
    title: 'Before',
    linesOf: ({ before: value, removed }, width) =>
      removed === undefined ? valueLines(value, width) : itemLines('− ', removed, width),
    paintOf: ({ removed }) => (removed === undefined ? undefined : palette.bad),
  };
  const after: ValueColumn = {
    title: 'After',
    linesOf: ({ after: value, added }, width) =>
      added === undefined ? valueLines(value, width) : itemLines('+ ', added, width),
    paintOf: ({ added }) => (added === undefined ? undefined : palette.good),
  };
  const hasBefore = changes.some(
    ({ before: value, removed }) => value !== undefined || removed !== undefined,
  );
  const hasAfter = changes.some(({ after: value, added }) => value !== undefined || added !== undefined);
  if (hasBefore === hasAfter) return [before, after];
  return hasBefore ? [before] : [after];
}

function alignedLines(
  changes: readonly FieldChange[],
  columns: readonly ValueColumn[],
  width: number,
  palette: Palette,
): readonly string[] {
  const labels = changes.map(({ label }) => truncate(harmless(label), longestLabel));
  const labelWidth = Math.max('Field'.length, ...labels.map(displayWidth));
  const valueWidth = Math.floor((width - labelWidth) / columns.length) - gapWidth;
  const header = ['Field', ...columns.map(({ title }) => title)].map((text) => cell(text, palette.faint));
  const rows = changes.flatMap((change, index) => rowsOf(labels[index] ?? '', change, columns, valueWidth));
  return gridLines([header, ...rows], [labelWidth, ...columns.map(() => valueWidth)]);
}

/** As many rows as the longest value has lines. */
function rowsOf(
  label: string,
  change: FieldChange,
  columns: readonly ValueColumn[],
  width: number,
): readonly (readonly Cell[])[] {
  const values = columns.map(({ linesOf, paintOf }) => ({
    lines: linesOf(change, width),
    paint: paintOf(change),
  }));
  const height = Math.max(1, ...values.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, row) => [
    { text: row === 0 ? label : '' },
    ...values.map(({ lines, paint }) => cell(lines[row] ?? '', paint)),
  ]);
}

function cell(text: string, paint: Cell['paint']): Cell {
  return paint === undefined ? { text } : { text, paint };
}

function stackedLines(
  changes: readonly FieldChange[],
  columns: readonly ValueColumn[],
  width: number,
  palette: Palette,
): readonly string[] {
  return changes.flatMap((change) => [
    ...wrap(harmless(change.label), width).map(palette.strong),
    ...columns.flatMap(({ title, linesOf, paintOf }) => [
      indent + palette.faint(title),
      ...linesOf(change, width - 2 * indent.length).map(
        (line) => indent + indent + (paintOf(change)?.(line) ?? line),
      ),
    ]),
  ]);
}

function valueLines(value: unknown, width: number): readonly string[] {
  const text = readable(value);
  const lines = wrap(harmlessLines(text.slice(0, longestValue)), width);
  if (lines.length <= mostLines && text.length <= longestValue) return lines;
  const size = Array.isArray(value)
    ? `${countText(value.length)} in all`
    : `${countText(text.length)} characters`;
  return [...lines.slice(0, mostLines - 1), truncate(`… ${size}`, width)];
}

function itemLines(sign: string, items: readonly unknown[], width: number): readonly string[] {
  return items.flatMap((item) =>
    valueLines(item, width - sign.length).map((line, index) => (index === 0 ? sign : '  ') + line),
  );
}

/** Text as it is, yes and no in words, lists an item a line, structures as JSON; `—` where there is nothing. */
function readable(value: unknown): string {
  if (value === undefined || value === null || value === '') return '—';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.length > 0) return value.slice(0, longestValue).map(itemText).join('\n');
  return isScalar(value) ? String(value) : jsonOf(value);
}

/** Stages, custom fields and their like go by their names, as in the sentence; JSON has all of them. */
function itemText(item: unknown): string {
  const name = isObject(item) ? ownText(item, 'name') : undefined;
  if (name !== undefined) return name;
  return isScalar(item) ? String(item) : jsonOf(item);
}

/** Nesting of many thousand levels is beyond JSON.stringify. */
function jsonOf(value: unknown): string {
  try {
    return harmlessJson(JSON.stringify(value));
  } catch {
    return 'nested too deeply to be shown';
  }
}
