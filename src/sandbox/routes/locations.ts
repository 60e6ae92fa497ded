/** `GET /locations/{locationId}`: the account's name, time zone and company, as the vendor's document has them. */

import { requireLocation } from '../access.js';
import { json } from '../answer.js';
import type { Reply } from '../exchange.js';
import type { Route, Visit } from './route.js';

/** The route. */
export const locationRoute: Route = {
  method: 'GET',
  path: '/locations/{locationId}',
  version: '2021-07-28',
  answer: location,
};

function location({ parameters, parts, records, settings }: Visit): Reply {
  parameters.finish();
  requireLocation(parts['locationId'] ?? '', settings.locationId);
  const { id, name, fields } = records.get('location', settings.locationId);
  const { timezone, address, city, state, country, postalCode, website } = fields;
  return json(200, {
    location: {
      id,
      name,
      ...fields,
      business: { name, address, city, state, country, postalCode, website, timezone },
      settings: { allowDuplicateContact: false, allowDuplicateOpportunity: true },
    },
  });
}
