/** The vendor's published routes that the tool needs beside the log: their paths, their paging, their shapes. */

import { AccessError, NotFoundError, UnreachableError } from '../errors.js';
import type {
  Calendar,
  Location,
  ObjectSchema,
  Opportunity,
  Pipeline,
  PipelineStage,
  User,
} from './account.js';
import { RequestRefusedError, UnreadableAnswer } from './failure.js';
import type { RouteKind } from './request-headers.js';
import { isObject, objectsIn, optionalText, requiredText, type Shape } from './shapes.js';

/** Asks one published route and gives what `read` makes of its JSON object. */
export type Ask = <T>(
  path: string,
  query: Readonly<Record<string, string>>,
  read: (body: Shape) => T,
  kind?: RouteKind,
) => Promise<T>;

/** The account's name, company and time zone. */
export function fetchLocation(ask: Ask, locationId: string): Promise<Location> {
  return ask(`/locations/${encodeURIComponent(locationId)}`, {}, (body) => {
    const location = body['location'];
    if (!isObject(location)) throw new UnreadableAnswer('it has no "location"');
    return {
      id: optionalText(location, 'id') ?? locationId,
      name: optionalText(location, 'name') ?? locationId,
      companyId: optionalText(location, 'companyId'),
      timeZone: optionalText(location, 'timezone'),
    };
  });
}

/** The most that one page of users or opportunities holds. */
const pageLimit = 100;
/** A bound on every walk: 100,000 users or opportunities. */
const mostPages = 1000;

/** All users of an account: by the newer search where its company is known and the route answers, else by the older list. */
export async function fetchUsers(
  ask: Ask,
  locationId: string,
  companyId: string | undefined,
): Promise<readonly User[]> {
  if (companyId === undefined) return listUsers(ask, locationId);
  try {
    return await searchUsers(ask, locationId, companyId);
  } catch (error) {
    const isClosed = [NotFoundError, AccessError, RequestRefusedError].some((kind) => error instanceof kind);
    if (!isClosed || (error as { code?: unknown }).code === 'token-expired') throw error;
    return listUsers(ask, locationId);
  }
}

async function searchUsers(ask: Ask, locationId: string, companyId: string): Promise<readonly User[]> {
  const users = new Map<string, User>();
  for (let skip = 0, page = 0; ; page++) {
    const query = { companyId, locationId, skip: String(skip), limit: String(pageLimit) };
    const { found, count } = await ask('/users/search', query, (body) => ({
      found: objectsIn(body, 'users').map(readUser),
      count: body['count'],
    }));
    const known = users.size;
    for (const user of found) users.set(user.id, user);
    skip += found.length;
    // The end is where nothing new comes; `count` only saves the request that would show it.
    if (users.size === known || skip === count) return [...users.values()];
    if (page >= mostPages) throw endlessList('/users/search');
  }
}

function listUsers(ask: Ask, locationId: string): Promise<readonly User[]> {
  return ask('/users/', { locationId }, (body) => objectsIn(body, 'users').map(readUser));
}

function readUser(user: Shape): User {
  const roles = isObject(user['roles']) ? user['roles'] : {};
  const id = requiredText(user, 'id');
  const parts = [optionalText(user, 'firstName'), optionalText(user, 'lastName')].filter(
    (part) => part !== undefined,
  );
  return {
    id,
    name: (optionalText(user, 'name')?.trim() || parts.join(' ').trim() || optionalText(user, 'email')) ?? id,
    email: optionalText(user, 'email'),
    role: optionalText(roles, 'role'),
    type: optionalText(roles, 'type'),
    scopes: readScopes(user['scopes']),
    deleted: user['deleted'] === true,
  };
}

/** A list, or one string with spaces or commas between; the vendor's document and its answers differ. */
function readScopes(scopes: unknown): readonly string[] {
  if (typeof scopes === 'string') return scopes.split(/[\s,]+/).filter((scope) => scope !== '');
  return Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
}

/** All live pipelines with their stages in order. */
export function fetchPipelines(ask: Ask, locationId: string): Promise<readonly Pipeline[]> {
  return ask('/opportunities/pipelines', { locationId }, (body) =>
    objectsIn(body, 'pipelines').map((pipeline) => ({
      id: requiredText(pipeline, 'id'),
      name: optionalText(pipeline, 'name') ?? '',
      stages: readStages(pipeline['stages']),
    })),
  );
}

function readStages(stages: unknown): readonly PipelineStage[] {
  const shapes = Array.isArray(stages) ? stages.filter(isObject) : [];
  return shapes
    .map((stage, index) => ({
      id: optionalText(stage, 'id') ?? '',
      name: optionalText(stage, 'name') ?? '',
      position: typeof stage['position'] === 'number' ? stage['position'] : index,
    }))
    .sort((a, b) => a.position - b.position);
}

/** The account's object schemas, standard ones included. */
export function fetchObjects(ask: Ask, locationId: string): Promise<readonly ObjectSchema[]> {
  return ask('/objects/', { locationId }, (body) =>
    objectsIn(body, 'objects').map((object) => {
      const labels = isObject(object['labels']) ? object['labels'] : {};
      const key = requiredText(object, 'key');
      return {
        id: optionalText(object, 'id') ?? key,
        key,
        standard: object['standard'] === true,
        singular: optionalText(labels, 'singular') ?? key,
        plural: optionalText(labels, 'plural') ?? optionalText(labels, 'singular') ?? key,
      };
    }),
  );
}

/** The account's calendars. */
export function fetchCalendars(ask: Ask, locationId: string): Promise<readonly Calendar[]> {
  const read = (body: Shape): readonly Calendar[] =>
    objectsIn(body, 'calendars').map((calendar) => ({
      id: requiredText(calendar, 'id'),
      name: optionalText(calendar, 'name') ?? '',
    }));
  return ask('/calendars/', { locationId }, read, 'calendars');
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
    if (page >= mostPages) throw endlessList('/opportunities/search');
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
    name: optionalText(opportunity, 'name') ?? '',
    pipelineId: optionalText(opportunity, 'pipelineId'),
    stageId: optionalText(opportunity, 'pipelineStageId'),
    status: optionalText(opportunity, 'status'),
    contactId: optionalText(opportunity, 'contactId'),
  };
}

function endlessList(path: string): UnreachableError {
  return new UnreachableError(
    'endless-list',
    `${path} goes on after ${mostPages} pages; something is wrong with it.`,
  );
}
