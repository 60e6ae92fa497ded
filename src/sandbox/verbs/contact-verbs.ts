/** What can be done to contacts, notes and tasks by hand. */

import {
  addTags,
  createContact,
  deleteContact,
  editContact,
  removeTags,
  restoreContact,
  setCustomField,
} from '../services/contacts.js';
import { addNote, deleteNote, editNote } from '../services/notes.js';
import { addTask, completeTask, deleteTask } from '../services/tasks.js';
import { newContact } from '../simulation/contact-acts.js';
import { customFieldNames, emailFor, phoneNumber } from '../simulation/words.js';
import { dayMs } from '../zone.js';
import { findDeleted, findRecord } from './find-record.js';
import { oneOf, type Verb, wholeNumber } from './verb.js';

/** Contacts, and what is written about them. */
export const contactVerbs: readonly Verb[] = [
  {
    name: 'add-contact',
    takes: '<name>',
    summary: 'a new contact',
    act: (change, [name = '']) => {
      const email = emailFor(name, change.random);
      const phone = phoneNumber(change.random);
      createContact(change, name, {
        email,
        phone,
        address: '',
        tags: [],
        customFields: [],
        assignedTo: null,
      });
    },
  },
  {
    name: 'import-contacts',
    takes: '<count>',
    summary: 'so many new contacts, in one millisecond',
    act: (change, [count = '']) => {
      for (let left = wholeNumber(count, 'count'); left > 0; left -= 1) newContact(change);
    },
  },
  {
    name: 'edit-contact',
    takes: '<contact> <name|email|phone|address> <value>',
    summary: 'another name, e-mail, phone or address',
    act: (change, [word = '', name = '', value = '']) => {
      const field = oneOf(name, ['name', 'email', 'phone', 'address'], 'field of a contact');
      const patch = field === 'name' ? { name: value } : { fields: { [field]: value } };
      editContact(change, findRecord(change, 'contact', word), patch);
    },
  },
  {
    name: 'assign-contact',
    takes: '<contact> <user>',
    summary: 'another person in charge',
    act: (change, [word = '', user = '']) => {
      const fields = { assignedTo: findRecord(change, 'user', user).id };
      editContact(change, findRecord(change, 'contact', word), { fields });
    },
  },
  {
    name: 'set-field',
    takes: '<contact> <field> <value>',
    summary: 'a custom field',
    act: (change, [word = '', fieldName = '', fieldValue = '']) => {
      const known = customFieldNames.findIndex((name) => name.toLowerCase() === fieldName.toLowerCase());
      // Numbered as the simulation numbers them, so that a field of the same name is the same field.
      const id = `cf${String(known + 1).padStart(18, '0')}`;
      const field = { id: known < 0 ? `cf-${fieldName}` : id, fieldName, fieldValue };
      setCustomField(change, findRecord(change, 'contact', word), field);
    },
  },
  {
    name: 'tag',
    takes: '<contact> <tag>',
    summary: 'a tag more',
    act: (change, [word = '', tag = '']) => {
      addTags(change, findRecord(change, 'contact', word), [tag]);
    },
  },
  {
    name: 'untag',
    takes: '<contact> <tag>',
    summary: 'a tag less',
    act: (change, [word = '', tag = '']) => {
      removeTags(change, findRecord(change, 'contact', word), [tag]);
    },
  },
  {
    name: 'delete-contact',
    takes: '<contact>',
    summary: 'with its notes and tasks',
    act: (change, [word = '']) => deleteContact(change, findRecord(change, 'contact', word)),
  },
  {
    name: 'restore-contact',
    takes: '<contact>',
    summary: 'as the product’s own screen for deleted contacts does',
    act: (change, [word = '']) => restoreContact(change, findDeleted(change, 'contact', word).eventSeq),
  },
  {
    name: 'add-note',
    takes: '<contact> <text>',
    summary: 'a note about a contact',
    act: (change, [word = '', text = '']) => {
      addNote(change, findRecord(change, 'contact', word).id, text);
    },
  },
  {
    name: 'edit-note',
    takes: '<note> <text>',
    summary: 'another text',
    act: (change, [word = '', text = '']) => {
      editNote(change, findRecord(change, 'note', word), text);
    },
  },
  {
    name: 'delete-note',
    takes: '<note>',
    summary: 'one note by itself',
    act: (change, [word = '']) => deleteNote(change, findRecord(change, 'note', word)),
  },
  {
    name: 'add-task',
    takes: '<contact> <title>',
    summary: 'due in a week',
    act: (change, [word = '', title = '']) => {
      const dueDate = new Date(change.atMs + 7 * dayMs).toISOString();
      addTask(change, findRecord(change, 'contact', word).id, { title, body: '', dueDate, assignedTo: null });
    },
  },
  {
    name: 'finish-task',
    takes: '<task>',
    summary: 'ticked off',
    act: (change, [word = '']) => {
      completeTask(change, findRecord(change, 'task', word));
    },
  },
  {
    name: 'delete-task',
    takes: '<task>',
    summary: 'one task by itself',
    act: (change, [word = '']) => deleteTask(change, findRecord(change, 'task', word)),
  },
];
