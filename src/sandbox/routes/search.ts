/** `GET /audit/search/v2`: the log, page by page, by number or by cursor. */

import { requireLocation, requireLogAccess } from '../access.js';
import { json, Refusal } from '../answer.js';
import type { Reply } from '../exchange.js';
import { type FoundEvent, type LogSearch, type Place, searchLog } from '../log-search.js';
import { floorMs } from '../retention.js';
import type { Route, Visit } from './route.js';

/** The largest page; 100 is the largest that was seen to work at the service. */
export const maxPageSize = 100;
/** Values that one filter takes; each costs a seek. */
const maxValues = 50;

/** Modules that the service keeps in its other store, whose events come as `mongoLogs`. */
const otherStore: ReadonlySet<string> = new Set(['NOTE', 'TASK', 'CUSTOM_OBJECT_RECORD', 'ASSOCIATION']);

/** The route. */
export const searchRoute: Route = {
  method: 'GET',
  path: '/audit/search/v2',
  version: '2021-07-28',
  answer: search,
};

function search(visit: Visit): Reply {
  requireLogAccess(visit.caller);
  const { query, pageSize } = readQuery(visit);
  const found = searchLog(visit.database, { ...query, limit: pageSize + 1 });
  const page = found.slice(0, pageSize);
  return json(200, pageText(page, found.length > pageSize));
}

function readQuery({ caller, parameters, settings, nowMs }: Visit): {
  readonly query: LogSearch;
  readonly pageSize: number;
} {
  const locationId = parameters.required('locationId');
  const page = parameters.integer('page', { low: 1, high: 1_000_000, byDefault: 1 });
  const pageSize = parameters.integer('pageSize', { low: 1, high: maxPageSize, byDefault: 20 });
  const startMs = parameters.instant('startAt') ?? 0;
  const endMs = parameters.instant('endAt') ?? nowMs;
  const cursor = parameters.text('cursorToken');
  parameters.text('refresh');
  const filter = (name: string) => parameters.list(name, maxValues);
  const query = {
    locationId,
    startMs: Math.max(startMs, floorMs(settings.retentionDays, nowMs)),
    endMs,
    recordId: parameters.text('id'),
    userIds: filter('userId'),
    types: filter('type'),
    modules: filter('documentType'),
    sources: filter('source'),
    text: parameters.text('query'),
  };
  parameters.finish();
  requireLocation(caller, locationId);
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const offset = after === undefined ? (page - 1) * pageSize : 0;
  return { query: { ...query, after, offset, limit: pageSize }, pageSize };
}

/** Events are kept as the JSON that is sent: a page is put together, not written anew. */
function pageText(page: readonly FoundEvent[], hasMore: boolean): string {
  const bodies = (isOther: boolean) =>
    page
      .filter(({ module }) => otherStore.has(module) === isOther)
      .map(({ body }) => body)
      .join(',');
  const last = page.at(-1);
  const pagination = {
    hasMore,
    ...(hasMore && last !== undefined ? { cursorToken: writeCursor(last) } : {}),
  };
  return `{"logs":[${bodies(false)}],"mongoLogs":[${bodies(true)}],"pagination":${JSON.stringify(pagination)}}`;
}

function writeCursor({ atMs, seq }: Place): string {
  return Buffer.from(`${atMs}.${seq}`).toString('base64url');
}

/** @throws Refusal 422 for a text that was never a cursor of ours. */
function readCursor(cursor: string): Place {
  const parts = /^(\d{1,15})\.(\d{1,15})$/u.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (parts === null) throw new Refusal(422, ['cursorToken is invalid']);
  return { atMs: Number(parts[1]), seq: Number(parts[2]) };
}
