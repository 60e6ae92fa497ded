import { describe, expect, test } from 'vitest';
import { rightFor } from '../../../src/sandbox/verbs/right.js';
import { verbs } from '../../../src/sandbox/verbs/verbs.js';
import { dayMs, openAccount, openingMs } from '../account.js';

const few = { days: 10 };

test('a change by hand is in the log at once, with who did it and by which way', async () => {
  const { sandbox, log } = await openAccount(few);
  const [written] = await sandbox.do({
    verb: 'add-contact',
    words: ['Ada Example'],
    by: 'devon',
    via: 'MOBILE_APP',
  });
  expect(await log(`&id=${written?.recordId}`)).toEqual([
    expect.objectContaining({
      _id: written?.id,
      createdAt: new Date(openingMs).toISOString(),
      documentType: 'CONTACT',
      type: 'CREATED',
      documentName: 'Ada Example',
      source: 'MOBILE_APP',
      sourceName: 'Devon Price',
    }),
  ]);
});

test('what happened a while ago stands where it happened', async () => {
  const { sandbox, log } = await openAccount(few);
  const [written] = await sandbox.do({ verb: 'add-note', words: ['any', 'Later'], lateMs: 2 * dayMs });
  const events = await log();
  const place = events.findIndex(({ _id }) => _id === written?.id);
  expect(events[place]?.createdAt).toBe(new Date(openingMs - 2 * dayMs).toISOString());
  expect(place).toBeGreaterThan(0);
});

test('a workflow can be the hand, and a change that changes nothing is not logged', async () => {
  const { sandbox, log } = await openAccount(few);
  const deed = { verb: 'tag', words: ['newest', 'gold'], by: 'welcome and tag' };
  const [written] = await sandbox.do(deed);
  expect(await log(`&id=${written?.recordId}&type=TAG_ADDED&source=WORKFLOW_NEW`)).toContainEqual(
    expect.objectContaining({ _id: written?.id, sourceName: 'New lead: welcome and tag' }),
  );
  expect(await sandbox.do(deed)).toEqual([]);
});

describe('what cannot be done is said, and nothing is changed', () => {
  test.each<[string, readonly string[], string, string]>([
    ['delete-pipelin', ['x'], 'sandbox-usage', 'Nothing that can be done is called “delete-pipelin”.'],
    ['tag', ['newest'], 'sandbox-usage', 'tag takes 2 words, not 1.'],
    ['tag', ['nobody at all', 'vip'], 'sandbox-not-found', 'No contact is called “nobody at all”.'],
    ['delete-pipeline', ['e'], 'sandbox-usage', '“e” may mean 2 records of the kind pipeline.'],
    ['set-value', ['any', 'much'], 'sandbox-usage', '“much” is no value: a whole number is wanted.'],
    ['set-status', ['any', 'gone'], 'sandbox-usage', '“gone” is no status.'],
    [
      'move-opportunity',
      ['any', 'Nowhere'],
      'sandbox-not-found',
      'No stage of this pipeline is called “Nowhere”.',
    ],
  ])('%s %j', async (verb, words, code, message) => {
    const { sandbox, log } = await openAccount(few);
    const before = await log();
    await expect(sandbox.do({ verb, words })).rejects.toThrow(expect.objectContaining({ code, message }));
    expect(await log()).toEqual(before);
  });

  test('nobody of that name, or several', async () => {
    const { sandbox } = await openAccount(few);
    const by = (name: string) => sandbox.do({ verb: 'log-in', words: [], by: name });
    await expect(by('jordan')).rejects.toThrow(
      expect.objectContaining({ message: '“jordan” may be 2 users.' }),
    );
    await expect(by('zoltar')).rejects.toThrow(
      expect.objectContaining({ message: 'No active user and no workflow is called “zoltar”.' }),
    );
    await expect(sandbox.do({ verb: 'log-in', words: [], by: 'welcome and tag' })).rejects.toThrow(
      expect.objectContaining({ code: 'sandbox-usage', hint: 'Name a user with --by.' }),
    );
  });
});

test('a plan without custom objects has none: not in the account, not by hand', async () => {
  const { sandbox, ask } = await openAccount({ days: 60, plan: 'Starter' });
  const { json } = await ask('/objects/?locationId={location}');
  expect((json as { objects: { standard: boolean }[] }).objects.every(({ standard }) => standard)).toBe(true);
  expect(Object.keys(sandbox.info().byModule)).not.toContain('CUSTOM_OBJECT');
  await expect(
    sandbox.do({ verb: 'add-object', words: ['insurers', 'Insurer', 'Insurers'] }),
  ).rejects.toThrow(expect.objectContaining({ code: 'sandbox-rule' }));
});

