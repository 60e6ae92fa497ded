import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { RestorePreview } from '../../../src/sandbox/restore-preview.js';
import { stories } from '../../../src/sandbox/stories/stories.js';
import { type OpenAccount, openAccount, openingMs, type WireEvent } from '../account.js';

const few = { days: 30 };

/** What the log holds more than before, in the order in which it was written. */
async function told(account: OpenAccount, name: string): Promise<readonly WireEvent[]> {
  const before = new Set((await account.log()).map(({ _id }) => _id));
  await account.sandbox.tell(name);
  return (await account.log()).filter(({ _id }) => !before.has(_id)).toReversed();
}

function count(events: readonly WireEvent[], documentType: string, type: string): number {
  return events.filter((event) => event.documentType === documentType && event.type === type).length;
}

async function previewOf(account: OpenAccount, documentType: string): Promise<RestorePreview> {
  const [deletion] = await account.log(`&type=DELETED&documentType=${documentType}`);
  return (await account.ask(`/audit/logs/${deletion?._id}/restore`)).json as RestorePreview;
}

test.each(stories.map(({ name }) => name))(
  '%s can be told twice, ends now, and tells of nothing that lies ahead',
  async (name) => {
    const account = await openAccount(few);
    const first = await told(account, name);
    account.setNow(openingMs + 3 * 3_600_000);
    // A little less where something is so already, a little more where another contact has more notes.
    expect(await account.sandbox.tell(name)).toBeGreaterThan(first.length * 0.8);
    expect(first.length).toBeGreaterThan(2);
    const latest = Math.max(...first.map(({ createdAt }) => Date.parse(createdAt)));
    expect(latest).toBeLessThanOrEqual(openingMs);
    expect(latest).toBeGreaterThan(openingMs - 3_600_000);
  },
);

test('a story told in the same account at the same instant is the same, byte for byte', async () => {
  const digests = await Promise.all(
    [0, 1].map(async () => {
      const events = await told(await openAccount(few), 'mistaken-pipeline');
      return createHash('sha256').update(JSON.stringify(events)).digest('hex');
    }),
  );
  expect(digests[0]).toBe(digests[1]);
});

test('a mistaken pipeline takes two hundred opportunities along, of which a few do not come back', async () => {
  const account = await openAccount(few);
  const events = await told(account, 'mistaken-pipeline');
  expect(count(events, 'OPPORTUNITY', 'CREATED')).toBe(200);
  expect(count(events, 'PIPELINE', 'DELETED')).toBe(1);
  const { recordName, restores, skips } = await previewOf(account, 'PIPELINE');
  const reasons = skips.map(({ reason }) => reason);
  expect(recordName).toBe('Spring implants');
  expect(reasons.filter((reason) => reason === 'deleted-earlier')).toHaveLength(2);
  expect(reasons).toContain('contact-deleted');
  expect(restores.filter(({ documentType }) => documentType === 'OPPORTUNITY').length + skips.length).toBe(
    200,
  );
});

test('a lost calendar brings back the visits of its half hour, and leaves the one of before', async () => {
  const account = await openAccount(few);
  await told(account, 'lost-calendar');
  const { recordName, restores, skips } = await previewOf(account, 'CALENDAR');
  expect([recordName, restores.length, skips.map(({ reason }) => reason)]).toEqual([
    'Hygiene',
    14,
    ['outside-window'],
  ]);
});

test('what a phone did while it was offline stands where it happened, behind what had been read', async () => {
  const account = await openAccount(few);
  const [newest] = await account.log();
  const late = await told(account, 'late-events');
  expect(late.map(({ source }) => source)).toEqual(late.map(() => 'MOBILE_APP'));
  expect(late.filter(({ createdAt }) => createdAt < (newest?.createdAt ?? '')).length).toBeGreaterThan(8);
  // Written out of order: an id holds the place in the log.
  const places = late.map(({ _id }) => Number.parseInt(_id.slice(16), 16));
  expect(places).not.toEqual(places.toSorted((a, b) => a - b));
});

test('two thousand events of one millisecond are paged without one lost or doubled', async () => {
  const account = await openAccount(few);
  const events = await told(account, 'same-millisecond');
  expect(new Set(events.map(({ createdAt }) => createdAt)).size).toBe(1);
  expect(new Set(events.map(({ _id }) => _id)).size).toBe(2000);
});

