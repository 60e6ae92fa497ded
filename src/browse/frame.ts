/** What is before the person → the lines on the screen. Pure: as many lines as the screen has rows, none wider than it. */
import { formatInstant } from '../audit/instant.js';
import { countText } from '../audit/phrase.js';
import type { Palette } from '../context.js';
import type { EventView } from '../output/fields.js';
import { harmless } from '../output/harmless.js';
import { dayWithWeekday } from '../output/table-row.js';
import { displayWidth, truncate } from '../output/width.js';
import { type DetailLines, detailPane } from './detail-pane.js';
import { helpLines, hint } from './help.js';
import { type Layout, layoutOf, type Pane } from './layout.js';
import { listLines } from './list-pane.js';
import type { Model } from './model.js';

export interface FrameSetting {
  readonly view: EventView;
  readonly palette: Palette;
  readonly detailLines: DetailLines;
  /** What was asked, in words; empty where everything was. */
  readonly asked: string;
}

/** The whole screen. */
export function frame(model: Model, setting: FrameSetting): readonly string[] {
  const { palette } = setting;
  const { columns, rows } = model.size;
  const layout = layoutOf(model.size, model.mode);
  const title = palette.strong(truncate(titleText(model, setting), columns));
  const lines = [...(layout.hasTitle ? [title] : []), ...body(model, layout, setting)];
  return [...lines, status(model, columns, palette)].slice(-rows);
}

/** Where one stands, when that was, and what was asked. */
function titleText({ events, selected, isWhole, size }: Model, { view, asked: typed }: FrameSetting): string {
  const asked = harmless(typed);
  const event = events[selected];
  if (event === undefined) return ['audit', asked].filter((text) => text !== '').join(' · ');
  const place = `${countText(selected + 1)} of ${countText(events.length)}${isWhole ? '' : '+'}`;
  const day = formatInstant(event.instantMs, view.timeZone, 'day');
  const second = formatInstant(event.instantMs, view.timeZone, 'second').slice('yyyy-mm-dd '.length);
  const full = [place, `${dayWithWeekday(day)} ${second} ${view.timeZone}`, asked].filter(
    (text) => text !== '',
  );
  const short = `${place} · ${day.slice('yyyy-'.length)} ${second}`;
  return size.columns < full.slice(0, 2).join(' · ').length ? short : full.join(' · ');
}

function body(model: Model, { kind, list, detail }: Layout, setting: FrameSetting): readonly string[] {
  const { palette } = setting;
  if (model.mode === 'help' && detail !== undefined)
    return detailPane(helpLines(detail.width, palette), model.detailTop, detail, palette);
  const whole = { width: model.size.columns, height: heightOf(kind, list, detail) };
  if (model.events.length === 0) return filled([truncate(emptyWords(model), whole.width)], whole);
  const left = list === undefined ? [] : listLines(model, list, setting.view, palette);
  const right = detail === undefined ? [] : detailOf(model, detail, setting);
  if (kind === 'beside') return left.map((line, row) => `${line} ${palette.faint('│')} ${right[row] ?? ''}`);
  const rule = kind === 'below' ? [palette.faint('─'.repeat(model.size.columns))] : [];
  return [...left, ...rule, ...right];
}

function heightOf(kind: Layout['kind'], list: Pane | undefined, detail: Pane | undefined): number {
  const below = kind === 'below' ? 1 + (detail?.height ?? 0) : 0;
  return (list?.height ?? detail?.height ?? 1) + below;
}

function detailOf(model: Model, pane: Pane, { detailLines, palette }: FrameSetting): readonly string[] {
  const event = model.events[model.selected];
  const lines = event === undefined ? [] : detailLines(event, pane.width);
  return detailPane(lines, model.detailTop, pane, palette);
}

/** What there is to say, the most urgent alone: what is typed, a message, what goes on, what to press. */
function status(model: Model, columns: number, { accent, faint, warning }: Palette): string {
  const { prompt, message, seeking, isSinking, events, ending, selected } = model;
  if (prompt !== undefined) return accent(tail(`/${harmless(prompt)}_`, columns));
  if (message !== '') return warning(truncate(harmless(message), columns));
  const read = `${countText(events.length)} events read; any key stops`;
  if (seeking !== undefined)
    return accent(truncate(`Searching for “${harmless(seeking.text)}”… ${read}`, columns));
  if (isSinking) return accent(truncate(`On the way to the oldest… ${read}`, columns));
  const isAtEnd = selected === events.length - 1 && ending !== '';
  return faint(truncate(isAtEnd && events.length > 0 ? harmless(ending) : hint(columns), columns));
}

function emptyWords({ isWhole, ending }: Model): string {
  return isWhole ? harmless(ending) : 'Reading the log…';
}

/** The end of what is typed is what one looks at. */
function tail(text: string, width: number): string {
  const characters = Array.from(text);
  while (displayWidth(characters.join('')) > width) characters.shift();
  return characters.join('');
}

function filled(lines: readonly string[], { height }: Pane): readonly string[] {
  return Array.from({ length: height }, (_, row) => lines[row] ?? '');
}
