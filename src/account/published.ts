/** The smaller published routes: the account itself, its custom objects, its calendars. */

import type { Calendar, Location, ObjectSchema } from './account.js';
import type { Ask } from './ask.js';
import { UnreadableAnswer } from './failure.js';
import { isObject, objectsIn, optionalName, optionalText, requiredText, type Shape } from './shapes.js';

/** The account's name, company and time zone. */
export function fetchLocation(ask: Ask, locationId: string): Promise<Location> {
  return ask(`/locations/${encodeURIComponent(locationId)}`, {}, (body) => {
    const location = body['location'];
    if (!isObject(location)) throw new UnreadableAnswer('it has no "location"');
    return {
      id: optionalText(location, 'id') ?? locationId,
      name: optionalName(location, 'name') ?? locationId,
      companyId: optionalText(location, 'companyId'),
      timeZone: optionalText(location, 'timezone'),
    };
  });
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
