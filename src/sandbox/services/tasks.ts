/** Tasks about a contact. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { create, edit, remove } from './lifecycle.js';

type Task = BusinessRecord<'task'>;

/** `dueDate` is an instant in ISO 8601. */
export function addTask(
  change: Change,
  contactId: string,
  task: {
    readonly title: string;
    readonly body: string;
    readonly dueDate: string;
    readonly assignedTo: string | null;
  },
): Task {
  const { title, ...fields } = task;
  return create(change, 'task', { name: title, contactId, fields: { ...fields, completed: false } });
}

/** Ticks the task off. */
export function completeTask(change: Change, task: Task): Task {
  return edit(change, task, { fields: { completed: true } });
}

/** Deletes one task by itself. */
export function deleteTask(change: Change, task: Task): void {
  remove(change, task);
}
