/** The ordinary changes (create, edit, remove, fall with another, rise again), each with its event; a noun's own service adds the rules. */

import type { BusinessRecord, FieldsOf, Kind } from '../business.js';
import type { Change } from '../change.js';
import { recordId } from '../random.js';
import { type RecordedEvent, recordEvent } from '../record-event.js';

/** The module under which each kind of record is logged; a settings record says its own. */
export const moduleOf: Readonly<Record<Exclude<Kind, 'company' | 'location' | 'settings'>, string>> = {
  user: 'USER',
  contact: 'CONTACT',
  note: 'NOTE',
  task: 'TASK',
  pipeline: 'PIPELINE',
  opportunity: 'OPPORTUNITY',
  calendar: 'CALENDAR',
  appointment: 'APPOINTMENT',
  workflow: 'WORKFLOW',
  invoice: 'INVOICE',
  funnel: 'FUNNEL',
  page: 'FUNNEL_PAGE',
  object: 'CUSTOM_OBJECT',
  objectRecord: 'CUSTOM_OBJECT_RECORD',
  association: 'ASSOCIATION',
  auditExport: 'AUDIT_LOG',
};

type LoggedKind = keyof typeof moduleOf;

interface NewRecord<K extends Kind> {
  readonly id?: string;
  readonly name: string;
  readonly parentId?: string;
  readonly contactId?: string;
  readonly fields: FieldsOf[K];
}

/** A new record with its id, not yet in the business. */
export function newRecord<K extends Kind>(change: Change, kind: K, given: NewRecord<K>): BusinessRecord<K> {
  return {
    kind,
    id: given.id ?? recordId(change.random),
    name: given.name,
    parentId: given.parentId ?? null,
    contactId: given.contactId ?? null,
    fields: given.fields,
    createdMs: change.atMs,
    updatedMs: change.atMs,
  };
}

/** Adds a record and logs it whole. */
export function create<K extends LoggedKind>(
  change: Change,
  kind: K,
  given: NewRecord<K>,
  type = 'CREATED',
): BusinessRecord<K> {
  const record = newRecord(change, kind, given);
  change.records.insert(record);
  recordEvent(change, { module: moduleOf[kind], type, record: reference(record), after: snapshot(record) });
  return record;
}

/** Changes a record and logs what differs; gives it as it is now. Nothing differs: nothing is written. */
export function edit<K extends LoggedKind>(
  change: Change,
  record: BusinessRecord<K>,
  patch: { readonly name?: string; readonly fields?: Partial<FieldsOf[K]> },
  type = 'UPDATED',
): BusinessRecord<K> {
  const edited = {
    ...record,
    name: patch.name ?? record.name,
    fields: { ...record.fields, ...patch.fields },
    updatedMs: change.atMs,
  };
  const difference = differing(snapshot(record), snapshot(edited));
  if (difference.changedFields.length === 0) return record;
  change.records.update(edited);
  const { changedFields, before, after } = difference;
  const belonging = belongingOf(edited);
  recordEvent(change, {
    module: moduleOf[record.kind],
    type,
    record: reference(edited),
    changedFields,
    before: { ...belonging, ...before },
    after: { ...belonging, ...after },
  });
  return edited;
}

/** Deletes a record, logs it whole, and keeps it under that event. */
export function remove<K extends LoggedKind>(
  change: Change,
  record: BusinessRecord<K>,
  before: Readonly<Record<string, unknown>> = snapshot(record),
): RecordedEvent {
  const event = recordEvent(change, {
    module: moduleOf[record.kind],
    type: 'DELETED',
    record: reference(record),
    before,
  });
  change.records.remove(record.kind, record.id, event.seq, change.atMs);
  return event;
}

/** Deletes a record that goes with another: its own event in the same millisecond, kept under the other's. */
export function fall<K extends LoggedKind>(
  change: Change,
  record: BusinessRecord<K>,
  containerSeq: number,
  more: Readonly<Record<string, unknown>> = {},
): void {
  recordEvent(change, {
    module: moduleOf[record.kind],
    type: 'DELETED',
    record: reference(record),
    before: { ...snapshot(record), ...more },
  });
  change.records.remove(record.kind, record.id, containerSeq, change.atMs);
}

/** Puts a deleted record back as it was, and logs it whole. */
export function rise<K extends LoggedKind>(
  change: Change,
  record: BusinessRecord<K>,
  more: Readonly<Record<string, unknown>> = {},
): RecordedEvent {
  change.records.revive(record.kind, record.id);
  return recordEvent(change, {
    module: moduleOf[record.kind],
    type: 'RESTORED',
    record: reference(record),
    after: { ...snapshot(record), ...more },
  });
}

/** How an event names a record: a note has no name of its own. */
export function reference(record: BusinessRecord<Kind>): {
  readonly id: string;
  readonly name: string | null;
  readonly contactId: string | null;
} {
  const contactId = record.kind === 'contact' ? record.id : record.contactId;
  return { id: record.id, name: record.name === '' ? null : record.name, contactId };
}

/** A record as before and after show it. */
export function snapshot(record: BusinessRecord<Kind>): Readonly<Record<string, unknown>> {
  const parent = parentName[record.kind];
  return {
    ...(record.name === '' ? {} : { name: record.name }),
    ...(parent === undefined || record.parentId === null ? {} : { [parent]: record.parentId }),
    ...record.fields,
  };
}

/** Said with every change, though it is none: an object's own log is the log of this key. */
function belongingOf({ fields }: BusinessRecord<Kind>): Readonly<Record<string, unknown>> {
  return 'objectKey' in fields ? { objectKey: fields.objectKey } : {};
}

/** What the published routes call the id of a record's parent. */
const parentName: Partial<Record<Kind, string>> = {
  opportunity: 'pipelineId',
  appointment: 'calendarId',
  objectRecord: 'objectId',
  page: 'funnelId',
};

function differing(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>) {
  const changedFields = Object.keys(after).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  const only = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      changedFields.filter((field) => field in values).map((field) => [field, values[field]]),
    );
  return { changedFields, before: only(before), after: only(after) };
}
