/** An event's changes as people read them: names in place of ids, an id and its name as one change. */
import { changesOf, type FieldChange } from './changes.js';
import type { AuditEvent, JsonObject } from './event.js';
import { ownText } from './json-value.js';
import type { NameBook } from './names.js';

type Lookup = (id: string, names: NameBook) => string | undefined;

const userName: Lookup = (id, names) => names.user(id)?.name;

/** Fields that hold an id: who knows its name, and under which field the event may tell it itself. */
const idFields: ReadonlyMap<string, { readonly nameField?: string; readonly lookup: Lookup }> = new Map([
  ['pipelineStageId', { nameField: 'pipelineStageName', lookup: (id, names) => names.stage(id) }],
  ['pipelineId', { nameField: 'pipelineName', lookup: (id, names) => names.pipeline(id) }],
  ['calendarId', { nameField: 'calendarName', lookup: (id, names) => names.calendar(id) }],
  ['contactId', { nameField: 'contactName', lookup: () => undefined }],
  ['assignedTo', { nameField: 'assignedToName', lookup: userName }],
  ['assignedUserId', { lookup: userName }],
  ['userId', { nameField: 'userName', lookup: userName }],
  ['owner', { lookup: userName }],
]);

const idOfName: ReadonlyMap<string, string> = new Map(
  [...idFields].flatMap(([id, { nameField }]) => (nameField === undefined ? [] : [[nameField, id] as const])),
);

/** As `changesOf`, for people. The event's own name comes first: it is the one of that day. Never throws. */
export function readableChanges(event: AuditEvent, names: NameBook): readonly FieldChange[] {
  const changes = changesOf(event);
  if (!changes.some(({ field }) => idFields.has(field))) return changes;
  const fields = new Set(changes.map(({ field }) => field));
  return changes
    .filter(({ field }) => !fields.has(idOfName.get(field) ?? ''))
    .map((change) => ({
      ...change,
      before: nameOf(change.field, change.before, event.before, names),
      after: nameOf(change.field, change.after, event.after, names),
    }));
}

function nameOf(field: string, value: unknown, side: JsonObject | undefined, names: NameBook): unknown {
  const idField = idFields.get(field);
  if (idField === undefined || typeof value !== 'string') return value;
  const { nameField, lookup } = idField;
  return (nameField === undefined ? undefined : ownText(side, nameField)) ?? lookup(value, names) ?? value;
}
