/** The pipelines and opportunities that live: how a restore is verified from outside. */

import { json, Refusal } from '../answer.js';
import type { BusinessRecord } from '../business.js';
import type { Reply } from '../exchange.js';
import { enter, type Route, type Visit } from './route.js';

/** The three routes. */
export const opportunityRoutes: readonly Route[] = [
  { method: 'GET', path: '/opportunities/pipelines', version: '2021-07-28', answer: listPipelines },
  { method: 'GET', path: '/opportunities/search', version: '2021-07-28', answer: searchOpportunities },
  { method: 'GET', path: '/opportunities/{id}', version: '2021-07-28', answer: readOpportunity },
];

function listPipelines(visit: Visit): Reply {
  const { parameters } = visit;
  const locationId = parameters.required('locationId');
  parameters.finish();
  const pipelines = enter(visit, locationId)
    .list('pipeline')
    .map(({ id, name, fields }) => ({
      id,
      name,
      stages: fields.stages,
      showInFunnel: true,
      showInPieChart: true,
      locationId,
    }));
  return json(200, { pipelines });
}

/** Filters of the vendor's document that are taken here, by the field that each looks at. */
type Filters = Readonly<
  Record<'pipelineId' | 'stageId' | 'contactId' | 'status' | 'assignedTo' | 'id', string | undefined>
>;

function searchOpportunities(visit: Visit): Reply {
  const { parameters } = visit;
  const locationId = parameters.required('location_id');
  const filters: Filters = {
    pipelineId: parameters.text('pipeline_id'),
    stageId: parameters.text('pipeline_stage_id'),
    contactId: parameters.text('contact_id'),
    status: parameters.text('status'),
    assignedTo: parameters.text('assigned_to'),
    id: parameters.text('id'),
  };
  const limit = parameters.integer('limit', { low: 1, high: 100, byDefault: 20 });
  const page = parameters.integer('page', { low: 1, high: 1_000_000, byDefault: 1 });
  const startAfter = parameters.text('startAfter');
  const startAfterId = parameters.text('startAfterId');
  parameters.finish();
  const records = enter(visit, locationId);
  const candidates =
    filters.pipelineId === undefined
      ? records.list('opportunity')
      : records.children('opportunity', filters.pipelineId);
  const matching = candidates.filter((opportunity) => fits(opportunity, filters));
  const from =
    startAfterId === undefined ? (page - 1) * limit : placeAfter(matching, startAfterId, startAfter);
  const shown = matching.slice(from, from + limit);
  return json(200, {
    opportunities: shown.map((opportunity) => wireOpportunity(opportunity, locationId)),
    meta: searchMeta(matching.length, shown, from, limit),
  });
}

/** No location is asked for: it is looked for wherever the token is good. */
function readOpportunity(visit: Visit): Reply {
  visit.parameters.finish();
  for (const locationId of visit.caller.locationIds) {
    const opportunity = enter(visit, locationId).find('opportunity', visit.parts['id'] ?? '');
    if (opportunity !== undefined)
      return json(200, { opportunity: wireOpportunity(opportunity, locationId) });
  }
  throw new Refusal(404, 'Opportunity not found');
}

function fits({ id, parentId, contactId, fields }: BusinessRecord<'opportunity'>, filters: Filters): boolean {
  const status = filters.status === 'all' ? undefined : filters.status;
  const pairs = [
    [filters.id, id],
    [filters.pipelineId, parentId],
    [filters.contactId, contactId],
    [filters.stageId, fields.pipelineStageId],
    [filters.assignedTo, fields.assignedTo],
    [status, fields.status],
  ];
  return pairs.every(([wanted, value]) => wanted === undefined || wanted === value);
}

/** Behind the last one of the page before; behind its instant where it has gone in the meantime. */
function placeAfter(
  matching: readonly BusinessRecord<'opportunity'>[],
  id: string,
  instant: string | undefined,
): number {
  const index = matching.findIndex((opportunity) => opportunity.id === id);
  if (index >= 0) return index + 1;
  const later = matching.findIndex(({ createdMs }) => createdMs > Number(instant));
  return later < 0 ? matching.length : later;
}

function searchMeta(
  total: number,
  shown: readonly BusinessRecord<'opportunity'>[],
  from: number,
  limit: number,
): Readonly<Record<string, number | string | null>> {
  const last = shown.at(-1);
  const currentPage = Math.floor(from / limit) + 1;
  const hasMore = from + shown.length < total;
  return {
    total,
    currentPage,
    nextPage: hasMore ? currentPage + 1 : null,
    prevPage: currentPage > 1 ? currentPage - 1 : null,
    ...(last === undefined ? {} : { startAfter: last.createdMs, startAfterId: last.id }),
  };
}

function wireOpportunity(opportunity: BusinessRecord<'opportunity'>, locationId: string) {
  const { id, name, parentId, contactId, fields, createdMs, updatedMs } = opportunity;
  const { pipelineStageId, monetaryValue, assignedTo, status, source } = fields;
  return {
    id,
    name,
    monetaryValue,
    pipelineId: parentId,
    pipelineStageId,
    ...(assignedTo === null ? {} : { assignedTo }),
    status,
    source,
    contactId,
    locationId,
    createdAt: new Date(createdMs).toISOString(),
    updatedAt: new Date(updatedMs).toISOString(),
  };
}
