/** `GET /users/search` and the older `GET /users/`: who the ids in the log are. */

import { requireCompany, requireLocation } from '../access.js';
import { placesOf } from '../account-settings.js';
import { json } from '../answer.js';
import type { BusinessRecord } from '../business.js';
import type { Reply } from '../exchange.js';
import { staffOf } from '../staff.js';
import type { Route, Visit } from './route.js';

/** Both routes. */
export const userRoutes: readonly Route[] = [
  { method: 'GET', path: '/users/search', version: '2021-07-28', answer: searchUsers },
  { method: 'GET', path: '/users/', version: '2021-07-28', answer: listUsers },
];

/** Parameters of the vendor's document that make no difference here. */
const ignored = ['type', 'role', 'ids', 'sort', 'sortDirection', 'enabled2waySync'];

function searchUsers(visit: Visit): Reply {
  const { caller, parameters, settings } = visit;
  const companyId = parameters.required('companyId');
  const locationId = parameters.text('locationId');
  const text = (parameters.text('query') ?? '').toLowerCase();
  const skip = parameters.integer('skip', { low: 0, high: 1_000_000, byDefault: 0 });
  const limit = parameters.integer('limit', { low: 1, high: 100, byDefault: 25 });
  for (const name of ignored) parameters.text(name);
  parameters.finish();
  requireCompany(settings, companyId);
  if (locationId !== undefined) requireLocation(caller, locationId);
  const users = usersIn(visit, locationId === undefined ? caller.locationIds : [locationId]).filter((user) =>
    isMatch(user, text),
  );
  return json(200, { users: users.slice(skip, skip + limit), count: users.length });
}

function listUsers(visit: Visit): Reply {
  const { caller, parameters } = visit;
  const locationId = parameters.required('locationId');
  parameters.finish();
  requireLocation(caller, locationId);
  return json(200, { users: usersIn(visit, [locationId]) });
}

/** Full name, e-mail or phone, as the vendor's document says. */
function isMatch({ name, email, phone }: ReturnType<typeof wireUser>, text: string): boolean {
  return [name, email, phone].some((value) => value.toLowerCase().includes(text));
}

/** The staff of these locations, each user once; the agency's are at home in all of the company. */
function usersIn({ database, settings }: Visit, locationIds: readonly string[]) {
  const everywhere = placesOf(settings).map((place) => place.locationId);
  const users = new Map<string, ReturnType<typeof wireUser>>();
  for (const locationId of locationIds) {
    for (const user of staffOf(database, settings, locationId)) {
      users.set(user.id, wireUser(user, user.fields.type === 'agency' ? everywhere : [locationId]));
    }
  }
  return [...users.values()];
}

function wireUser({ id, name, fields }: BusinessRecord<'user'>, locationIds: readonly string[]) {
  const { type, role, ...rest } = fields;
  return { id, name, ...rest, roles: { type, role, locationIds, restrictSubAccount: false } };
}
