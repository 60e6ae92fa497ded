/** Pipelines: a deletion takes the opportunities along and keeps all that a restore needs. */

import type { BusinessRecord, Stage } from '../business.js';
import type { Change } from '../change.js';
import { uuid } from '../random.js';
import type { RecordedEvent } from '../record-event.js';
import { create, edit, fall, remove, snapshot } from './lifecycle.js';

type Pipeline = BusinessRecord<'pipeline'>;

/** Stages in their order, named by the given words. */
export function createPipeline(change: Change, name: string, stageNames: readonly string[]): Pipeline {
  const stages = stageNames.map((stage, position) => ({ id: uuid(change.random), name: stage, position }));
  return create(change, 'pipeline', { name, fields: { stages } });
}

/** Another name. */
export function renamePipeline(change: Change, pipeline: Pipeline, name: string): Pipeline {
  return edit(change, pipeline, { name });
}

/** One more stage at the end. */
export function addStage(change: Change, pipeline: Pipeline, name: string): Pipeline {
  const stage: Stage = { id: uuid(change.random), name, position: pipeline.fields.stages.length };
  return edit(change, pipeline, { fields: { stages: [...pipeline.fields.stages, stage] } });
}

/**
 * Deletes a pipeline with its opportunities. The pipeline's event comes first and holds stages and opportunities;
 * each opportunity has an event of its own in the same millisecond, and is kept under the pipeline's.
 */
export function deletePipeline(change: Change, pipeline: Pipeline): RecordedEvent {
  const opportunities = change.records.children('opportunity', pipeline.id);
  const event = remove(change, pipeline, {
    ...snapshot(pipeline),
    opportunityCount: opportunities.length,
    opportunities: opportunities.map(inPipelineSnapshot),
  });
  for (const opportunity of opportunities)
    fall(change, opportunity, event.seq, { pipelineName: pipeline.name });
  return event;
}

/** Short on purpose: a pipeline may fall with hundreds of them, each has its whole self in its own event. */
function inPipelineSnapshot({ id, name, contactId, fields }: BusinessRecord<'opportunity'>) {
  const { pipelineStageId, status, monetaryValue } = fields;
  return { id, name, contactId, pipelineStageId, status, monetaryValue };
}
