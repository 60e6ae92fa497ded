/**
 * An account that answers at once, in a process of its own: the floor that benchmarks measure against. All events lie in one
 * buffer, newest first, so that a page is one slice of it. Started with `{events, latencyMs, limit}` as JSON; prints its port.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { newestMs, stepMs } from './dense-log.js';

export interface InstantAccountOptions {
  readonly events: number;
  /** Before each answer. */
  readonly latencyMs: number;
  /** Enforced over a sliding interval, and told in the headers. */
  readonly limit?: { readonly max: number; readonly intervalMs: number };
}

export interface InstantAccountStats {
  readonly requests: number;
  readonly refusals: number;
}

const locationId = 'BENCH';

const options: InstantAccountOptions = JSON.parse(process.argv[2] ?? '{}');
const { bytes, starts } = layOut(options.events);
const sentMs: number[] = [];
let stats: InstantAccountStats = { requests: 0, refusals: 0 };

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/stats') {
    response.end(JSON.stringify(stats));
    stats = { requests: 0, refusals: 0 };
    return;
  }
  if (url.pathname !== '/audit/search/v2') return answerPublished(url, response);
  stats = { ...stats, requests: stats.requests + 1 };
  const limitHeaders = admit();
  if (options.latencyMs > 0) await sleep(options.latencyMs);
  response.setHeader('content-type', 'application/json');
  for (const [name, value] of Object.entries(limitHeaders.headers)) response.setHeader(name, value);
  if (!limitHeaders.isAdmitted) {
    stats = { ...stats, refusals: stats.refusals + 1 };
    response.writeHead(429).end('{"statusCode":429,"message":"Too Many Requests"}');
    return;
  }
  response.end(page(url.searchParams));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});

function layOut(count: number): { bytes: Buffer; starts: Uint32Array } {
  const texts: Buffer[] = [];
  const starts = new Uint32Array(count + 1);
  let at = 0;
  for (let index = 0; index < count; index++) {
    const text = Buffer.from(`${eventText(index)},`);
    starts[index] = at;
    at += text.length;
    texts.push(text);
  }
  starts[count] = at;
  return { bytes: Buffer.concat(texts), starts };
}

/** Some 700 bytes, like the log's usual field edits. */
function eventText(index: number): string {
  const contact = `CONTACT${String(index % 977).padStart(13, '0')}`;
  return JSON.stringify({
    // By its digits: a number of so many bits would give four events one id.
    _id: `66f0c0ff${index.toString(16).padStart(16, '0')}`,
    createdAt: new Date(newestMs - index * stepMs).toISOString(),
    documentType: index % 5 === 0 ? 'OPPORTUNITY' : 'CONTACT',
    type: 'UPDATED',
    id: contact,
    secondaryId: contact,
    documentName: `Contact ${index % 977} Example`,
    source: index % 3 === 0 ? 'WORKFLOW_NEW' : 'WEB_USER',
    sourceId: `user${index % 12}`,
    sourceName: `Person ${index % 12}`,
    changedFields: ['phone', 'city', 'customFields'],
    before: {
      phone: '+13125550100',
      city: 'Chicago',
      customFields: [{ id: 'cf1', fieldName: 'Plan', fieldValue: 'basic' }],
    },
    after: {
      phone: `+1312555${index % 10_000}`,
      city: 'Evanston',
      customFields: [{ id: 'cf1', fieldName: 'Plan', fieldValue: 'family' }],
    },
    meta: { requestId: `r-${index}`, after: { createdBy: { source: 'WEB_USER' } } },
  });
}

function page(query: URLSearchParams): Buffer {
  const size = Math.min(100, Number(query.get('pageSize') ?? 20));
  const startAtMs = Date.parse(query.get('startAt') ?? '1970-01-01');
  const endAtMs = Date.parse(query.get('endAt') ?? '2100-01-01');
  const first = Math.min(options.events, Math.max(0, Math.ceil((newestMs - endAtMs) / stepMs)));
  const end = Math.min(options.events, Math.floor((newestMs - startAtMs) / stepMs) + 1);
  const from = Math.min(
    Math.max(first, first + (Number(query.get('page') ?? 1) - 1) * size),
    Math.max(first, end),
  );
  const to = Math.max(from, Math.min(end, from + size));
  const slice = bytes.subarray(starts[from] ?? 0, to === from ? starts[from] : (starts[to] ?? 0) - 1);
  return Buffer.concat([
    Buffer.from('{"logs":['),
    slice,
    Buffer.from(`],"mongoLogs":[],"pagination":{"hasMore":${to < end}}}`),
  ]);
}

function admit(): { readonly isAdmitted: boolean; readonly headers: Readonly<Record<string, string>> } {
  const { limit } = options;
  if (limit === undefined) return { isAdmitted: true, headers: {} };
  const nowMs = Date.now();
  while ((sentMs[0] ?? nowMs) <= nowMs - limit.intervalMs) sentMs.shift();
  const isAdmitted = sentMs.length < limit.max;
  if (isAdmitted) sentMs.push(nowMs);
  const headers = {
    'x-ratelimit-max': String(limit.max),
    'x-ratelimit-remaining': String(limit.max - sentMs.length),
    'x-ratelimit-interval-milliseconds': String(limit.intervalMs),
  };
  return { isAdmitted, headers };
}

function answerPublished(url: URL, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json');
  if (url.pathname.startsWith('/locations/')) {
    response.end(JSON.stringify({ location: { id: locationId, name: 'Bench', timezone: 'UTC' } }));
    return;
  }
  const lists: Readonly<Record<string, string>> = {
    '/users/': 'users',
    '/opportunities/pipelines': 'pipelines',
    '/calendars/': 'calendars',
    '/objects/': 'objects',
  };
  const list = lists[url.pathname];
  if (list === undefined) response.writeHead(404).end('{"statusCode":404,"message":"Not Found"}');
  else response.end(JSON.stringify({ [list]: [] }));
}
