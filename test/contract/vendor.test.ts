import { describe, expect, test } from 'vitest';
import type { NetworkRequest } from '../../src/context.js';
import { ask, embeddedAccount } from './embedded-account.js';
import { examplesAsAnswers, openToldAccount } from './told-account.js';
import {
  hasVendorDocuments,
  openVendorDocument,
  quirks,
  type VendorDocument,
  vendorDocuments,
} from './vendor-document.js';

const present = hasVendorDocuments();
const why = present ? '' : ' (skipped: the documents are not beside the project, in ../shared/openapi)';

const answers = examplesAsAnswers(
  'location',
  'users-search',
  'pipelines',
  'opportunities-search',
  'opportunities-search.last',
  'opportunity',
  'objects',
  'calendars',
);

const routes: readonly (readonly [VendorDocument, string])[] = [
  ['locations', '/locations/{locationId}'],
  ['users', '/users/search'],
  ['users', '/users/'],
  ['opportunities', '/opportunities/pipelines'],
  ['opportunities', '/opportunities/search'],
  ['opportunities', '/opportunities/{id}'],
  ['objects', '/objects/'],
  ['calendars', '/calendars/'],
];

describe.skipIf(!present)(`what the client sends is what the vendor's own documents say${why}`, () => {
  async function sent(): Promise<readonly NetworkRequest[]> {
    const { account, requests } = openToldAccount(answers);
    await account.location();
    await account.users();
    await account.pipelines();
    await account.opportunities('PIPELINE000000000001');
    await account.opportunity('OPPORTUNITY000000001');
    await account.objects();
    await account.calendars();
    const older = openToldAccount(examplesAsAnswers('location.bare', 'users-list'));
    await older.account.users();
    return [...requests, ...older.requests];
  }

  test.each(routes)('%s: %s', async (name, path) => {
    const judge = openVendorDocument(name);
    const faults = (await sent()).map((request) => judge.requestFaults(request)).filter(Boolean);
    expect(judge.operations.map((operation) => operation.path)).toContain(path);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.flat()).toEqual([]);
  });

  test('and a request that says something else is found', () => {
    const judge = openVendorDocument('calendars');
    const url = 'https://account.example/calendars/?locationId=L';
    const fine = {
      method: 'GET',
      url,
      headers: { version: '2021-04-15', authorization: 'Bearer t' },
    } as const;
    expect(judge.requestFaults(fine)).toEqual([]);
    expect(
      judge.requestFaults({ ...fine, url: url.replace('locationId', 'location'), headers: { version: '1' } }),
    ).toEqual([
      '/calendars/: header Version: / must be equal to one of the allowed values',
      '/calendars/: query locationId is missing',
      '/calendars/: query location is not in the document',
      '/calendars/: no bearer token',
    ]);
  });
});

describe.skipIf(!present)(
  `what the embedded account answers is what the vendor's own documents say${why}`,
  () => {
    const account = embeddedAccount();

    async function answered(target: string, version = '2021-07-28') {
      const authorization = `Bearer ${account().tokens.adminToken}`;
      return ask(account(), { target, headers: { version, authorization } });
    }

    async function targets(): Promise<Readonly<Record<string, string>>> {
      const { locationId } = account();
      const location = JSON.parse((await answered(`/locations/${locationId}`)).text) as {
        location: { companyId: string };
      };
      const search = `/opportunities/search?location_id=${locationId}&limit=100`;
      const { opportunities } = JSON.parse((await answered(search)).text) as {
        opportunities: { id: string }[];
      };
      return {
        '/locations/search': `/locations/search?companyId=${location.location.companyId}&skip=0&limit=10&order=asc`,
        '/locations/{locationId}': `/locations/${locationId}`,
        '/users/search': `/users/search?companyId=${location.location.companyId}&locationId=${locationId}`,
        '/users/': `/users/?locationId=${locationId}`,
        '/opportunities/pipelines': `/opportunities/pipelines?locationId=${locationId}`,
        '/opportunities/search': search,
        '/opportunities/{id}': `/opportunities/${opportunities[0]?.id}`,
        '/objects/': `/objects/?locationId=${locationId}`,
        '/calendars/': `/calendars/?locationId=${locationId}`,
      };
    }

    test.each([...routes, ['locations', '/locations/search']] as const)('%s: %s', async (name, path) => {
      const target = (await targets())[path] ?? '';
      const answer = await answered(target, name === 'calendars' ? '2021-04-15' : '2021-07-28');
      const judge = openVendorDocument(name);
      expect(answer.status).toBe(200);
      expect(judge.answerFaults('GET', target.replace(/\?.*/, ''), answer)).toEqual([]);
    });

    test.each(quirks.map((quirk) => [quirk.at, quirk.why, quirk] as const))(
      '%s is allowed to differ, and has to: %s',
      (_at, _why, quirk) => {
        const faithful = openVendorDocument(quirk.document, [quirk]);
        const { method, path, text } = differing[quirk.at] ?? { method: 'GET', path: '', text: '{}' };
        const answer = { status: 200, headers: {}, text };
        expect(openVendorDocument(quirk.document).answerFaults(method, path, answer)).toEqual([]);
        expect(faithful.answerFaults(method, path, answer)).not.toEqual([]);
      },
    );

    test('and a field of the wrong kind, or one that the vendor does not name, is found', async () => {
      const judge = openVendorDocument('locations');
      const answer = { status: 200, headers: {}, text: '{"location":{"id":7,"mood":"fair"}}' };
      expect(judge.answerFaults('GET', '/locations/L', answer)).toEqual([
        '/locations/{locationId} 200: /location/mood is not in the document',
        '/locations/{locationId} 200: /location/id must be string',
      ]);
    });
  },
);

/** An answer for each quirk that only the quirk makes right. */
const differing: Readonly<Record<string, { method: string; path: string; text: string }>> = {
  'PipelinesResponseSchema.stages': {
    method: 'GET',
    path: '/opportunities/pipelines',
    text: '{"pipelines":[{"id":"P","stages":[{"id":"S","name":"Won","position":0}]}]}',
  },
  'UserSchema.scopes': {
    method: 'GET',
    path: '/users/',
    text: '{"users":[{"id":"U","scopes":["audit-logs.readonly","audit-logs.export"]}]}',
  },
  'SearchMetaResponseSchema.nextPage': {
    method: 'GET',
    path: '/opportunities/search',
    text: '{"opportunities":[],"meta":{"total":0,"nextPage":null}}',
  },
  'SearchMetaResponseSchema.prevPage': {
    method: 'GET',
    path: '/opportunities/search',
    text: '{"opportunities":[],"meta":{"total":0,"prevPage":null}}',
  },
};

test('the documents that are looked for are those that the routes need', () => {
  expect([...new Set(routes.map(([name]) => name))]).toEqual([...vendorDocuments]);
});
