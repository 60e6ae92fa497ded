/** One page of the log: the query as the wire wants it, and the page's bytes → events. */

import type { MalformedEvent } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import type { LogPage, LogPageQuery, PushedFilters } from './account.js';
import { UnreadableAnswer } from './failure.js';
import { PageText } from './page-text.js';
import { isObject, parseBody } from './shapes.js';
import { readWireEvent } from './wire-event.js';

export const logPath = '/audit/search/v2';

/** The query string of a page; instants in UTC with milliseconds, as both known clients send them. */
export function logPageQuery(locationId: string, query: LogPageQuery): string {
  const { startAtMs, endAtMs, page, pageSize } = query;
  const usual = `page=${page}&pageSize=${pageSize}&startAt=${encodedInstant(startAtMs)}&endAt=${encodedInstant(endAtMs)}`;
  const more = furtherParameters(query);
  return `${encoded([['locationId', locationId]])}&${usual}${more.length === 0 ? '' : `&${encoded(more)}`}`;
}

function encodedInstant(ms: number): string {
  return new Date(ms).toISOString().replaceAll(':', '%3A');
}

function furtherParameters({ recordId, cursorToken, filters = {} }: LogPageQuery): [string, string][] {
  const parameters: [string, string][] = [];
  if (recordId !== undefined) parameters.push(['id', recordId]);
  if (cursorToken !== undefined) parameters.push(['cursorToken', cursorToken]);
  for (const [name, value] of pushedParameters(filters)) parameters.push([name, value]);
  return parameters;
}

function encoded(parameters: [string, string][]): string {
  return new URLSearchParams(parameters).toString();
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
  const { logs, mongoLogs, pagination } = parseBody(body);
  if (!Array.isArray(logs)) throw new UnreadableAnswer('it has no list "logs"');
  if (mongoLogs !== undefined && mongoLogs !== null && !Array.isArray(mongoLogs)) {
    throw new UnreadableAnswer('its "mongoLogs" is no list');
  }
  if (!isObject(pagination) || typeof pagination['hasMore'] !== 'boolean') {
    throw new UnreadableAnswer('it does not say whether there is more');
  }
  const wires = Array.isArray(mongoLogs) && mongoLogs.length > 0 ? [...logs, ...mongoLogs] : logs;
  const isKeyed = wires === logs && logs.every((wire) => isObject(wire) && Object.hasOwn(wire, '_id'));
  const pageText = new PageText(body, isKeyed ? wires.length : 0);
  const events: AuditEvent[] = [];
  const malformed: MalformedEvent[] = [];
  for (let index = 0; index < wires.length; index++) {
    const read = readWireEvent(wires[index], pageText, index);
    if ('problem' in read) malformed.push(read);
    else events.push(read);
  }
  const { hasMore, cursorToken } = pagination;
  const isCursor = typeof cursorToken === 'string' && cursorToken !== '';
  return { events, malformed, hasMore, cursorToken: isCursor ? cursorToken : undefined };
}
