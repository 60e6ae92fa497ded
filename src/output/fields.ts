/** The fields of an event: one list of words, one meaning each, for every format, for `--fields` and `--columns`. */
import { actorOf } from '../audit/attribution.js';
import { changesOf } from '../audit/changes.js';
import { describe } from '../audit/describe.js';
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import type { NameBook } from '../audit/names.js';
import { nearest } from '../audit/nearest.js';
import { labelOfModule, labelOfSource, labelOfType } from '../audit/vocabulary.js';
import { UsageError } from '../errors.js';
import { changesToJson, plainChangesToJson } from './changes-json.js';
import { harmlessJson } from './harmless.js';
import { valueToJson } from './json-text.js';

/** With whose names and in which zone (IANA) events are shown. */
export interface EventView {
  readonly names: NameBook;
  readonly timeZone: string;
}

/** Frozen: scripts name them. Adding is fine, renaming never. */
export const fieldNames = [
  'timestamp',
  'user',
  'eventType',
  'description',
  'record',
  'module',
  'id',
  'userId',
  'userEmail',
  'actor',
  'source',
  'recordId',
  'recordType',
  'changedFields',
  'changes',
  'before',
  'after',
  'raw',
] as const;

export type FieldName = (typeof fieldNames)[number];

/**
 * What a text is made of, and of nothing else: the event's own texts and numbers; its actor (`sourceId`, `sourceName`, `source`), type
 * or module, which most logs repeat a million times; or all of it together.
 */
export type TextOrigin = 'event' | 'actor' | 'type' | 'module' | 'sentence';

/** `json` values are JSON text, on one line and harmless; `text` and `list` are as the log has them, hostile. */
export type EventField = { readonly header: string } & (
  | {
      readonly kind: 'text';
      readonly origin: TextOrigin;
      readonly value: (event: AuditEvent, view: EventView) => string | undefined;
    }
  | { readonly kind: 'list'; readonly value: (event: AuditEvent) => readonly string[] }
  | { readonly kind: 'json'; readonly value: (event: AuditEvent, view: EventView) => string | undefined }
);

/** What each field is called above a column, and where its value comes from. */
export const eventFields: Readonly<Record<FieldName, EventField>> = {
  timestamp: text('Timestamp', 'event', (event) => formatInstant(event.instantMs, 'UTC', 'iso-utc')),
  user: text('User', 'actor', (event, { names }) => actorOf(event, names).name),
  eventType: text('Event type', 'type', (event) => labelOfType(event.type)),
  description: text('Description', 'sentence', (event, { names }) => describe(event, names)),
  record: text('Record', 'event', (event) => event.recordName ?? event.recordId),
  module: text('Module', 'module', (event) => labelOfModule(event.module)),
  id: text('Event ID', 'event', (event) => event.id),
  userId: text('User ID', 'actor', (event) => event.sourceId),
  userEmail: text('User email', 'actor', (event, { names }) => actorOf(event, names).email),
  actor: text('Actor', 'actor', (event, { names }) => actorOf(event, names).kind),
  source: text('Source', 'actor', (event) => labelOfSource(event.source)),
  recordId: text('Record ID', 'event', (event) => event.recordId),
  recordType: text('Record type', 'module', (event) => event.module),
  changedFields: {
    header: 'Changed fields',
    kind: 'list',
    value: (event) => event.changedFields,
  },
  changes: json('Changes', (event) =>
    event.isPlain === true ? plainChangesToJson(changesOf(event)) : changesToJson(changesOf(event)),
  ),
  before: json('Before', ({ before }) => (before === undefined ? undefined : valueToJson(before))),
  after: json('After', ({ after }) => (after === undefined ? undefined : valueToJson(after))),
  raw: json('Raw event', (event) => event.printableRaw ?? harmlessJson(event.rawText)),
};

/**
 * The fields that a comma list names, in its order; spelled as people spell them (`event-type`, `Event Type`).
 *
 * @throws UsageError for an unknown word, with the nearest; for an empty list, with all of them.
 */
export function parseFields(list: string): readonly FieldName[] {
  const words = list.split(',').map((word) => word.trim());
  const wanted = words.filter((word) => word !== '');
  if (wanted.length === 0) {
    throw new UsageError('fields-missing', 'Which fields?', { hint: `There are: ${fieldNames.join(', ')}` });
  }
  return [...new Set(wanted.map(parseField))];
}

function parseField(word: string): FieldName {
  const folded = fold(word);
  const found = fieldNames.find((name) => fold(name) === folded || fold(eventFields[name].header) === folded);
  if (found !== undefined) return found;
  const close = nearest(word, fieldNames, 3);
  throw new UsageError('unknown-field', `There is no field "${word}".`, {
    hint: close.length > 0 ? `Did you mean ${close.join(', ')}?` : `There are: ${fieldNames.join(', ')}`,
  });
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/gu, '');
}

function text(
  header: string,
  origin: TextOrigin,
  value: (event: AuditEvent, view: EventView) => string | undefined,
): EventField {
  return { header, kind: 'text', origin, value };
}

function json(header: string, value: (event: AuditEvent) => string | undefined): EventField {
  return { header, kind: 'json', value };
}
