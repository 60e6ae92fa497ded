import { expect, test } from 'vitest';
import type { NetworkRequest } from '../../src/context.js';
import { rejection, type ScriptedAnswer, scriptAccount, token } from './scripted-account.js';

const location = { id: 'LOC1', companyId: 'COMP1', name: 'Harbour Dental', timezone: 'America/Chicago' };
const notFound: ScriptedAnswer = { status: 404, body: { statusCode: 404, message: 'Cannot GET' } };

/** Answers by the request's path; keeps each path with its query. */
function routes(table: Readonly<Record<string, (query: URLSearchParams) => ScriptedAnswer>>) {
  const asked: string[] = [];
  const script = ({ url }: NetworkRequest): ScriptedAnswer => {
    const { pathname, search, searchParams } = new URL(url);
    asked.push(pathname + search);
    return table[pathname]?.(searchParams) ?? notFound;
  };
  return { ...scriptAccount(script), asked };
}

const person = (id: string) => ({ id, name: `Name ${id}`, roles: { type: 'account', role: 'admin' } });
const user = (id: string) => ({
  id,
  name: `Name ${id}`,
  email: undefined,
  role: 'admin',
  type: 'account',
  scopes: [],
  deleted: false,
});

test('the account’s name and zone, with a published route’s headers', async () => {
  const { account, requests } = routes({ '/locations/LOC1': () => ({ body: { location } }) });
  expect(await account.location()).toEqual({
    id: 'LOC1',
    companyId: 'COMP1',
    name: 'Harbour Dental',
    timeZone: 'America/Chicago',
  });
  await account.location();
  expect(requests.map(({ headers }) => headers)).toEqual([
    { version: '2021-07-28', accept: 'application/json', authorization: `Bearer ${token}` },
  ]);
});

test('all users are read, page after page', async () => {
  const all = Array.from({ length: 230 }, (_, index) => person(`u${index}`));
  const { account, asked } = routes({
    '/locations/LOC1': () => ({ body: { location } }),
    '/users/search': (query) => {
      const skip = Number(query.get('skip'));
      return { body: { users: all.slice(skip, skip + 100), count: 230 } };
    },
  });
  expect(await account.users()).toEqual(all.map(({ id }) => user(id)));
  expect(asked.slice(1)).toEqual(
    [0, 100, 200].map((skip) => `/users/search?companyId=COMP1&locationId=LOC1&skip=${skip}&limit=100`),
  );
});

test('a user search that repeats itself for ever, without a count, ends', async () => {
  const { account, asked } = routes({
    '/locations/LOC1': () => ({ body: { location } }),
    '/users/search': () => ({ body: { users: [person('a')] } }),
  });
  expect(await account.users()).toEqual([user('a')]);
  expect(asked.length).toBe(3);
});

test.each<[what: string, answer: ScriptedAnswer]>([
  ['is unknown', notFound],
  [
    'is closed to this token',
    { status: 401, body: { message: 'The token is not authorized for this scope.' } },
  ],
  ['refuses the question', { status: 422, body: { message: ['companyId must be a mongo id'] } }],
])('where the user search %s, the older list answers', async (_what, answer) => {
  const { account, asked } = routes({
    '/locations/LOC1': () => ({ body: { location } }),
    '/users/search': () => answer,
    '/users/': () => ({ body: { users: [person('a')] } }),
  });
  expect(await account.users()).toEqual([user('a')]);
  expect(asked.at(-1)).toBe('/users/?locationId=LOC1');
});

test('a user’s name, rights and state are read in all the forms that they take', async () => {
  const { account } = routes({
    '/locations/LOC1': () => ({ body: { location: { ...location, companyId: null } } }),
    '/users/': () => ({
      body: {
        users: [
          {
            id: 'a',
            firstName: 'Ada',
            lastName: 'Example',
            email: 'ada@example.com',
            scopes: 'audit-logs.readonly contacts.write',
          },
          { id: 'b', name: ' ', email: 'b@example.com', scopes: ['audit-logs.export', 5], deleted: true },
          { id: 'c', scopes: {} },
        ],
      },
    }),
  });
  const none = { email: undefined, role: undefined, type: undefined, scopes: [], deleted: false };
  expect(await account.users()).toEqual([
    {
      ...none,
      id: 'a',
      name: 'Ada Example',
      email: 'ada@example.com',
      scopes: ['audit-logs.readonly', 'contacts.write'],
    },
    {
      ...none,
      id: 'b',
      name: 'b@example.com',
      email: 'b@example.com',
      scopes: ['audit-logs.export'],
      deleted: true,
    },
    { ...none, id: 'c', name: 'c' },
  ]);
});

