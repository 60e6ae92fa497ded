/** `GET /audit/capabilities`: what this account's audit API can do; our own route, which another account lacks. */

import { requireLocation, requireLogAccess } from '../access.js';
import { json } from '../answer.js';
import type { Reply } from '../exchange.js';
import { restorableModules, restoreWindowDays } from '../restore-preview.js';
import type { Route, Visit } from './route.js';
import { maxPageSize } from './search.js';

/** The route. */
export const capabilitiesRoute: Route = {
  method: 'GET',
  path: '/audit/capabilities',
  version: '2021-07-28',
  answer: capabilities,
};

function capabilities({ caller, parameters, settings }: Visit): Reply {
  requireLogAccess(caller);
  const locationId = parameters.text('locationId') ?? settings.locationId;
  parameters.finish();
  requireLocation(caller, locationId);
  return json(200, {
    filters: ['userId', 'type', 'documentType', 'source', 'query'],
    maxPageSize,
    retentionDays: settings.retentionDays,
    plan: settings.plan,
    restore: true,
    restorableModules,
    restoreWindowDays: Math.min(restoreWindowDays, settings.retentionDays),
  });
}
