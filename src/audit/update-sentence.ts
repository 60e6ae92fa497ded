/** The sentence of an event that changed fields: the one change that matters, or a list of the fields. */
import type { FieldChange } from './changes.js';
import type { AuditEvent } from './event.js';
import type { NameBook } from './names.js';
import { fieldText, listText, valueText } from './phrase.js';
import { readableChanges } from './readable-changes.js';
import { nounOf, subjectOf } from './subject.js';

const shownFields = 5;

/** `Changed phone of contact “Ada” from “1” to “2”`, `Moved opportunity …`, `Changed 3 fields of …: phone, city, DND`. */
export function updateSentence(event: AuditEvent, names: NameBook): string {
  const changes = readableChanges(event, names);
  const subject = subjectOf(event, names);
  const first = changes[0];
  if (first === undefined) return `Updated ${subject}`;
  const leading = leadingSentence(changes, subject);
  if (leading !== undefined) return leading;
  if (changes.length > 1) return manyChanges(changes, subject);
  return renaming(first, event, names) ?? oneChange(first, event, subject);
}

/** Tags added to or removed from a record; without their names where the event does not tell them. */
export function tagSentence(event: AuditEvent, names: NameBook): string {
  const tags = readableChanges(event, names).find(({ field }) => field === 'tags');
  const subject = subjectOf(event, names);
  const untold = event.type === 'TAG_REMOVED' ? `Removed tags from ${subject}` : `Added tags to ${subject}`;
  return (tags === undefined ? undefined : tagging(tags, subject)) ?? untold;
}

function tagsText(tags: readonly unknown[]): string {
  return `${tags.length === 1 ? 'tag' : 'tags'} ${listText(tags)}`;
}

/** Changes that have a verb of their own; what else changed at the same time is named after them. */
function leadingSentence(changes: readonly FieldChange[], subject: string): string | undefined {
  if (!changes.some(({ field }) => anyLeading.has(field))) return undefined;
  for (const { fields, verb, along } of leadingFields) {
    const change = changes.find(({ field }) => fields.includes(field));
    const sentence = change === undefined ? undefined : verb(change, subject);
    if (sentence === undefined) continue;
    const rest = changes.filter((other) => other !== change && !along.includes(other.field));
    return rest.length === 0 ? sentence : `${sentence}; also changed ${fieldList(rest)}`;
  }
  return undefined;
}

interface LeadingField {
  readonly fields: readonly string[];
  /** Fields that go with it and need no word. */
  readonly along: readonly string[];
  readonly verb: (change: FieldChange, subject: string) => string | undefined;
}

const leadingFields: readonly LeadingField[] = [
  { fields: ['pipelineStageId', 'pipelineStageName'], along: [], verb: fromTo('Moved') },
  { fields: ['startTime'], along: ['endTime'], verb: fromTo('Rescheduled') },
  {
    fields: ['appointmentStatus'],
    along: [],
    verb: ({ after }, subject) => (after === 'cancelled' ? `Cancelled ${subject}` : undefined),
  },
  {
    fields: ['completed'],
    along: [],
    verb: ({ after }, subject) => (after === true ? `Completed ${subject}` : undefined),
  },
  { fields: ['assignedTo', 'assignedUserId'], along: [], verb: assignment },
  { fields: ['tags'], along: [], verb: tagging },
];

const anyLeading: ReadonlySet<string> = new Set(leadingFields.flatMap(({ fields }) => fields));

/** Undefined where the values are not told: the plain form is honest then. */
function fromTo(verb: string): LeadingField['verb'] {
  return ({ before, after }, subject) => {
    const [from, to] = [valueText(before), valueText(after)];
    if (to === undefined) return undefined;
    return from === undefined ? `${verb} ${subject} to ${to}` : `${verb} ${subject} from ${from} to ${to}`;
  };
}

function assignment({ before, after }: FieldChange, subject: string): string | undefined {
  const [from, to] = [valueText(before || undefined), valueText(after || undefined)];
  if (to !== undefined)
    return from === undefined
      ? `Assigned ${subject} to ${to}`
      : `Reassigned ${subject} from ${from} to ${to}`;
  return from === undefined ? undefined : `Unassigned ${subject} from ${from}`;
}

function tagging({ added = [], removed = [] }: FieldChange, subject: string): string | undefined {
  if (added.length > 0 && removed.length > 0) {
    return `Added ${tagsText(added)} to and removed ${tagsText(removed)} from ${subject}`;
  }
  if (added.length > 0) return `Added ${tagsText(added)} to ${subject}`;
  return removed.length > 0 ? `Removed ${tagsText(removed)} from ${subject}` : undefined;
}

/** A record's name is its subject: `Renamed pipeline “Old” to “New”`; a note has its text for a name. */
function renaming(
  { field, before, after }: FieldChange,
  event: AuditEvent,
  names: NameBook,
): string | undefined {
  const isName = field === 'name' || field === 'title';
  if (!isName && (field !== 'body' || event.recordName !== undefined)) return undefined;
  const [from, to] = [scalarText(before), scalarText(after)];
  if (from === undefined || to === undefined) return undefined;
  return `${isName ? 'Renamed' : 'Changed'} ${nounOf(event, names)} ${from} to ${to}`;
}

function oneChange(change: FieldChange, event: AuditEvent, subject: string): string {
  const field = fieldText(change);
  const { added = [], removed = [] } = change;
  if (added.length + removed.length > 0)
    return `Changed ${field} of ${subject}: ${listChange(added, removed)}`;
  const [from, to] = [scalarText(change.before), scalarText(change.after)];
  if (from !== undefined && to !== undefined) return `Changed ${field} of ${subject} from ${from} to ${to}`;
  if (to !== undefined)
    return `${event.before === undefined ? 'Changed' : 'Set'} ${field} of ${subject} to ${to}`;
  if (from !== undefined && event.after !== undefined && isBlank(change.after))
    return `Cleared ${field} of ${subject}, which was ${from}`;
  return `Changed ${field} of ${subject}`;
}

function listChange(added: readonly unknown[], removed: readonly unknown[]): string {
  const parts = [
    ...(added.length > 0 ? [`added ${listText(added)}`] : []),
    ...(removed.length > 0 ? [`removed ${listText(removed)}`] : []),
  ];
  return parts.join(', ');
}

function scalarText(value: unknown): string | undefined {
  return isBlank(value) ? undefined : valueText(value);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function manyChanges(changes: readonly FieldChange[], subject: string): string {
  return `Changed ${changes.length} fields of ${subject}: ${fieldList(changes)}`;
}

function fieldList(changes: readonly FieldChange[]): string {
  const shown = changes.slice(0, shownFields);
  let list = '';
  for (const change of shown) list += change === shown[0] ? fieldText(change) : `, ${fieldText(change)}`;
  const more = changes.length - shownFields;
  return more > 0 ? `${list} and ${more} more` : list;
}
