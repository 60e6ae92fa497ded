/** What is done to contacts, their notes and their tasks on an ordinary day. */

import { addTags, createContact, editContact, removeTags, setCustomField } from '../services/contacts.js';
import { addNote, deleteNote, editNote } from '../services/notes.js';
import { addTask, completeTask } from '../services/tasks.js';
import { dayMs } from '../zone.js';
import { type Act, findAny, someUserId } from './act.js';
import {
  contactName,
  customFieldNames,
  customFieldValue,
  emailFor,
  noteBodies,
  phoneNumber,
  streetAddress,
  tags,
  taskTitles,
} from './words.js';

/** Somebody new, known by name, address and number. */
export const newContact: Act = (change) => {
  const { random } = change;
  const name = contactName(random);
  createContact(change, name, {
    email: emailFor(name, random),
    phone: phoneNumber(random),
    address: '',
    tags: [],
    customFields: [],
    assignedTo: null,
  });
};

/** A new address, number, e-mail or person in charge. */
export const editAContact: Act = (change) => {
  const { random } = change;
  const contact = change.records.any('contact', random);
  if (contact === undefined) return;
  const edits = [
    { address: streetAddress(random) },
    { phone: phoneNumber(random) },
    { email: emailFor(contact.name, random) },
    { assignedTo: someUserId(change) },
  ];
  editContact(change, contact, { fields: random.pick(edits) });
};

/** One custom field of any contact. */
export const fillACustomField: Act = (change) => {
  const { random } = change;
  const contact = change.records.any('contact', random);
  if (contact === undefined) return;
  const index = random.below(customFieldNames.length);
  const fieldName = customFieldNames[index] ?? customFieldNames[0];
  setCustomField(change, contact, {
    id: `cf${String(index + 1).padStart(18, '0')}`,
    fieldName,
    fieldValue: customFieldValue(fieldName, random),
  });
};

/** One of the usual tags for any contact. */
export const tagAContact: Act = (change) => {
  const contact = change.records.any('contact', change.random);
  if (contact !== undefined) addTags(change, contact, [change.random.pick(tags)]);
};

/** Tags the newest contact: what a workflow does seconds after a form was sent. */
export const welcomeTheNewest: Act = (change) => {
  const contact = change.records.newest('contact');
  if (contact !== undefined) addTags(change, contact, ['new-lead']);
};

/** One contact gets this tag; a burst is many of these. */
export function tagSomeoneWith(tag: string): Act {
  return (change) => {
    const contact = findAny(change, 'contact', ({ fields }) => !fields.tags.includes(tag));
    if (contact !== undefined) addTags(change, contact, [tag]);
  };
}

/** Takes one tag off a contact that has any. */
export const untagAContact: Act = (change) => {
  const contact = findAny(change, 'contact', ({ fields }) => fields.tags.length > 0);
  if (contact !== undefined) removeTags(change, contact, [change.random.pick(contact.fields.tags)]);
};

/** A note about any contact. */
export const writeANote: Act = (change) => {
  const contact = change.records.any('contact', change.random);
  if (contact !== undefined) addNote(change, contact.id, change.random.pick(noteBodies));
};

/** Rewrites a note; one time in five it is deleted. */
export const reviseANote: Act = (change) => {
  const note = change.records.any('note', change.random);
  if (note === undefined) return;
  if (change.random.chance(0.2)) deleteNote(change, note);
  else editNote(change, note, `${change.random.pick(noteBodies)} (${note.fields.body.slice(0, 24)}…)`);
};

/** A task about any contact, due within ten days. */
export const planATask: Act = (change) => {
  const { random } = change;
  const contact = change.records.any('contact', random);
  if (contact === undefined) return;
  addTask(change, contact.id, {
    title: random.pick(taskTitles),
    body: '',
    dueDate: new Date(change.atMs + random.between(1, 10) * dayMs).toISOString(),
    assignedTo: someUserId(change),
  });
};

/** Ticks off a task that is open. */
export const finishATask: Act = (change) => {
  const task = findAny(change, 'task', ({ fields }) => !fields.completed);
  if (task !== undefined) completeTask(change, task);
};