test('an administrator who left did what he did under his own name, and nothing afterwards', async () => {
  const account = await openAccount(few);
  const events = await told(account, 'departed-admin');
  const robins = events.filter(({ sourceName }) => sourceName === 'Robin Hale');
  expect(robins.map(({ type }) => type)).toEqual(expect.arrayContaining(['LOGIN', 'EXPORTED', 'DELETED']));
  expect(
    robins.filter(({ documentType, type }) => documentType === 'CONTACT' && type === 'DELETED'),
  ).toHaveLength(20);
  const deactivated = events.find(({ type }) => type === 'DEACTIVATED');
  expect(robins.every(({ createdAt }) => createdAt < (deactivated?.createdAt ?? ''))).toBe(true);
});

test('whoever is signed in as somebody else is logged as somebody else', async () => {
  const events = await told(await openAccount(few), 'login-as');
  expect(new Set(events.map(({ sourceName }) => sourceName))).toEqual(new Set(['Devon Price']));
});

test('everything that the help pages say is logged is logged with its user, its source, its record, before and after', async () => {
  const events = await told(await openAccount(few), 'everything-once');
  expect(events.map(({ documentType, type }) => `${documentType} ${type}`)).toEqual(
    [
      'USER_ACCESS LOGIN_FAILED|USER_ACCESS LOGIN|USER_ACCESS PASSWORD_CHANGED|USER_ACCESS LOGOUT',
      'CONTACT CREATED|CONTACT UPDATED|CONTACT UPDATED|CONTACT TAG_ADDED|CONTACT TAG_ADDED|CONTACT TAG_REMOVED',
      'NOTE CREATED|TASK CREATED|TASK UPDATED',
      'PIPELINE CREATED|OPPORTUNITY CREATED|OPPORTUNITY UPDATED|OPPORTUNITY UPDATED|OPPORTUNITY UPDATED|OPPORTUNITY UPDATED',
      'CALENDAR CREATED|APPOINTMENT CREATED|APPOINTMENT UPDATED|APPOINTMENT CANCELLED',
      'BUSINESS_PROFILE UPDATED|PHONE_NUMBER CREATED|INTEGRATION CREATED|PERMISSION UPDATED',
      'WORKFLOW CREATED|WORKFLOW UPDATED|WORKFLOW ENABLED|WORKFLOW DISABLED',
      'INVOICE CREATED|INVOICE SENT|INVOICE STATUS_CHANGED|INVOICE STATUS_CHANGED|INVOICE PAID|INVOICE REFUNDED',
      'USER CREATED|USER ROLE_CHANGED|USER DEACTIVATED',
      'FUNNEL CREATED|FUNNEL_PAGE CREATED|FUNNEL_PAGE PUBLISHED',
      'CUSTOM_OBJECT CREATED|CUSTOM_OBJECT_RECORD CREATED|CUSTOM_OBJECT_RECORD UPDATED|ASSOCIATION CREATED|ASSOCIATION DELETED|CUSTOM_OBJECT_RECORD DELETED',
      'AUDIT_LOG EXPORTED|AUDIT_LOG DOWNLOADED',
      'CALENDAR DELETED|APPOINTMENT DELETED|PIPELINE DELETED|OPPORTUNITY DELETED',
      'CONTACT DELETED|NOTE DELETED|TASK DELETED|CONTACT RESTORED|NOTE RESTORED|TASK RESTORED',
    ].flatMap((line) => line.split('|')),
  );
  for (const event of events) {
    expect(event).toMatchObject({
      source: expect.any(String),
      sourceName: expect.any(String),
      id: expect.any(String),
    });
    if (event.type === 'UPDATED') {
      // The object to which a record belongs is said with every change, though it is none.
      const { objectKey: _, ...after } = event.after ?? {};
      expect(Object.keys(after).toSorted()).toEqual([...(event.changedFields ?? [])].toSorted());
      expect(event.before).toBeDefined();
    }
  }
  const byWorkflow = events.filter(({ source }) => source === 'WORKFLOW_NEW');
  expect(byWorkflow.map(({ sourceName, after }) => [sourceName, after])).toEqual([
    ['New lead: welcome and tag', { tagsAdded: ['welcome'] }],
  ]);
});
