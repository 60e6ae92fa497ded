/** What a table shows of one event: harmless texts by field, and the day that it belongs to. */
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { type EventView, eventFields, type FieldName } from './fields.js';
import { harmless } from './harmless.js';

export interface TableRow {
  /** The event type's wire value, for its colour. */
  readonly type: string;
  /** Whether the record goes by a name, not by its id. */
  readonly isNamed: boolean;
  /** The civil date in the view's zone, e.g. `2026-11-21`. */
  readonly day: string;
  readonly texts: Readonly<Partial<Record<FieldName, string>>>;
}

/** Longer values never fit on a line; what is cut here would be cut there. */
const longestValue = 20_000;

/** The event's texts for these fields; times to the second in the view's zone. */
export function readRow(event: AuditEvent, fields: readonly FieldName[], view: EventView): TableRow {
  const texts: Partial<Record<FieldName, string>> = {};
  for (const name of fields) texts[name] = cellText(name, event, view);
  return {
    type: event.type,
    isNamed: event.recordName !== undefined,
    day: formatInstant(event.instantMs, view.timeZone, 'day'),
    texts,
  };
}

function cellText(name: FieldName, event: AuditEvent, view: EventView): string {
  if (name === 'timestamp') return formatInstant(event.instantMs, view.timeZone, 'second');
  const value = eventFields[name].value(event, view);
  const text = typeof value === 'string' ? value : (value?.join(', ') ?? '');
  return harmless(text.slice(0, longestValue));
}

/** Neighbours of the same day together, in the order given. */
export function groupByDay(rows: readonly TableRow[]): readonly (readonly TableRow[])[] {
  const groups: TableRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.[0]?.day === row.day) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A civil date with its weekday, e.g. `2026-11-21 Saturday`. */
export function dayWithWeekday(day: string): string {
  return `${day} ${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''}`.trimEnd();
}
