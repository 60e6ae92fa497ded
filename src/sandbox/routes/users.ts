/** `GET /users/search` and the older `GET /users/`: who the ids in the log are. */

import { requireLocation } from '../access.js';
import { json } from '../answer.js';
import type { BusinessRecord } from '../business.js';
import type { Reply } from '../exchange.js';
import type { Route, Visit } from './route.js';

/** Both routes. */
export const userRoutes: readonly Route[] = [
  { method: 'GET', path: '/users/search', version: '2021-07-28', answer: searchUsers },
  { method: 'GET', path: '/users/', version: '2021-07-28', answer: listUsers },
];

/** Parameters of the vendor's document that make no difference here. */
const ignored = ['type', 'role', 'ids', 'sort', 'sortDirection', 'enabled2waySync'];

function searchUsers(visit: Visit): Reply {
  const { parameters, settings, records } = visit;
  const companyId = parameters.required('companyId');
  const locationId = parameters.text('locationId');
  const text = (parameters.text('query') ?? '').toLowerCase();
  const skip = parameters.integer('skip', { low: 0, high: 1_000_000, byDefault: 0 });
  const limit = parameters.integer('limit', { low: 1, high: 100, byDefault: 25 });
  for (const name of ignored) parameters.text(name);
  parameters.finish();
  requireLocation(companyId, settings.companyId);
  if (locationId !== undefined) requireLocation(locationId, settings.locationId);
  const users = records.list('user').filter((user) => isMatch(user, text));
  return json(200, {
    users: users.slice(skip, skip + limit).map((user) => wireUser(user, settings.locationId)),
    count: users.length,
  });
}

function listUsers({ parameters, settings, records }: Visit): Reply {
  const locationId = parameters.required('locationId');
  parameters.finish();
  requireLocation(locationId, settings.locationId);
  return json(200, { users: records.list('user').map((user) => wireUser(user, settings.locationId)) });
}

/** Full name, e-mail or phone, as the vendor's document says. */
function isMatch({ name, fields }: BusinessRecord<'user'>, text: string): boolean {
  return [name, fields.email, fields.phone].some((value) => value.toLowerCase().includes(text));
}

function wireUser({ id, name, fields }: BusinessRecord<'user'>, locationId: string) {
  const { type, role, ...rest } = fields;
  return { id, name, ...rest, roles: { type, role, locationIds: [locationId], restrictSubAccount: false } };
}
