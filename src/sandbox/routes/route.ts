/** What every route is given and how it is found: a method, a path with named parts, and the version that it wants. */

import { type Caller, requireLocation } from '../access.js';
import type { AccountSettings } from '../account-settings.js';
import type { Database } from '../database.js';
import type { Ask, Reply } from '../exchange.js';
import type { Parameters } from '../parameters.js';
import { openRecords, type Records } from '../records.js';

export interface Visit {
  readonly ask: Ask;
  readonly caller: Caller;
  readonly parameters: Parameters;
  /** The named parts of the path. */
  readonly parts: Readonly<Record<string, string>>;
  readonly database: Database;
  readonly settings: AccountSettings;
  readonly nowMs: number;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** `/opportunities/{id}`; a part in braces stands for one segment. */
  readonly path: string;
  readonly version: '2021-07-28' | '2021-04-15';
  readonly answer: (visit: Visit) => Reply;
}

/** The records of the location that is asked for. @throws Refusal 403 for one in which the caller's token is not good. */
export function enter({ caller, database }: Visit, locationId: string): Records {
  requireLocation(caller, locationId);
  return openRecords(database, locationId);
}

/** The first route that fits, fixed paths before those with parts; `otherMethods` tells 405 from 404. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): {
  readonly route: Route | undefined;
  readonly parts: Readonly<Record<string, string>>;
  readonly otherMethods: boolean;
} {
  let otherMethods = false;
  for (const route of routes) {
    const parts = match(route.path, path);
    if (parts === undefined) continue;
    if (route.method === method) return { route, parts, otherMethods };
    otherMethods = true;
  }
  return { route: undefined, parts: {}, otherMethods };
}

/** A missing or doubled slash at the end is no difference: clients of the service use both. */
function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/').filter((segment) => segment !== '');
  const given = path.split('/').filter((segment) => segment !== '');
  if (wanted.length !== given.length) return undefined;
  const parts: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const text = given[index] ?? '';
    if (segment.startsWith('{')) parts[segment.slice(1, -1)] = decode(text);
    else if (segment !== text) return undefined;
  }
  return parts;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
