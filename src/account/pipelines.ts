/** Pipelines with their stages, and the opportunities in them: by these a restore is seen to have happened. */

import { NotFoundError } from '../errors.js';
import type { Opportunity, Pipeline, PipelineStage } from './account.js';
import { type Ask, checkWalk, pageLimit } from './ask.js';
import { UnreadableAnswer } from './failure.js';
import { isObject, objectsIn, optionalName, optionalText, requiredText, type Shape } from './shapes.js';

/** All live pipelines with their stages in order. */
export function fetchPipelines(ask: Ask, locationId: string): Promise<readonly Pipeline[]> {
  return ask('/opportunities/pipelines', { locationId }, (body) =>
    objectsIn(body, 'pipelines').map((pipeline) => ({
      id: requiredText(pipeline, 'id'),
      name: optionalName(pipeline, 'name') ?? '',
      stages: readStages(pipeline['stages']),
    })),
  );
}

function readStages(stages: unknown): readonly PipelineStage[] {
  const shapes = Array.isArray(stages) ? stages.filter(isObject) : [];
  return shapes
    .map((stage, index) => ({
      id: optionalText(stage, 'id') ?? '',
      name: optionalName(stage, 'name') ?? '',
      position: typeof stage['position'] === 'number' ? stage['position'] : index,
    }))
    .sort((a, b) => a.position - b.position);
}

/** All opportunities of a pipeline, whatever their status. The route pages by the last opportunity's sort value and id. */
export async function fetchOpportunities(
  ask: Ask,
  locationId: string,
  pipelineId: string,
): Promise<readonly Opportunity[]> {
  const found = new Map<string, Opportunity>();
  let after: Readonly<Record<string, string>> = {};
  for (let page = 0; ; page++) {
    const query = {
      location_id: locationId,
      pipeline_id: pipelineId,
      status: 'all',
      limit: String(pageLimit),
      ...after,
    };
    const { opportunities, next } = await ask('/opportunities/search', query, (body) => ({
      opportunities: objectsIn(body, 'opportunities').map(readOpportunity),
      next: readNext(body['meta']),
    }));
    const known = found.size;
    for (const opportunity of opportunities) found.set(opportunity.id, opportunity);
    if (next === undefined || found.size === known) return [...found.values()];
    checkWalk('/opportunities/search', page);
    after = next;
  }
}

/** Undefined at the end. `nextPageUrl` is not followed: our token goes where the profile says, not where an answer says. */
function readNext(meta: unknown): Readonly<Record<string, string>> | undefined {
  if (!isObject(meta)) return undefined;
  const { startAfter, startAfterId, nextPage } = meta;
  const hasNext = nextPage !== null && nextPage !== undefined && nextPage !== '' && nextPage !== false;
  if (!hasNext || startAfter === undefined || startAfter === null || typeof startAfterId !== 'string')
    return undefined;
  return { startAfter: String(startAfter), startAfterId };
}

/** One opportunity; undefined where there is none of that id. */
export async function fetchOpportunity(ask: Ask, id: string): Promise<Opportunity | undefined> {
  const read = (body: Shape): Opportunity => {
    const opportunity = body['opportunity'];
    if (!isObject(opportunity)) throw new UnreadableAnswer('it has no "opportunity"');
    return readOpportunity(opportunity);
  };
  try {
    return await ask(`/opportunities/${encodeURIComponent(id)}`, {}, read);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

function readOpportunity(opportunity: Shape): Opportunity {
  return {
    id: requiredText(opportunity, 'id'),
    name: optionalName(opportunity, 'name') ?? '',
    pipelineId: optionalText(opportunity, 'pipelineId'),
    stageId: optionalText(opportunity, 'pipelineStageId'),
    status: optionalText(opportunity, 'status'),
    contactId: optionalText(opportunity, 'contactId'),
    monetaryValue:
      typeof opportunity['monetaryValue'] === 'number' ? opportunity['monetaryValue'] : undefined,
    assignedTo: optionalText(opportunity, 'assignedTo'),
  };
}
