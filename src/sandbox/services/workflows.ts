/** Workflows: made, edited, switched on and off. What they do to records carries them as its source. */

import type { BusinessRecord } from '../business.js';
import type { Actor, Change } from '../change.js';
import { uuid } from '../random.js';
import { create, edit, remove } from './lifecycle.js';

type Workflow = BusinessRecord<'workflow'>;

/** A new workflow, not switched on yet. */
export function createWorkflow(change: Change, name: string, steps: number): Workflow {
  return create(change, 'workflow', { id: uuid(change.random), name, fields: { status: 'draft', steps } });
}

/** More or fewer steps. */
export function editWorkflow(change: Change, workflow: Workflow, steps: number): Workflow {
  return edit(change, workflow, { fields: { steps } });
}

/** Switches it on. */
export function enableWorkflow(change: Change, workflow: Workflow): Workflow {
  return edit(change, workflow, { fields: { status: 'published' } }, 'ENABLED');
}

/** Switches it off. */
export function disableWorkflow(change: Change, workflow: Workflow): Workflow {
  return edit(change, workflow, { fields: { status: 'draft' } }, 'DISABLED');
}

/** The workflow as the hand behind a change; the service sometimes logs the word UNKNOWN in place of its name. */
export function workflowActor(workflow: Workflow, isNamed: boolean): Actor {
  return { source: 'WORKFLOW_NEW', sourceId: workflow.id, sourceName: isNamed ? workflow.name : 'UNKNOWN' };
}

/** Deletes a workflow for good. */
export function deleteWorkflow(change: Change, workflow: Workflow): void {
  remove(change, workflow);
}
