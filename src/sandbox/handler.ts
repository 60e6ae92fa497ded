/** From a question to an answer: limit, route, version, token, then the route itself; every failure in the service's shape. */

import { randomUUID } from 'node:crypto';
import { identify, requireVersion } from './access.js';
import type { AccountSettings } from './account-settings.js';
import { errorAnswer, Refusal } from './answer.js';
import type { Database } from './database.js';
import type { Answer, Ask, Reply } from './exchange.js';
import { readParameters } from './parameters.js';
import type { CountRequest } from './rate-limit.js';
import { openRecords } from './records.js';
import { calendarsRoute } from './routes/calendars.js';
import { capabilitiesRoute } from './routes/capabilities.js';
import { locationRoutes } from './routes/locations.js';
import { objectsRoute } from './routes/objects.js';
import { opportunityRoutes } from './routes/opportunities.js';
import { restoreRoutes } from './routes/restore.js';
import { findRoute, type Route } from './routes/route.js';
import { searchRoute } from './routes/search.js';
import { userRoutes } from './routes/users.js';
import { SandboxError } from './sandbox-error.js';
import type { Tokens } from './tokens.js';

const routes: readonly Route[] = [
  searchRoute,
  capabilitiesRoute,
  ...restoreRoutes,
  ...locationRoutes,
  ...userRoutes,
  ...opportunityRoutes,
  objectsRoute,
  calendarsRoute,
];

export interface HandlerWorld {
  readonly database: Database;
  readonly tokens: Tokens;
  readonly nowMs: () => number;
  readonly countRequest: CountRequest;
  /** Read anew for each request: another process may have begun the account afresh. */
  readonly settings: () => AccountSettings;
}

/** The account as a function. */
export function createAnswer(world: HandlerWorld): Answer {
  return async (ask) => {
    const { allowed, headers } = world.countRequest();
    const reply = allowed
      ? answerSafely(world, ask)
      : errorAnswer(new Refusal(429, 'Too Many Requests'), randomUUID());
    const date = new Date(world.nowMs()).toUTCString();
    return { ...reply, headers: { ...reply.headers, ...headers, date } };
  };
}

function answerSafely(world: HandlerWorld, ask: Ask): Reply {
  try {
    return visit(world, ask);
  } catch (error) {
    if (error instanceof Refusal) return errorAnswer(error, randomUUID());
    if (error instanceof SandboxError) return errorAnswer(new Refusal(503, error.message), randomUUID());
    return errorAnswer(new Refusal(500, `Internal server error: ${(error as Error).message}`), randomUUID());
  }
}

function visit({ database, tokens, nowMs, settings: readSettings }: HandlerWorld, ask: Ask): Reply {
  const [path = '', search = ''] = split(ask.target);
  const { route, parts, otherMethods } = findRoute(routes, ask.method, path);
  if (route === undefined) {
    throw new Refusal(otherMethods ? 405 : 404, `Cannot ${ask.method} ${path}`);
  }
  requireVersion(ask, route.version);
  const settings = readSettings();
  const caller = identify(ask, tokens, openRecords(database, settings.locationId), settings);
  const parameters = readParameters(new URLSearchParams(search));
  return route.answer({ ask, caller, parameters, parts, database, settings, nowMs: nowMs() });
}

function split(target: string): readonly string[] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target] : [target.slice(0, mark), target.slice(mark + 1)];
}
