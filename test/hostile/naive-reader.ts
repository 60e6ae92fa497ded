/** Reads as a careless client would: page after page, trusting every answer. It is here to be caught, so that the judge is known to have teeth. */
import type { Coverage, Window } from '../../src/audit/coverage.js';
import type { AuditEvent } from '../../src/audit/event.js';
import type { Network } from '../../src/context.js';
import { hostileLocation, hostileToken } from './account.js';

export const hostileHeaders = {
  authorization: `Bearer ${hostileToken}`,
  version: '2021-07-28',
  channel: 'APP',
  source: 'WEB_USER',
  accept: 'application/json',
} as const;

export function searchUrl(url: string, parameters: Readonly<Record<string, string | number>>): string {
  const all = { locationId: hostileLocation, ...parameters };
  const query = new URLSearchParams(
    Object.entries(all).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return `${url}/audit/search/v2?${query}`;
}

/** Every event as it comes; claims that this is all of it. */
export async function readNaively(
  network: Network,
  url: string,
  window: Window,
): Promise<{ readonly events: readonly AuditEvent[]; readonly coverage: Coverage }> {
  const events: AuditEvent[] = [];
  let requests = 0;
  for (let page = 1; ; page += 1) {
    const asked = searchUrl(url, {
      page,
      pageSize: 100,
      startAt: new Date(window.sinceMs).toISOString(),
      endAt: new Date(window.untilMs - 1).toISOString(),
    });
    const { body } = await network.request({
      method: 'GET',
      url: asked,
      headers: hostileHeaders,
      timeoutMs: 1_000,
    });
    const text = new TextDecoder().decode(body);
    const answer: NaivePage = JSON.parse(text);
    requests += 1;
    for (const row of [...answer.logs, ...(answer.mongoLogs ?? [])]) events.push(eventOf(row));
    if (!answer.pagination.hasMore) return { events, coverage: coverageOf(window, events.length, requests) };
  }
}

interface NaivePage {
  readonly logs: readonly NaiveRow[];
  readonly mongoLogs?: readonly NaiveRow[] | null;
  readonly pagination: { readonly hasMore: boolean };
}

interface NaiveRow {
  readonly _id: string;
  readonly createdAt: string;
  readonly type: string;
  readonly documentType: string;
  readonly source: string;
}

function eventOf(row: NaiveRow): AuditEvent {
  return {
    id: row._id,
    instantMs: Date.parse(row.createdAt),
    type: row.type,
    module: row.documentType,
    recordId: undefined,
    recordName: undefined,
    contactId: undefined,
    source: row.source,
    sourceId: undefined,
    sourceName: undefined,
    changedFields: [],
    before: undefined,
    after: undefined,
    meta: undefined,
    rawText: JSON.stringify(row),
  };
}

function coverageOf(window: Window, count: number, requests: number): Coverage {
  return {
    window,
    count,
    complete: true,
    reasons: [],
    limit: undefined,
    floor: undefined,
    unsettledSinceMs: undefined,
    covered: [window],
    requests,
    retries: 0,
    refusals: 0,
    duplicates: 0,
    conflictingIds: [],
    malformed: [],
    filters: { pushed: [], local: [] },
  };
}
