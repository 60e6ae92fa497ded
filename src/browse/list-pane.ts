/** The list of a walk: an event a line, the selected one marked, as much of each as the pane is wide for. Pure. */
import { actorOf } from '../audit/attribution.js';
import { describe } from '../audit/describe.js';
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import type { Palette } from '../context.js';
import type { EventView } from '../output/fields.js';
import { harmless } from '../output/harmless.js';
import { toneOf } from '../output/tone.js';
import { pad, truncate } from '../output/width.js';
import type { Pane } from './layout.js';
import type { Model } from './model.js';

/** Without colour the mark alone says where one stands. */
const mark = '› ';
const gap = '  ';

interface Column {
  readonly width: number;
  /** The pane's width from which on there is room for it. */
  readonly from: number;
  readonly gap: string;
  readonly text: (event: AuditEvent, view: EventView) => string;
}

const columns: readonly Column[] = [
  {
    width: 'mm-dd '.length,
    from: 44,
    gap: '',
    text: ({ instantMs }, { timeZone }) => formatInstant(instantMs, timeZone, 'day').slice('yyyy-'.length),
  },
  {
    width: 'hh:mm'.length,
    from: 16,
    gap,
    text: ({ instantMs }, { timeZone }) => formatInstant(instantMs, timeZone, 'time'),
  },
  { width: 16, from: 74, gap, text: (event, { names }) => harmless(actorOf(event, names).name) },
];

/** As many lines as the pane has rows, each exactly as wide as it. */
export function listLines(model: Model, pane: Pane, view: EventView, palette: Palette): readonly string[] {
  const { events, top, selected } = model;
  return Array.from({ length: pane.height }, (_, row) => {
    const event = events[top + row];
    return event === undefined
      ? ' '.repeat(pane.width)
      : line(event, top + row === selected, pane.width, view, palette);
  });
}

function line(
  event: AuditEvent,
  isSelected: boolean,
  width: number,
  view: EventView,
  palette: Palette,
): string {
  const shown = columns.filter(({ from }) => width >= from);
  const before = shown.map(
    (column) => pad(truncate(column.text(event, view), column.width), column.width) + column.gap,
  );
  const used = mark.length + shown.reduce((sum, column) => sum + column.width + column.gap.length, 0);
  const room = Math.max(0, width - used);
  const description = pad(truncate(harmless(describe(event, view.names)), room), room);
  const rest = truncate(mark, width).slice(0, mark.length);
  if (!isSelected)
    return (
      ' '.repeat(rest.length) + before.map(palette.faint).join('') + toneOf(event.type, palette)(description)
    );
  return palette.accent(rest) + palette.strong(before.join('') + toneOf(event.type, palette)(description));
}
