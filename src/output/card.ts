/** One event on a screen too narrow for columns: a few short lines, each value on its own. */
import type { Palette } from '../context.js';
import { eventFields, type FieldName } from './fields.js';
import { tableFields } from './table-layout.js';
import type { TableRow } from './table-row.js';
import { toneOf } from './tone.js';
import { displayWidth, truncate, wrap } from './width.js';

const indent = '  ';
/** A description that takes more lines than this hides its neighbours; `show` has it whole. */
const descriptionLines = 3;

/** The usual fields without labels, for each can be told by its look; chosen ones with theirs. */
export function cardLines(
  row: TableRow,
  fields: readonly FieldName[],
  width: number,
  palette: Palette,
): readonly string[] {
  return fields === tableFields ? usualCard(row, width, palette) : labelledCard(row, fields, width, palette);
}

function usualCard({ texts, type }: TableRow, width: number, palette: Palette): readonly string[] {
  const time = texts.timestamp?.slice(11, 16) ?? '';
  const eventType = truncate(texts.eventType ?? '', width - time.length - 1);
  return [
    `${palette.faint(time)} ${toneOf(type, palette)(eventType)}`,
    ...clipped(texts.description ?? '', width - indent.length).map((line) => indent + line),
    ...whoAndWhat(texts, width - indent.length).map((line) => indent + line),
    ...idLines(texts.id ?? '', width).map((line) => palette.faint(line)),
  ];
}

/** User and record, on one line where they fit. */
function whoAndWhat({ user = '', record = '' }: TableRow['texts'], width: number): readonly string[] {
  const parts = [user, record].filter((part) => part !== '');
  const line = parts.join(' · ');
  return displayWidth(line) <= width ? [line] : parts.map((part) => truncate(part, width));
}

function clipped(text: string, width: number): readonly string[] {
  const lines = wrap(text, width);
  if (lines.length <= descriptionLines) return lines;
  const last = lines.slice(descriptionLines - 1).join(' ');
  return [...lines.slice(0, descriptionLines - 1), truncate(last, width)];
}

/** Whole at any width, for it is copied: without the indent where that makes it fit, else over several lines. */
function idLines(id: string, width: number): readonly string[] {
  return displayWidth(id) + indent.length <= width ? [indent + id] : wrap(id, width);
}

function labelledCard(
  { texts }: TableRow,
  fields: readonly FieldName[],
  width: number,
  palette: Palette,
): readonly string[] {
  const lines = fields.flatMap((name) => {
    const label = truncate(eventFields[name].header, width);
    return [
      palette.faint(label),
      ...clipped(texts[name] ?? '', width - indent.length).map((l) => indent + l),
    ];
  });
  return [...lines, ''];
}
