/** What can be done to an opportunity while its pipeline lives. */

import type { BusinessRecord, OpportunityFields, OpportunityStatus, Stage } from '../business.js';
import type { Change } from '../change.js';
import { create, edit, remove } from './lifecycle.js';

type Opportunity = BusinessRecord<'opportunity'>;

interface NewOpportunity {
  readonly name: string;
  readonly contactId: string;
  readonly stage: Stage;
  readonly monetaryValue: number;
  readonly assignedTo: string | null;
  readonly source: string;
}

/** @throws MissingRecordError when the pipeline does not live. */
export function createOpportunity(change: Change, pipelineId: string, given: NewOpportunity): Opportunity {
  change.records.get('pipeline', pipelineId);
  const { name, contactId, stage, ...rest } = given;
  return create(change, 'opportunity', {
    name,
    contactId,
    parentId: pipelineId,
    fields: { pipelineStageId: stage.id, pipelineStageName: stage.name, status: 'open', ...rest },
  });
}

/** To another stage of its pipeline. */
export function moveToStage(change: Change, opportunity: Opportunity, stage: Stage): Opportunity {
  return edit(change, opportunity, {
    fields: { pipelineStageId: stage.id, pipelineStageName: stage.name },
  });
}

/** Open, won, lost or abandoned. */
export function setStatus(change: Change, opportunity: Opportunity, status: OpportunityStatus): Opportunity {
  return edit(change, opportunity, { fields: { status } });
}

/** Another value, or another person in charge. */
export function editOpportunity(
  change: Change,
  opportunity: Opportunity,
  fields: Partial<Pick<OpportunityFields, 'monetaryValue' | 'assignedTo'>>,
): Opportunity {
  return edit(change, opportunity, { fields });
}

/** Deletes one opportunity by itself, while its pipeline lives. */
export function deleteOpportunity(change: Change, opportunity: Opportunity): void {
  remove(change, opportunity);
}
