/** One page of the log: the query as the wire wants it, and the page's bytes → events. */

import type { MalformedEvent } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import type { LogPage, LogPageQuery, PushedFilters } from './account.js';
import { UnreadableAnswer } from './failure.js';
import { type ElementSpans, elementSpans } from './raw-slices.js';
import { isObject, parseBody } from './shapes.js';
import { readWireEvent } from './wire-event.js';

export const logPath = '/audit/search/v2';

/** The query string of a page; instants in UTC with milliseconds, as both known clients send them. */
export function logPageQuery(locationId: string, query: LogPageQuery): string {
  const parameters = new URLSearchParams({
    locationId,
    page: String(query.page),
    pageSize: String(query.pageSize),
    startAt: new Date(query.startAtMs).toISOString(),
    endAt: new Date(query.endAtMs).toISOString(),
  });
  if (query.recordId !== undefined) parameters.set('id', query.recordId);
  if (query.cursorToken !== undefined) parameters.set('cursorToken', query.cursorToken);
  for (const [name, value] of pushedParameters(query.filters ?? {})) parameters.append(name, value);
  return parameters.toString();
}

function pushedParameters(filters: PushedFilters): readonly (readonly [string, string])[] {
  const { query, ...repeatable } = filters;
  const pairs = Object.entries(repeatable).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  return query === undefined ? pairs : [...pairs, ['query', query]];
}

/**
 * The events of a page, `logs` then `mongoLogs`, and what the account says of going on. Bytes that are no UTF-8 become U+FFFD.
 * @throws UnreadableAnswer when it is not a page: no JSON, or without `logs` and `pagination.hasMore`
 */
export function readLogPage(body: Uint8Array): LogPage {
  const { value: page, text } = parseBody(body);
  const { logs, mongoLogs, pagination } = page;
  if (!Array.isArray(logs)) throw new UnreadableAnswer('it has no list "logs"');
  if (mongoLogs !== undefined && mongoLogs !== null && !Array.isArray(mongoLogs)) {
    throw new UnreadableAnswer('its "mongoLogs" is no list');
  }
  if (!isObject(pagination) || typeof pagination['hasMore'] !== 'boolean') {
    throw new UnreadableAnswer('it does not say whether there is more');
  }
  const spans = elementSpans(body, ['logs', 'mongoLogs']);
  const cut = rawTextCutter(body, text);
  const events: AuditEvent[] = [];
  const malformed: MalformedEvent[] = [];
  readInto(logs, spans.get('logs'), cut, events, malformed);
  if (Array.isArray(mongoLogs)) readInto(mongoLogs, spans.get('mongoLogs'), cut, events, malformed);
  const { hasMore, cursorToken } = pagination;
  const isCursor = typeof cursorToken === 'string' && cursorToken !== '';
  return { events, malformed, hasMore, cursorToken: isCursor ? cursorToken : undefined };
}

type Cutter = (start: number, end: number) => string;

/** In ASCII, where bytes and characters are one, a cut is a view into the page; otherwise each event is decoded by itself. */
function rawTextCutter(body: Uint8Array, text: string): Cutter {
  if (text.length === body.length) return (start, end) => text.slice(start, end);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return (start, end) => bytes.toString('utf8', start, end);
}

function readInto(
  wires: readonly unknown[],
  spans: ElementSpans | undefined,
  cut: Cutter,
  events: AuditEvent[],
  malformed: MalformedEvent[],
): void {
  for (let index = 0; index < wires.length; index++) {
    const read = readWireEvent(wires[index], cut(spans?.[index * 2] ?? 0, spans?.[index * 2 + 1] ?? 0));
    if ('problem' in read) malformed.push(read);
    else events.push(read);
  }
}
