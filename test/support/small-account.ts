/** An account of a few hand-written events: small enough that whole outputs can be read in a test, and broken at will. */
import type { Answer, Ask, Reply } from '../../src/sandbox/exchange.js';

export interface SmallAccount {
  readonly answer: Answer;
  /** Every question, in order. */
  readonly asked: readonly Ask[];
}

export interface SmallAccountOptions {
  readonly events?: readonly object[];
  /** Undefined: the account announces nothing (404). */
  readonly capabilities?: object;
  readonly users?: readonly object[];
  /** Answers instead of the usual; undefined leaves the question to the account. */
  readonly instead?: (ask: Ask) => Reply | undefined;
}

export const smallLocationId = 'SmallLocation0000001';

const smallUsers = [
  {
    id: 'UserMaria00000000001',
    name: 'Maria Lopez',
    email: 'maria@acme.example',
    roles: { type: 'account', role: 'admin' },
  },
  {
    id: 'UserDevon00000000001',
    name: 'Devon Price',
    email: 'devon@acme.example',
    roles: { type: 'account', role: 'user' },
  },
];

/** Three events of one Saturday afternoon in Chicago, oldest first. */
export const smallEvents = [
  {
    _id: '6b02020b0000000000000001',
    createdAt: '2026-11-21T20:41:47.800Z',
    documentType: 'CONTACT',
    type: 'TAG_ADDED',
    id: 'ContactAda0000000001',
    secondaryId: 'ContactAda0000000001',
    documentName: 'Ada Example',
    source: 'WEB_USER',
    sourceId: 'UserDevon00000000001',
    sourceName: 'Devon Price',
    changedFields: ['tags'],
    before: {},
    after: { tagsAdded: ['vip'] },
  },
  {
    _id: '6b020a030000000000000002',
    createdAt: '2026-11-21T21:15:47.238Z',
    documentType: 'OPPORTUNITY',
    type: 'UPDATED',
    id: 'OpportunityRoof00001',
    secondaryId: 'ContactAda0000000001',
    documentName: 'Roof repair',
    source: 'WEB_USER',
    sourceId: 'UserMaria00000000001',
    sourceName: 'Maria Lopez',
    changedFields: ['status'],
    before: { status: 'open' },
    after: { status: 'won' },
  },
  {
    _id: '6b02153d0000000000000003',
    createdAt: '2026-11-21T22:03:41.729Z',
    documentType: 'OPPORTUNITY',
    type: 'DELETED',
    id: 'OpportunityRoof00001',
    secondaryId: 'ContactAda0000000001',
    documentName: 'Roof repair',
    source: 'WEB_USER',
    sourceId: 'UserMaria00000000001',
    sourceName: 'Maria Lopez',
    before: { name: 'Roof repair', status: 'won' },
  },
];

const announced = { filters: [], maxPageSize: 100, retentionDays: 60, plan: 'Growth', restore: false };

/** Answers for one location in Chicago's zone; any token is good. */
export function createSmallAccount({
  events = smallEvents,
  capabilities = announced,
  users = smallUsers,
  instead = () => undefined,
}: SmallAccountOptions = {}): SmallAccount {
  const asked: Ask[] = [];
  const routes: Readonly<Record<string, (query: URLSearchParams) => object>> = {
    '/audit/search/v2': (query) => searchLog(events, query),
    '/audit/capabilities': () => capabilities,
    [`/locations/${smallLocationId}`]: () => ({
      location: {
        id: smallLocationId,
        companyId: 'Company1',
        name: 'Acme Roofing',
        timezone: 'America/Chicago',
      },
    }),
    '/users/search': () => ({ users, count: users.length }),
    '/opportunities/pipelines': () => ({ pipelines: [] }),
    '/calendars/': () => ({ calendars: [] }),
    '/objects/': () => ({ objects: [] }),
  };
  return {
    asked,
    async answer(ask) {
      asked.push(ask);
      const { pathname, searchParams } = new URL(ask.target, 'http://acme.example');
      const found = routes[pathname]?.(searchParams);
      return instead(ask) ?? (found === undefined ? errorReply(404, 'Not found') : jsonReply(200, found));
    },
  };
}

/** A JSON answer. */
export function jsonReply(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** An error as the service writes it. */
export function errorReply(
  statusCode: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return jsonReply(statusCode, { statusCode, message }, headers);
}

/** Newest first, both ends inclusive, as the service seems to do it. */
function searchLog(events: readonly object[], query: URLSearchParams): object {
  const startMs = Date.parse(query.get('startAt') ?? '');
  const endMs = Date.parse(query.get('endAt') ?? '');
  const size = Number(query.get('pageSize'));
  const from = (Number(query.get('page')) - 1) * size;
  const record = query.get('id');
  const found = (events as readonly { createdAt: string; id?: string }[])
    .filter(({ createdAt }) => Date.parse(createdAt) >= startMs && Date.parse(createdAt) <= endMs)
    .filter(({ id }) => record === null || id === record)
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  return { logs: found.slice(from, from + size), pagination: { hasMore: found.length > from + size } };
}
