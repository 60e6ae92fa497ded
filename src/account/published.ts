/** The smaller published routes: the account itself, its custom objects, its calendars. */

import type { Calendar, Location, ObjectSchema } from './account.js';
import { type Ask, checkWalk, pageLimit } from './ask.js';
import { UnreadableAnswer } from './failure.js';
import { isObject, objectsIn, optionalName, optionalText, requiredText, type Shape } from './shapes.js';

/** The account's name, company and time zone. */
export function fetchLocation(ask: Ask, locationId: string): Promise<Location> {
  return ask(`/locations/${encodeURIComponent(locationId)}`, {}, (body) => {
    const location = body['location'];
    if (!isObject(location)) throw new UnreadableAnswer('it has no "location"');
    return readLocation(location, optionalText(location, 'id') ?? locationId);
  });
}

/** What an id can be: it is kept in the settings and becomes part of addresses. */
const plainId = /^[\w-]{1,64}$/;

/** Every account that the token reaches, by name: page after page (vendor document: locations, search-locations). */
export async function fetchLocations(ask: Ask): Promise<readonly Location[]> {
  const locations = new Map<string, Location>();
  for (let skip = 0, page = 0; ; page++) {
    const query = { skip: String(skip), limit: String(pageLimit), order: 'asc' };
    const found = await ask('/locations/search', query, (body) =>
      objectsIn(body, 'locations').map(readFound),
    );
    const known = locations.size;
    for (const location of found) if (plainId.test(location.id)) locations.set(location.id, location);
    skip += found.length;
    // There is no total: the end is a page that is short, or brings nothing new.
    if (found.length < pageLimit || locations.size === known) return [...locations.values()];
    checkWalk('/locations/search', page);
  }
}

function readFound(location: Shape): Location {
  return readLocation(location, requiredText(location, 'id'));
}

function readLocation(location: Shape, id: string): Location {
  return {
    id,
    name: optionalName(location, 'name') ?? id,
    companyId: optionalText(location, 'companyId'),
    timeZone: optionalText(location, 'timezone'),
  };
}

/** The account's object schemas, standard ones included. */
export function fetchObjects(ask: Ask, locationId: string): Promise<readonly ObjectSchema[]> {
  return ask('/objects/', { locationId }, (body) =>
    objectsIn(body, 'objects').map((object) => {
      const labels = isObject(object['labels']) ? object['labels'] : {};
      const key = requiredText(object, 'key');
      return {
        id: optionalText(object, 'id') ?? key,
        key,
        standard: object['standard'] === true,
        singular: optionalName(labels, 'singular') ?? key,
        plural: optionalName(labels, 'plural') ?? optionalName(labels, 'singular') ?? key,
      };
    }),
  );
}

/** The account's calendars. */
export function fetchCalendars(ask: Ask, locationId: string): Promise<readonly Calendar[]> {
  const read = (body: Shape): readonly Calendar[] =>
    objectsIn(body, 'calendars').map((calendar) => ({
      id: requiredText(calendar, 'id'),
      name: optionalName(calendar, 'name') ?? '',
    }));
  return ask('/calendars/', { locationId }, read, 'calendars');
}
