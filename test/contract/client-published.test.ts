import { describe, expect, test } from 'vitest';
import { examplesAsAnswers, openToldAccount } from './told-account.js';

const accountWith = (...names: readonly string[]) => openToldAccount(examplesAsAnswers(...names)).account;

describe('what the account says of itself', () => {
  test('is taken as far as it is understood', async () => {
    expect(await accountWith('capabilities.announced').capabilities()).toEqual({
      announced: true,
      filters: ['userId', 'type', 'documentType', 'source', 'query'],
      maxPageSize: 100,
      retentionDays: 60,
      plan: 'standard',
      restore: true,
    });
    expect(await accountWith('capabilities.modest').capabilities()).toEqual({
      announced: true,
      filters: [],
      maxPageSize: 20,
      retentionDays: 30,
      plan: 'starter',
      restore: false,
    });
    expect(await accountWith('capabilities.odd').capabilities()).toEqual({
      announced: true,
      filters: ['type'],
      maxPageSize: 100,
      retentionDays: 60,
      plan: 'standard',
      restore: false,
    });
  });

  test('is assumed with care where it says nothing', async () => {
    expect(await accountWith('capabilities.no-route').capabilities()).toEqual({
      announced: false,
      filters: [],
      maxPageSize: 100,
      retentionDays: undefined,
      plan: undefined,
      restore: false,
    });
  });
});

describe('the published routes', () => {
  test('give the account, with or without zone and company', async () => {
    const id = 'LOCATION000000000001';
    expect(await accountWith('location').location()).toEqual({
      id,
      name: 'Example Roofing',
      companyId: 'COMPANY0000000000001',
      timeZone: 'America/Chicago',
    });
    expect(await accountWith('location.bare').location()).toEqual({
      id,
      name: 'Example Roofing',
      companyId: undefined,
      timeZone: undefined,
    });
  });

  test('give users by the search, or by the older list where the company is unknown', async () => {
    const maria = {
      id: 'USER0000000000000001',
      name: 'Maria Example',
      email: 'maria@example.com',
      role: 'admin',
      type: 'account',
      deleted: false,
    };
    const tom = {
      ...maria,
      id: 'USER0000000000000002',
      name: 'Tom Sample',
      email: 'tom@example.com',
      role: 'user',
    };
    expect(await accountWith('location', 'users-search').users()).toEqual([
      { ...maria, scopes: ['audit-logs.readonly', 'audit-logs.export'] },
      { ...tom, scopes: [] },
    ]);
    expect(await accountWith('location.bare', 'users-list').users()).toEqual([
      { ...maria, scopes: ['audit-logs.readonly'] },
    ]);
  });

  test('give scopes as a list, however they come', async () => {
    const scopesOf = async (name: string) =>
      (await accountWith('location', name).users()).map(({ scopes }) => scopes);
    expect(await scopesOf('users-search.scopes-text')).toEqual([
      ['audit-logs.readonly'],
      ['audit-logs.readonly', 'audit-logs.export'],
      ['audit-logs.readonly', 'audit-logs.export'],
      [],
    ]);
    expect(await scopesOf('users-search.null-scopes')).toEqual([[]]);
  });

  test('give users who have little more than an id', async () => {
    const nothing = { email: undefined, role: undefined, type: undefined, scopes: [], deleted: false };
    expect(await accountWith('location', 'users-search.bare').users()).toEqual([
      { ...nothing, id: 'USER0000000000000001', name: 'USER0000000000000001' },
      { ...nothing, id: 'USER0000000000000002', name: 'Tom' },
      { ...nothing, id: 'USER0000000000000003', name: 'Ann Sample', deleted: true },
    ]);
  });

  test('give pipelines with their stages in order', async () => {
    const stages = [
      { id: 'STAGE000000000000001', name: 'Proposal', position: 0 },
      { id: 'STAGE000000000000002', name: 'Won', position: 1 },
    ];
    const sales = { id: 'PIPELINE000000000001', name: 'Sales', stages };
    expect(await accountWith('pipelines').pipelines()).toEqual([
      sales,
      { id: 'PIPELINE000000000002', name: 'Service', stages: [] },
    ]);
    expect(await accountWith('pipelines.no-positions').pipelines()).toEqual([sales]);
    expect(await accountWith('pipelines.empty').pipelines()).toEqual([]);
  });

  test('give opportunities page by page, and one by one', async () => {
    const roof = {
      id: 'OPPORTUNITY000000001',
      name: 'Roof repair',
      pipelineId: 'PIPELINE000000000001',
      stageId: 'STAGE000000000000002',
      status: 'won',
      contactId: 'CONTACT0000000000001',
    };
    const gutters = {
      id: 'OPPORTUNITY000000002',
      name: 'New gutters',
      pipelineId: 'PIPELINE000000000001',
      stageId: undefined,
      status: undefined,
      contactId: undefined,
    };
    const pages = accountWith('opportunities-search', 'opportunities-search.last');
    expect(await pages.opportunities('PIPELINE000000000001')).toEqual([
      expect.objectContaining(roof),
      expect.objectContaining(gutters),
    ]);
    expect(await accountWith('opportunity').opportunity(roof.id)).toEqual(expect.objectContaining(roof));
    expect(await accountWith('opportunity.gone').opportunity(roof.id)).toBeUndefined();
  });

  test('give objects and calendars', async () => {
    expect(await accountWith('objects').objects()).toEqual([
      { id: 'OBJECT00000000000001', key: 'contact', standard: true, singular: 'Contact', plural: 'Contacts' },
      {
        id: 'OBJECT00000000000002',
        key: 'custom_objects.roofs',
        standard: false,
        singular: 'Roof',
        plural: 'Roofs',
      },
    ]);
    expect(await accountWith('objects.no-labels').objects()).toEqual([
      {
        id: 'OBJECT00000000000002',
        key: 'custom_objects.roofs',
        standard: false,
        singular: 'custom_objects.roofs',
        plural: 'custom_objects.roofs',
      },
    ]);
    expect(await accountWith('calendars').calendars()).toEqual([
      { id: 'CALENDAR000000000001', name: 'Site visits' },
      { id: 'CALENDAR000000000002', name: 'Calls' },
    ]);
  });
});
