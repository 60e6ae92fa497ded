/** The locations that a token may see: `GET /locations/search` and `GET /locations/{locationId}`, as the vendor's document has them. */

import { requireCompany } from '../access.js';
import { json } from '../answer.js';
import type { BusinessRecord } from '../business.js';
import type { Reply } from '../exchange.js';
import { fold } from '../search-text.js';
import { enter, type Route, type Visit } from './route.js';

/** Both; the fixed path before the one with a part. */
export const locationRoutes: readonly Route[] = [
  { method: 'GET', path: '/locations/search', version: '2021-07-28', answer: searchLocations },
  { method: 'GET', path: '/locations/{locationId}', version: '2021-07-28', answer: readLocation },
];

const defaultSettings = { allowDuplicateContact: false, allowDuplicateOpportunity: true };

/** An agency's token finds every location of the company, any other its own. */
function searchLocations(visit: Visit): Reply {
  const { caller, parameters, settings } = visit;
  const companyId = parameters.text('companyId');
  const email = parameters.text('email');
  const order = parameters.oneOf('order', ['asc', 'desc']);
  const skip = parameters.integer('skip', { low: 0, high: 1_000_000, byDefault: 0 });
  const limit = parameters.integer('limit', { low: 1, high: 100, byDefault: 10 });
  parameters.finish();
  requireCompany(settings, companyId);
  const found = caller.locationIds
    .map((id) => enter(visit, id).get('location', id))
    .filter(({ fields }) => email === undefined || fold(fields.email) === fold(email))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (order === 'desc') found.reverse();
  return json(200, { locations: found.slice(skip, skip + limit).map(summary) });
}

/** No company in it: the vendor's document has none here. */
function summary({ id, name, fields }: BusinessRecord<'location'>) {
  const { companyId: _, ...rest } = fields;
  return { id, name, ...rest, settings: defaultSettings };
}

function readLocation(visit: Visit): Reply {
  visit.parameters.finish();
  const locationId = visit.parts['locationId'] ?? '';
  const { id, name, fields } = enter(visit, locationId).get('location', locationId);
  const { timezone, address, city, state, country, postalCode, website } = fields;
  return json(200, {
    location: {
      id,
      name,
      ...fields,
      business: { name, address, city, state, country, postalCode, website, timezone },
      settings: defaultSettings,
    },
  });
}
