/** Notes about a contact. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { create, edit, remove } from './lifecycle.js';

type Note = BusinessRecord<'note'>;

/** A new note about a contact. */
export function addNote(change: Change, contactId: string, body: string): Note {
  return create(change, 'note', { name: '', contactId, fields: { body } });
}

/** Another text. */
export function editNote(change: Change, note: Note, body: string): Note {
  return edit(change, note, { fields: { body } });
}

/** Deletes one note by itself. */
export function deleteNote(change: Change, note: Note): void {
  remove(change, note);
}
