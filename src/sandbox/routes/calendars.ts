/** `GET /calendars/`: the calendars that live; this route has a version of its own. */

import { requireLocation } from '../access.js';
import { json } from '../answer.js';
import type { Reply } from '../exchange.js';
import type { Route, Visit } from './route.js';

/** The route. */
export const calendarsRoute: Route = {
  method: 'GET',
  path: '/calendars/',
  version: '2021-04-15',
  answer: listCalendars,
};

function listCalendars({ parameters, settings, records }: Visit): Reply {
  const locationId = parameters.required('locationId');
  for (const name of ['groupId', 'showDrafted']) parameters.text(name);
  parameters.finish();
  requireLocation(locationId, settings.locationId);
  const calendars = records
    .list('calendar')
    .map(({ id, name, fields }) => ({ id, locationId, name, ...fields, slotDurationUnit: 'mins' }));
  return json(200, { calendars });
}
