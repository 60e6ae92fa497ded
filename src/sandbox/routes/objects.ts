/** `GET /objects/`: standard and custom objects. */

import { json } from '../answer.js';
import type { Reply } from '../exchange.js';
import { enter, type Route, type Visit } from './route.js';

/** The route. */
export const objectsRoute: Route = {
  method: 'GET',
  path: '/objects/',
  version: '2021-07-28',
  answer: listObjects,
};

const standardObjects = [
  { key: 'contact', singular: 'Contact', plural: 'Contacts', primaryDisplayProperty: 'contact.name' },
  {
    key: 'opportunity',
    singular: 'Opportunity',
    plural: 'Opportunities',
    primaryDisplayProperty: 'opportunity.name',
  },
];

function listObjects(visit: Visit): Reply {
  const { parameters } = visit;
  const locationId = parameters.required('locationId');
  parameters.finish();
  const records = enter(visit, locationId);
  const { createdMs } = records.get('location', locationId);
  const standard = standardObjects.map(({ key, singular, plural, primaryDisplayProperty }) => ({
    id: `standard_${key}`,
    standard: true,
    key,
    labels: { singular, plural },
    locationId,
    primaryDisplayProperty,
    dateAdded: new Date(createdMs).toISOString(),
    dateUpdated: new Date(createdMs).toISOString(),
  }));
  const custom = records.list('object').map(({ id, fields, createdMs: addedMs, updatedMs }) => ({
    id,
    standard: false,
    key: fields.key,
    labels: { singular: fields.singular, plural: fields.plural },
    description: fields.description,
    locationId,
    primaryDisplayProperty: fields.primaryDisplayProperty,
    dateAdded: new Date(addedMs).toISOString(),
    dateUpdated: new Date(updatedMs).toISOString(),
  }));
  return json(200, { objects: [...standard, ...custom] });
}
