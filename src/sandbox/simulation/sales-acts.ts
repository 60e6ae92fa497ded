/** What is done to opportunities on an ordinary day. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { createOpportunity, editOpportunity, moveToStage, setStatus } from '../services/opportunities.js';
import { type Act, findAny, someUserId } from './act.js';
import { leadSources } from './words.js';

/** A new opportunity in any pipeline. */
export const openAnOpportunity: Act = (change) => {
  const pipeline = change.records.any('pipeline', change.random);
  if (pipeline !== undefined) openOpportunityIn(change, pipeline);
};

/** Opens an opportunity at the first stage of this pipeline, for any contact. */
export function openOpportunityIn(change: Change, pipeline: BusinessRecord<'pipeline'>): void {
  const { random } = change;
  const contact = change.records.any('contact', random);
  const stage = pipeline.fields.stages[0];
  if (contact === undefined || stage === undefined) return;
  createOpportunity(change, pipeline.id, {
    name: `${contact.name.trim()} – ${pipeline.name}`,
    contactId: contact.id,
    stage,
    monetaryValue: random.between(3, 90) * 50,
    assignedTo: someUserId(change),
    source: random.pick(leadSources),
  });
}

/** An open opportunity goes on a stage, or now and then back one. */
export const moveAnOpportunity: Act = (change) => {
  const opportunity = findAny(change, 'opportunity', ({ fields }) => fields.status === 'open');
  const pipeline = opportunity?.parentId && change.records.find('pipeline', opportunity.parentId);
  if (!opportunity || !pipeline) return;
  const { stages } = pipeline.fields;
  const at = stages.findIndex(({ id }) => id === opportunity.fields.pipelineStageId);
  const next = stages[change.random.chance(0.85) ? at + 1 : at - 1];
  if (next !== undefined) moveToStage(change, opportunity, next);
};

/** An open opportunity is won, lost or abandoned. */
export const decideAnOpportunity: Act = (change) => {
  const opportunity = findAny(change, 'opportunity', ({ fields }) => fields.status === 'open');
  if (opportunity === undefined) return;
  setStatus(change, opportunity, change.random.pick(['won', 'won', 'lost', 'abandoned'] as const));
};

/** Another value or another person in charge. */
export const revalueAnOpportunity: Act = (change) => {
  const opportunity = findAny(change, 'opportunity', ({ fields }) => fields.status === 'open');
  if (opportunity === undefined) return;
  const { random } = change;
  const edits = [{ monetaryValue: random.between(3, 90) * 50 }, { assignedTo: someUserId(change) }];
  editOpportunity(change, opportunity, random.pick(edits));
};
