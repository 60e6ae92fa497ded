/** One event in full, for people: its sentence, who, when, what changed, what stood around it, and whether it can be undone. */
import { type Actor, actorOf } from '../audit/attribution.js';
import { describe } from '../audit/describe.js';
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { countText } from '../audit/phrase.js';
import { readableChanges } from '../audit/readable-changes.js';
import { labelOfModule, labelOfSource, labelOfType } from '../audit/vocabulary.js';
import type { Palette } from '../context.js';
import { changeLines } from './change-lines.js';
import type { EventView } from './fields.js';
import type { Cell } from './grid.js';
import { harmless } from './harmless.js';
import { plainPalette, toneOf } from './tone.js';
import { pad, truncate, wrap } from './width.js';

export interface Detail {
  readonly view: EventView;
  /** Columns of the screen. */
  readonly width: number;
  readonly palette?: Palette;
  /** The changes of the same record just before and just after; undefined: nobody looked. */
  readonly neighbours?: {
    readonly previous?: AuditEvent | undefined;
    readonly next?: AuditEvent | undefined;
  };
  /** What else the same hand did within a minute. */
  readonly sameStroke?: readonly AuditEvent[];
  /** Whether it can be brought back; undefined: it is no deletion. */
  readonly restorable?: Restorability | undefined;
}

/** Until when a deletion can be restored, or why it cannot. */
type Restorability =
  | { readonly untilMs: number; readonly reason?: undefined }
  | { readonly untilMs?: undefined; readonly reason: string };

/** A label, and what stands beside it. */
type Entry = readonly [label: string, ...values: readonly Cell[]];

const labelWidth = 'Event type'.length + 2;
/** Below this, labels stand above what they name. */
const besideFrom = 50;
/** A stroke of thousands (an import) would bury the event. */
const shownOfStroke = 10;

/** Lines for stdout, each with its end; none wider than `width`. */
export function showEvent(event: AuditEvent, detail: Detail): string {
  const { view, width, palette = plainPalette } = detail;
  const sections = [
    wrap(harmless(describe(event, view.names)), width).map(palette.strong),
    entryLines(facts(event, view, palette), width, palette),
    changeLines(readableChanges(event, view.names), width, palette),
    entryLines(undoing(event, detail, palette), width, palette),
    surroundingLines(detail, palette),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
    .join('\n');
}

function facts(event: AuditEvent, { names, timeZone }: EventView, palette: Palette): readonly Entry[] {
  const { instantMs, id, recordName, recordId, contactId } = event;
  const actor = actorOf(event, names);
  const entries: readonly Entry[] = [
    [
      'When',
      { text: `${formatInstant(instantMs, timeZone, 'second')} ${timeZone}` },
      { text: formatInstant(instantMs, timeZone, 'iso-utc') },
    ],
    ['Who', ...who(actor, palette)],
    ['By', { text: labelOfSource(event.source) }],
    ['Event type', { text: labelOfType(event.type), paint: toneOf(event.type, palette) }],
    ['Module', { text: labelOfModule(event.module) }],
    ['Record', ...known(recordName), ...known(recordId, palette.faint)],
    ['Contact', ...(contactId === recordId ? [] : known(contactId))],
    ['Event ID', { text: id }],
  ];
  return entries.filter(([, ...values]) => values.length > 0);
}

/** The name, what kind of hand it is and its id, and how far that can be trusted. */
function who({ name, email, kind, id, note }: Actor, { faint }: Palette): readonly Cell[] {
  return [
    { text: email === undefined ? name : `${name} <${email}>` },
    { text: id === undefined ? kind : `${kind} · ${id}`, paint: faint },
    ...known(note, faint),
  ];
}

function known(text: string | undefined, paint?: Cell['paint']): readonly Cell[] {
  if (text === undefined) return [];
  return [paint === undefined ? { text } : { text, paint }];
}

function undoing(event: AuditEvent, { view, restorable }: Detail, palette: Palette): readonly Entry[] {
  if (restorable === undefined) return [];
  if (restorable.untilMs === undefined)
    return [['Restore', { text: restorable.reason, paint: palette.warning }]];
  const until = `until ${formatInstant(restorable.untilMs, view.timeZone, 'minute')} ${view.timeZone}`;
  return [
    ['Restore', { text: `possible ${until}`, paint: palette.good }, { text: `audit restore ${event.id}` }],
  ];
}

function entryLines(entries: readonly Entry[], width: number, palette: Palette): readonly string[] {
  const isBeside = width >= besideFrom;
  const indent = isBeside ? labelWidth : 2;
  return entries.flatMap(([label, ...values]) => {
    const lines = values.flatMap(({ text, paint = plainPalette.strong }) =>
      wrap(harmless(text), width - indent).map(paint),
    );
    const heading = palette.faint(pad(label, labelWidth));
    if (!isBeside) return [palette.faint(label), ...lines.map((line) => ' '.repeat(indent) + line)];
    return lines.map((line, index) => (index === 0 ? heading : ' '.repeat(indent)) + line);
  });
}

function surroundingLines(
  { neighbours, sameStroke = [], view, width }: Detail,
  palette: Palette,
): readonly string[] {
  const more = sameStroke.length - shownOfStroke;
  const groups: readonly (readonly [heading: string, events: readonly (AuditEvent | undefined)[]])[] = [
    ['Before it, on the same record', [neighbours?.previous]],
    ['After it, on the same record', [neighbours?.next]],
    [
      `By the same hand within a minute${more > 0 ? ` (${shownOfStroke} of ${countText(sameStroke.length)})` : ''}`,
      sameStroke.slice(0, shownOfStroke),
    ],
  ];
  return groups.flatMap(([heading, events]) => {
    const there = events.filter((event) => event !== undefined);
    if (there.length === 0) return [];
    return [
      palette.faint(truncate(heading, width)),
      ...there.flatMap((event) => briefLines(event, view, width, palette)),
    ];
  });
}

/** Another event on two lines: when and what; the id on a line of its own, for it is what one types next. */
function briefLines(
  event: AuditEvent,
  { names, timeZone }: EventView,
  width: number,
  palette: Palette,
): readonly string[] {
  const when = formatInstant(event.instantMs, timeZone, 'second');
  const brief = truncate(`${when}  ${harmless(describe(event, names))}`, width - 2);
  return [`  ${brief}`, ...wrap(harmless(event.id), width - 2).map((line) => `  ${palette.faint(line)}`)];
}
