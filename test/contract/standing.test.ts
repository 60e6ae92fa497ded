import { describe, expect, test } from 'vitest';
import { openContract } from './contract.js';

const { document, operations } = openContract();
const standings = ['two-sources', 'one-source', 'vendor-document', 'own', 'conflict'];

/** Everything of the document that makes a claim about the account: name and standing. */
function claims(): readonly (readonly [string, unknown])[] {
  const found: (readonly [string, unknown])[] = [];
  const claim = (label: string, holder: unknown) =>
    found.push([label, (holder as Record<string, unknown>)['x-standing']]);
  for (const [path, item] of Object.entries(document.paths))
    for (const [verb, operation] of Object.entries(item))
      if (verb === 'get' || verb === 'post') claim(`${verb} ${path}`, operation);
  for (const { id, parameters, responses } of operations) {
    for (const parameter of parameters) claim(`${id} ${parameter.in} ${parameter.name}`, parameter);
    for (const [status, response] of Object.entries(responses)) claim(`${id} ${status}`, response);
  }
  for (const name of Object.keys(document.components['headers'] ?? {}))
    claim(`header ${name}`, document.components['headers']?.[name]);
  for (const [name, schema] of Object.entries(document.components['schemas'] ?? {}))
    claimSchema(name, schema, claim);
  return found;
}

function claimSchema(label: string, schema: unknown, claim: (label: string, holder: unknown) => void): void {
  claim(label, schema);
  const { properties = {}, items } = schema as { properties?: Record<string, unknown>; items?: unknown };
  for (const [name, property] of Object.entries(properties)) claimSchema(`${label}.${name}`, property, claim);
  if (typeof items === 'object' && items !== null && 'properties' in items)
    claimSchema(`${label}[]`, items, claim);
}

describe('how each thing in the contract is known', () => {
  test('is said for every route, parameter, header, answer and field', () => {
    const all = claims();
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(([, standing]) => !standings.includes(String(standing)))).toEqual([]);
  });

  test('is not said to be better than account-api.md has it', () => {
    const known = new Map(claims());
    expect(Object.fromEntries(routes.map((route) => [route, known.get(route)]))).toEqual({
      'get /audit/search/v2': 'two-sources',
      'get /audit/capabilities': 'own',
      'get /audit/logs/{eventId}/restore': 'own',
      'post /audit/logs/{eventId}/restore': 'own',
      'get /locations/{locationId}': 'vendor-document',
      'searchLog query cursorToken': 'conflict',
      'searchLog query id': 'one-source',
      'searchLog query refresh': 'one-source',
      'searchLog query userId': 'own',
      'Event._id': 'two-sources',
      'Event.secondaryId': 'one-source',
      'Event.meta': 'one-source',
      'LogPage.mongoLogs': 'one-source',
      'header RetryAfter': 'own',
    });
  });

  test('an unfounded claim would be found', () => {
    const found: unknown[] = [];
    claimSchema('Made.up', { type: 'object', properties: { field: { type: 'string' } } }, (label, holder) => {
      if (!standings.includes(String((holder as Record<string, unknown>)['x-standing']))) found.push(label);
    });
    expect(found).toEqual(['Made.up', 'Made.up.field']);
  });
});

const routes = [
  'get /audit/search/v2',
  'get /audit/capabilities',
  'get /audit/logs/{eventId}/restore',
  'post /audit/logs/{eventId}/restore',
  'get /locations/{locationId}',
  'searchLog query cursorToken',
  'searchLog query id',
  'searchLog query refresh',
  'searchLog query userId',
  'Event._id',
  'Event.secondaryId',
  'Event.meta',
  'LogPage.mongoLogs',
  'header RetryAfter',
];