test('pipelines come with their stages in order', async () => {
  const { account } = routes({
    '/opportunities/pipelines': () => ({
      body: {
        pipelines: [
          {
            id: 'p1',
            name: 'Sales',
            stages: [
              { id: 's2', name: 'Won', position: 1 },
              { id: 's1', name: 'New', position: 0 },
            ],
          },
          { id: 'p2', name: 'Empty' },
        ],
      },
    }),
  });
  expect(await account.pipelines()).toEqual([
    {
      id: 'p1',
      name: 'Sales',
      stages: [
        { id: 's1', name: 'New', position: 0 },
        { id: 's2', name: 'Won', position: 1 },
      ],
    },
    { id: 'p2', name: 'Empty', stages: [] },
  ]);
});

test('objects and calendars are read', async () => {
  const { account } = routes({
    '/objects/': () => ({
      body: {
        objects: [
          {
            id: 'o1',
            standard: false,
            key: 'custom_objects.pet',
            labels: { singular: 'Pet', plural: 'Pets' },
          },
          { key: 'contact', standard: true },
        ],
      },
    }),
    '/calendars/': () => ({ body: { calendars: [{ id: 'c1', name: 'Check-ups' }] } }),
  });
  expect(await account.objects()).toEqual([
    { id: 'o1', key: 'custom_objects.pet', standard: false, singular: 'Pet', plural: 'Pets' },
    { id: 'contact', key: 'contact', standard: true, singular: 'contact', plural: 'contact' },
  ]);
  expect(await account.calendars()).toEqual([{ id: 'c1', name: 'Check-ups' }]);
});

const deal = (id: string) => ({
  id,
  name: `Deal ${id}`,
  pipelineId: 'p1',
  pipelineStageId: 's1',
  status: 'won',
  contactId: 'k1',
});
const opportunity = (id: string) => ({
  id,
  name: `Deal ${id}`,
  pipelineId: 'p1',
  stageId: 's1',
  status: 'won',
  contactId: 'k1',
});

test('all opportunities of a pipeline are read, and the address that an answer names is not followed', async () => {
  const { account, asked } = routes({
    '/opportunities/search': (query) =>
      query.get('startAfterId') === null
        ? {
            body: {
              opportunities: [deal('a'), deal('b')],
              meta: {
                total: 3,
                nextPage: 2,
                startAfter: 1_625_203_104_328,
                startAfterId: 'b',
                nextPageUrl: 'http://elsewhere.example',
              },
            },
          }
        : {
            body: {
              opportunities: [deal('c')],
              meta: { total: 3, nextPage: null, startAfter: 1, startAfterId: 'c' },
            },
          },
  });
  expect(await account.opportunities('p1')).toEqual(['a', 'b', 'c'].map(opportunity));
  expect(asked).toEqual([
    '/opportunities/search?location_id=LOC1&pipeline_id=p1&status=all&limit=100',
    '/opportunities/search?location_id=LOC1&pipeline_id=p1&status=all&limit=100&startAfter=1625203104328&startAfterId=b',
  ]);
});

test('one opportunity, or none', async () => {
  const { account } = routes({ '/opportunities/a%2Fb': () => ({ body: { opportunity: deal('a/b') } }) });
  expect([await account.opportunity('a/b'), await account.opportunity('x')]).toEqual([
    opportunity('a/b'),
    undefined,
  ]);
});

test.each<[what: string, body: object, problem: string]>([
  ['without its list', {}, 'it has no list "calendars"'],
  [
    'with something else in it',
    { calendars: [null] },
    'its list "calendars" holds something that is no object',
  ],
  ['with one that has no id', { calendars: [{ name: 'x' }] }, '"id" is missing'],
])('an answer %s is asked for again, then named', async (_what, body, problem) => {
  const { account } = routes({ '/calendars/': () => ({ body }) });
  expect(await rejection(account.calendars())).toMatchObject({
    code: 'bad-answer',
    message: `api.example.com gave an answer that cannot be read: ${problem}. Tried 5 times in 4 s.`,
  });
});

test('a token that may not read the location still lists its users, by the older route', async () => {
  const { account, requests } = scriptAccount(({ url }) =>
    url.includes('/locations/')
      ? { status: 403, body: { message: 'Forbidden resource' } }
      : { body: { users: [{ id: 'U1', name: ' Ada Example ' }] } },
  );
  expect((await account.users()).map(({ name }) => name)).toEqual(['Ada Example']);
  expect(requests.map(({ url }) => new URL(url).pathname)).toEqual(['/locations/LOC1', '/users/']);
});

test('names come without the space that people leave around them', async () => {
  const { account } = scriptAccount(({ url }) =>
    url.includes('/calendars/')
      ? { body: { calendars: [{ id: 'C1', name: ' Cleaning ' }] } }
      : { body: { pipelines: [{ id: 'P1', name: ' Sales\t', stages: [{ id: 'S1', name: ' Won ' }] }] } },
  );
  expect(await account.calendars()).toEqual([{ id: 'C1', name: 'Cleaning' }]);
  expect(await account.pipelines()).toEqual([
    { id: 'P1', name: 'Sales', stages: [{ id: 'S1', name: 'Won', position: 0 }] },
  ]);
});
