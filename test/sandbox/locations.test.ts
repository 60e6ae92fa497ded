import { describe, expect, test } from 'vitest';
import type { Tokens } from '../../src/sandbox/tokens.js';
import { type OpenAccount, openAccount, openingMs, type Page } from './account.js';

const denied = [403, 'The token does not have access to this location.'];

async function openCompany() {
  const account = await openAccount({ days: 3 });
  const [studio, harborview] = account.sandbox.info().locations.map(({ id }) => id);
  if (studio === undefined || harborview === undefined) throw new Error('two locations are founded');
  return { ...account, studio, harborview };
}

async function said({ ask }: OpenAccount, target: string, as: keyof Tokens) {
  const { status, json } = await ask(target, { as });
  return [status, (json as { message?: string }).message];
}

describe('a company of several locations', () => {
  test('an agency finds all of them, everybody else their own', async () => {
    const { ask, studio, harborview } = await openCompany();
    const found = async (as: keyof Tokens, query = '') => {
      const { json } = await ask(`/locations/search${query}`, { as });
      return (json as { locations: { id: string }[] }).locations.map(({ id }) => id);
    };
    expect(await found('agencyToken')).toEqual([harborview, studio]);
    expect(await found('agencyToken', '?order=desc')).toEqual([studio, harborview]);
    expect(await found('agencyToken', '?skip=1&limit=1')).toEqual([studio]);
    expect(await found('agencyToken', '?email=HELLO@harborview-dental.example')).toEqual([harborview]);
    for (const as of ['adminToken', 'userToken', 'integrationToken'] as const) {
      expect(await found(as)).toEqual([studio]);
    }
  });

  test('a location is listed as the vendor’s document has it', async () => {
    const { ask, harborview } = await openCompany();
    const { json } = await ask('/locations/search?limit=1', { as: 'agencyToken' });
    expect(json).toEqual({
      locations: [
        {
          id: harborview,
          name: 'Harborview Dental',
          timezone: 'America/Los_Angeles',
          address: '880 Harbor Dr',
          city: 'San Diego',
          state: 'CA',
          country: 'US',
          postalCode: '92101',
          website: 'https://harborview-dental.example',
          email: 'hello@harborview-dental.example',
          phone: '+16195550120',
          settings: { allowDuplicateContact: false, allowDuplicateOpportunity: true },
        },
      ],
    });
  });

  test('nonsense in the search is named, another company is refused', async () => {
    const account = await openCompany();
    expect(await said(account, '/locations/search?order=up&limit=0&name=x', 'agencyToken')).toEqual([
      422,
      [
        'order must be one of the following values: asc, desc',
        'limit must not be less than 1',
        'property name should not exist',
      ],
    ]);
    expect(await said(account, '/locations/search?companyId=other', 'agencyToken')).toEqual(denied);
  });

  test.each([
    '/audit/search/v2?locationId={id}',
    '/audit/capabilities?locationId={id}',
    '/locations/{id}',
    '/users/?locationId={id}',
    '/opportunities/pipelines?locationId={id}',
    '/opportunities/search?location_id={id}',
    '/objects/?locationId={id}',
  ])('%s answers the agency in both, and an account administrator in one', async (route) => {
    const account = await openCompany();
    const at = (id: string) => route.replace('{id}', id);
    expect(await said(account, at(account.harborview), 'adminToken')).toEqual(denied);
    expect(await said(account, at(account.harborview), 'agencyToken')).toEqual([200, undefined]);
    expect(await said(account, at(account.studio), 'agencyToken')).toEqual([200, undefined]);
  });

  test('each log is of its own location: other events, other records, other users', async () => {
    const account = await openCompany();
    const page = async (id: string) => {
      const { json } = await account.ask(`/audit/search/v2?locationId=${id}&pageSize=100`, {
        as: 'agencyToken',
      });
      const { logs, mongoLogs } = json as Page;
      return [...logs, ...mongoLogs];
    };
    const [mine, theirs] = [await page(account.studio), await page(account.harborview)];
    expect(theirs.length).toBeGreaterThan(5);
    const ids = new Set(mine.map(({ _id }) => _id));
    expect(theirs.filter(({ _id }) => ids.has(_id))).toEqual([]);
    const { json } = await account.ask(`/users/?locationId=${account.harborview}`, { as: 'agencyToken' });
    const users = (json as { users: { name: string; roles: { locationIds: string[] } }[] }).users;
    expect(users.map(({ name, roles }) => [name, roles.locationIds])).toEqual([
      ['Grace Nakagawa', [account.harborview]],
      ['Leo Sandoval', [account.harborview]],
      ['Sam Whitfield', [account.studio, account.harborview]],
    ]);
  });

  test('a deletion in the other location is made, seen and brought back there', async () => {
    const { sandbox, ask, harborview } = await openCompany();
    const deed = { verb: 'delete-pipeline', words: ['New patients'], locationId: harborview };
    const [deletion] = await sandbox.do(deed);
    const target = `/audit/logs/${deletion?.id}/restore?locationId=${harborview}`;
    const headers = { 'idempotency-key': 'once-and-no-more' };
    expect((await ask(target, { as: 'adminToken', method: 'POST', headers })).status).toBe(403);
    const restored = await ask(target, { as: 'agencyToken', method: 'POST', headers });
    expect(restored.json).toMatchObject({ state: 'done', locationId: harborview });
    const { json } = await ask(`/opportunities/pipelines?locationId=${harborview}`, { as: 'agencyToken' });
    expect(json).toMatchObject({ pipelines: [{ name: 'New patients', locationId: harborview }] });
  });

  test('a story is told there by its own staff', async () => {
    const { sandbox, ask, harborview } = await openCompany();
    const before = sandbox.info().events;
    expect(await sandbox.tell('mistaken-pipeline', harborview)).toBeGreaterThan(200);
    expect(sandbox.info().events).toBe(before);
    const { json } = await ask(
      `/audit/search/v2?locationId=${harborview}&documentType=PIPELINE&type=DELETED`,
      { as: 'agencyToken' },
    );
    expect((json as Page).logs.map(({ sourceName }) => sourceName)).toEqual(['Leo Sandoval']);
  });

  test('what one location lives never changes the events of the other', async () => {
    const quiet = await openCompany();
    const busy = await openAccount({ days: 3 });
    await busy.sandbox.do({ verb: 'add-contact', words: ['Ada Example'], locationId: quiet.harborview });
    quiet.setNow(openingMs + 3_600_000);
    busy.setNow(openingMs + 3_600_000);
    quiet.sandbox.liveOn();
    busy.sandbox.liveOn();
    expect(await busy.log()).toEqual(await quiet.log());
  });

  test('a location that is none is refused with those that there are', async () => {
    const { sandbox, studio, harborview } = await openCompany();
    const refusal = {
      code: 'sandbox-not-found',
      hint: expect.stringContaining(`${studio} and ${harborview}`),
    };
    await expect(sandbox.do({ verb: 'log-in', words: [], locationId: 'x' })).rejects.toMatchObject(refusal);
    await expect(sandbox.tell('login-as', 'x')).rejects.toMatchObject(refusal);
    expect(() => sandbox.info('x')).toThrow('The embedded account has no location “x”.');
  });
});
