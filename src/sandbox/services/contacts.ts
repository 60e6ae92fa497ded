/** What can be done to contacts: edits, custom fields, tags, deletion and return; notes and tasks go with their contact. */

import type { BusinessRecord, ContactFields, CustomField } from '../business.js';
import type { Change } from '../change.js';
import { recordEvent } from '../record-event.js';
import { create, edit, fall, reference, remove, rise } from './lifecycle.js';

type Contact = BusinessRecord<'contact'>;

/** A new contact. */
export function createContact(change: Change, name: string, fields: ContactFields): Contact {
  return create(change, 'contact', { name, fields });
}

/** Changes name, address or person in charge; tags and custom fields have ways of their own. */
export function editContact(
  change: Change,
  contact: Contact,
  patch: { readonly name?: string; readonly fields?: Partial<Omit<ContactFields, 'tags' | 'customFields'>> },
): Contact {
  return edit(change, contact, patch);
}

/** Adds the tags that the contact does not have yet; logs only those, as the service does. */
export function addTags(change: Change, contact: Contact, tags: readonly string[]): Contact {
  const added = tags.filter((tag) => !contact.fields.tags.includes(tag));
  if (added.length === 0) return contact;
  const tagged = withTags(change, contact, [...contact.fields.tags, ...added]);
  recordEvent(change, {
    module: 'CONTACT',
    type: 'TAG_ADDED',
    record: reference(contact),
    changedFields: ['tags'],
    before: {},
    after: { tagsAdded: added },
  });
  return tagged;
}

/** Removes the tags that the contact has; logs only those. */
export function removeTags(change: Change, contact: Contact, tags: readonly string[]): Contact {
  const removed = contact.fields.tags.filter((tag) => tags.includes(tag));
  if (removed.length === 0) return contact;
  const left = contact.fields.tags.filter((tag) => !removed.includes(tag));
  const untagged = withTags(change, contact, left);
  recordEvent(change, {
    module: 'CONTACT',
    type: 'TAG_REMOVED',
    record: reference(contact),
    changedFields: ['tags'],
    before: {},
    after: { tagsRemoved: removed },
  });
  return untagged;
}

/** Sets one custom field; before and after hold this field alone. */
export function setCustomField(change: Change, contact: Contact, field: CustomField): Contact {
  const old = contact.fields.customFields.filter(({ id }) => id === field.id);
  if (old[0]?.fieldValue === field.fieldValue) return contact;
  const customFields = [...contact.fields.customFields.filter(({ id }) => id !== field.id), field];
  const edited = { ...contact, fields: { ...contact.fields, customFields }, updatedMs: change.atMs };
  change.records.update(edited);
  recordEvent(change, {
    module: 'CONTACT',
    type: 'UPDATED',
    record: reference(contact),
    changedFields: ['customFields'],
    before: { customFields: old },
    after: { customFields: [field] },
  });
  return edited;
}

/** Deletes a contact with its notes and tasks, each with its event. Opportunities and appointments stay, and lose their contact. */
export function deleteContact(change: Change, contact: Contact): void {
  const { seq } = remove(change, contact);
  for (const kind of ['note', 'task'] as const) {
    for (const record of change.records.ofContact(kind, contact.id)) fall(change, record, seq);
  }
}

/** Brings a deleted contact back with its notes and tasks, each with its event. */
export function restoreContact(change: Change, deletionSeq: number): void {
  for (const kind of ['contact', 'note', 'task'] as const) {
    for (const { record } of change.records.deletedUnder(kind, deletionSeq)) rise(change, record);
  }
}

function withTags(change: Change, contact: Contact, tags: readonly string[]): Contact {
  const tagged = { ...contact, fields: { ...contact.fields, tags }, updatedMs: change.atMs };
  change.records.update(tagged);
  return tagged;
}