test('every verb says what it takes and what it does, and no two have one name', () => {
  expect(new Set(verbs.map(({ name }) => name)).size).toBe(verbs.length);
  for (const { name, takes, summary } of verbs) {
    expect([name, takes]).toEqual([
      expect.stringMatching(/^[a-z]+(-[a-z]+)*$/),
      expect.stringMatching(/^(<[^<>]+>( |$))*(\[[^[\]]+\])?$/),
    ]);
    expect(summary).not.toBe('');
  }
});

test('verbs that the told case of everything leaves out do what they say', async () => {
  const { sandbox } = await openAccount(few);
  const types = async (verb: string, ...words: string[]) =>
    (await sandbox.do({ verb, words })).map(({ module, type }) => `${module} ${type}`);
  expect(await types('import-contacts', '3')).toEqual(Array(3).fill('CONTACT CREATED'));
  expect(await types('assign-contact', 'newest', 'devon')).toEqual(['CONTACT UPDATED']);
  expect(await types('add-note', 'newest', 'One')).toEqual(['NOTE CREATED']);
  expect(await types('edit-note', 'newest', 'Two')).toEqual(['NOTE UPDATED']);
  expect(await types('delete-note', 'Two')).toEqual(['NOTE DELETED']);
  expect(await types('add-task', 'newest', 'Call')).toEqual(['TASK CREATED']);
  expect(await types('delete-task', 'newest')).toEqual(['TASK DELETED']);
  expect(await types('rename-pipeline', 'New patients', 'Patients')).toEqual(['PIPELINE UPDATED']);
  expect(await types('add-stage', 'Patients', 'Later')).toEqual(['PIPELINE UPDATED']);
  expect(await types('delete-opportunity', 'newest')).toEqual(['OPPORTUNITY DELETED']);
  expect(await types('edit-calendar', 'Cleaning', '50')).toEqual(['CALENDAR UPDATED']);
  expect(await types('book', 'Cleaning', 'newest')).toEqual(['APPOINTMENT CREATED']);
  expect(await types('set-appointment-status', 'newest', 'showed')).toEqual(['APPOINTMENT UPDATED']);
  expect(await types('delete-appointment', 'newest')).toEqual(['APPOINTMENT DELETED']);
  expect(await types('delete-workflow', 'Review request')).toEqual(['WORKFLOW DELETED']);
  expect(await types('add-invoice', 'newest', '90')).toEqual(['INVOICE CREATED']);
  expect(await types('void-invoice', 'newest')).toEqual(['INVOICE STATUS_CHANGED']);
  expect(await types('grant', 'devon', 'audit-logs.export')).toEqual(['USER ROLE_CHANGED']);
  expect(await types('revoke', 'devon', 'audit-logs.export')).toEqual(['USER ROLE_CHANGED']);
  expect(await types('add-funnel', 'F', 'f.example')).toEqual(['FUNNEL CREATED']);
  expect(await types('add-page', 'F', 'P', '/p')).toEqual(['FUNNEL_PAGE CREATED']);
  expect(await types('publish-page', 'P')).toEqual(['FUNNEL_PAGE PUBLISHED']);
  expect(await types('unpublish-page', 'P')).toEqual(['FUNNEL_PAGE UNPUBLISHED']);
  expect(await types('add-object', 'insurers', 'Insurer', 'Insurers')).toEqual(['CUSTOM_OBJECT CREATED']);
  expect(await types('describe-object', 'Insurers', 'Who pays.')).toEqual(['CUSTOM_OBJECT UPDATED']);
  expect(await types('add-record', 'Insurers', 'Acme')).toEqual(['CUSTOM_OBJECT_RECORD CREATED']);
  expect(await types('delete-object', 'Insurers')).toEqual([
    'CUSTOM_OBJECT DELETED',
    'CUSTOM_OBJECT_RECORD DELETED',
  ]);
});

describe('who may do what by hand', () => {
  test('every verb takes a right, but funnels, pages and one’s own comings and goings', () => {
    const free = verbs.filter(({ name }) => rightFor(name) === undefined).map(({ name }) => name);
    expect(free).toEqual(
      'add-funnel add-page publish-page unpublish-page log-in log-out fail-login change-password'.split(' '),
    );
  });

  test('a user without the right is refused in plain words, and nothing is logged', async () => {
    const { sandbox, log } = await openAccount(few);
    const before = await log();
    const deed = { verb: 'disable-workflow', words: ['Appointment reminders'], by: 'devon' };
    await expect(sandbox.do(deed)).rejects.toMatchObject({
      code: 'sandbox-right',
      message:
        'Devon Price (account user) has no right to change workflows: disable-workflow takes workflows.write.',
      hint:
        'Whoever may: Maria Alvarez, Tom Becker, Sam Whitfield.\n' +
        'Or give the right first: audit sandbox do grant devon@lakeshore-dental.example workflows.write',
    });
    expect(await log()).toEqual(before);
    await sandbox.do({ verb: 'grant', words: ['devon', 'workflows.write'] });
    expect(await sandbox.do(deed)).toEqual([expect.objectContaining({ type: 'DISABLED' })]);
  });
});
