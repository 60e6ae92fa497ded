/** `GET /calendars/`: the calendars that live; this route has a version of its own. */

import { json } from '../answer.js';
import type { Reply } from '../exchange.js';
import { enter, type Route, type Visit } from './route.js';

/** The route. */
export const calendarsRoute: Route = {
  method: 'GET',
  path: '/calendars/',
  version: '2021-04-15',
  answer: listCalendars,
};

function listCalendars(visit: Visit): Reply {
  const { parameters } = visit;
  const locationId = parameters.required('locationId');
  for (const name of ['groupId', 'showDrafted']) parameters.text(name);
  parameters.finish();
  const calendars = enter(visit, locationId)
    .list('calendar')
    .map(({ id, name, fields }) => ({ id, locationId, name, ...fields, slotDurationUnit: 'mins' }));
  return json(200, { calendars });
}
