import { expect, test } from 'vitest';
import type { BusinessRecord } from '../../src/sandbox/business.js';
import type { RestorePreview } from '../../src/sandbox/restore-preview.js';
import { deleteAppointment, deleteCalendar } from '../../src/sandbox/services/calendars.js';
import { deleteContact } from '../../src/sandbox/services/contacts.js';
import { deleteOpportunity } from '../../src/sandbox/services/opportunities.js';
import { createPipeline, deletePipeline } from '../../src/sandbox/services/pipelines.js';
import { type AskedReply, dayMs, type OpenAccount, openAccount, openingMs } from './account.js';
import { type Business, openBusiness } from './business.js';

interface Scene extends OpenAccount {
  readonly business: Business;
  preview(eventId: string): Promise<RestorePreview>;
  act(eventId: string, key?: string, body?: string): Promise<AskedReply>;
  /** Does something to the business so many milliseconds before now. */
  doBefore<T>(ms: number, work: (change: ReturnType<Business['change']>) => T): T;
}

async function openScene(options: Parameters<typeof openAccount>[0] = { days: 4 }): Promise<Scene> {
  const account = await openAccount(options);
  const business = openBusiness(account.folder);
  return {
    ...account,
    business,
    preview: async (eventId) => (await account.ask(`/audit/logs/${eventId}/restore`)).json as RestorePreview,
    act: (eventId, key = 'a-key-of-the-test-1', body = '') =>
      account.ask(`/audit/logs/${eventId}/restore`, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body,
      }),
    doBefore: (ms, work) => business.database.transaction(() => work(business.change(openingMs - ms))),
  };
}

const first = <K extends 'pipeline' | 'opportunity' | 'calendar' | 'appointment' | 'contact'>(
  { business }: Scene,
  kind: K,
  fits: (record: BusinessRecord<K>) => boolean = () => true,
): BusinessRecord<K> => {
  const record = business.change(openingMs).records.list(kind).find(fits);
  if (record === undefined) throw new Error(`there is no ${kind}`);
  return record;
};

const reasonOf = (answer: AskedReply) => {
  const { refusal } = answer.json as { refusal?: { reason: string } };
  return [answer.status, refusal?.reason];
};

test('a pipeline comes back as it was, without what had gone by itself or lost its contact', async () => {
  const scene = await openScene();
  const pipeline = first(scene, 'pipeline');
  const { records } = scene.business.change(openingMs);
  const [alone, orphan, ...others] = records.children('opportunity', pipeline.id);
  if (alone === undefined || orphan === undefined) throw new Error('too few opportunities');
  scene.doBefore(60_000, (change) => deleteOpportunity(change, alone));
  const { id: eventId } = scene.doBefore(30_000, (change) => deletePipeline(change, pipeline));
  scene.doBefore(10_000, (change) => deleteContact(change, records.get('contact', orphan.contactId ?? '')));
  const back = others.filter(({ contactId }) => contactId !== orphan.contactId);
  const preview = await scene.preview(eventId);
  expect(preview).toMatchObject({
    eventId,
    documentType: 'PIPELINE',
    recordId: pipeline.id,
    recordName: pipeline.name,
    restorable: true,
    refusal: null,
    restorableUntil: new Date(openingMs - 30_000 + 60 * dayMs).toISOString(),
  });
  expect(preview.restores.map(({ documentType, id }) => [documentType, id])).toEqual([
    ['PIPELINE', pipeline.id],
    ...pipeline.fields.stages.map(({ id }) => ['PIPELINE_STAGE', id]),
    ...back.map(({ id }) => ['OPPORTUNITY', id]),
  ]);
  const reasons = preview.skips.map(({ id, reason }) => [id, reason]);
  expect(reasons).toContainEqual([alone.id, 'deleted-earlier']);
  expect(reasons).toContainEqual([orphan.id, 'contact-deleted']);
  expect((await scene.act(eventId, undefined, JSON.stringify({ digest: preview.digest }))).status).toBe(202);
  expect(records.get('pipeline', pipeline.id)).toEqual(pipeline);
  expect(records.children('opportunity', pipeline.id)).toEqual(back);
  const restored = await scene.log('&type=RESTORED');
  expect(restored.map(({ documentType, id }) => [documentType, id]).toReversed()).toEqual([
    ['PIPELINE', pipeline.id],
    ...back.map(({ id }) => ['OPPORTUNITY', id]),
  ]);
  expect(restored.at(-1)).toMatchObject({
    source: 'WEB_USER',
    sourceName: 'Maria Alvarez',
    after: {
      deletionEventId: eventId,
      opportunitiesRestored: back.length,
      opportunitiesSkipped: preview.skips.length,
    },
  });
});

test('one restore happens once: the same key says what was done, another key is refused', async () => {
  const scene = await openScene();
  const { id: eventId } = scene.doBefore(1000, (change) => deletePipeline(change, first(scene, 'pipeline')));
  const done = await scene.act(eventId);
  const events = (await scene.log()).length;
  const again = await scene.act(eventId);
  expect([done.status, again.status, again.headers['idempotency-replayed']]).toEqual([202, 200, 'true']);
  expect(again.json).toEqual(done.json);
  expect(reasonOf(await scene.act(eventId, 'another-key-of-the-test'))).toEqual([409, 'already-restored']);
  expect(reasonOf(await scene.act(eventId, undefined, JSON.stringify({ digest: '0'.repeat(64) })))).toEqual([
    409,
    'key-reused',
  ]);
  expect((await scene.log()).length).toBe(events);
});

test('a pipeline that was restored and deleted again comes back by its last deletion only', async () => {
  const scene = await openScene();
  const pipeline = first(scene, 'pipeline');
  const { id: older } = scene.doBefore(5000, (change) => deletePipeline(change, pipeline));
  await scene.act(older);
  scene.setNow(openingMs + 2000);
  const { id: newer } = scene.doBefore(-1000, (change) => deletePipeline(change, pipeline));
  const restoredAt = new Date(openingMs).toISOString();
  expect((await scene.preview(older)).refusal).toMatchObject({ reason: 'already-restored', restoredAt });
  expect((await scene.preview(newer)).restorable).toBe(true);
});

test('a name that lives again is not taken over', async () => {
  const scene = await openScene();
  const pipeline = first(scene, 'pipeline');
  const { id: eventId } = scene.doBefore(2000, (change) => deletePipeline(change, pipeline));
  const holder = scene.doBefore(1000, (change) =>
    createPipeline(change, ` ${pipeline.name.toUpperCase()} `, ['Only stage']),
  );
  const answer = await scene.act(eventId);
  expect([answer.status, answer.json]).toEqual([
    409,
    {
      statusCode: 409,
      message: expect.stringContaining('Rename it first.'),
      error: 'Conflict',
      traceId: expect.any(String),
      refusal: {
        reason: 'name-taken',
        message: expect.stringContaining('Rename it first.'),
        takenBy: { id: holder.id, name: holder.name },
      },
    },
  ]);
});

test('an opportunity that fell with its pipeline comes back only with it', async () => {
  const scene = await openScene();
  const pipeline = first(scene, 'pipeline');
  const { id: container } = scene.doBefore(1000, (change) => deletePipeline(change, pipeline));
  const [fallen] = await scene.log('&type=DELETED&documentType=OPPORTUNITY');
  expect((await scene.preview(fallen?._id ?? '')).refusal).toMatchObject({
    reason: 'part-of-another',
    containerEventId: container,
  });
});

test('an opportunity comes back to its stage while its pipeline, its stage and its contact live', async () => {
  const scene = await openScene();
  const opportunity = first(scene, 'opportunity');
  scene.doBefore(5000, (change) => deleteOpportunity(change, opportunity));
  const [deletion] = await scene.log('&type=DELETED&documentType=OPPORTUNITY');
  const eventId = deletion?._id ?? '';
  expect((await scene.act(eventId)).status).toBe(202);
  const { records } = scene.business.change(openingMs);
  expect(records.get('opportunity', opportunity.id)).toEqual(opportunity);
  const { json } = await scene.ask(`/opportunities/${opportunity.id}`);
  expect(json).toMatchObject({ opportunity: { pipelineStageId: opportunity.fields.pipelineStageId } });
});

test('an opportunity whose contact is gone stays gone', async () => {
  const scene = await openScene();
  const opportunity = first(scene, 'opportunity');
  const contact = scene.business.change(openingMs).records.get('contact', opportunity.contactId ?? '');
  scene.doBefore(5000, (change) => deleteOpportunity(change, opportunity));
  scene.doBefore(4000, (change) => deleteContact(change, contact));
  const [deletion] = await scene.log('&type=DELETED&documentType=OPPORTUNITY');
  expect(reasonOf(await scene.act(deletion?._id ?? ''))).toEqual([409, 'contact-deleted']);
});

test('an opportunity whose pipeline fell later names what is missing', async () => {
  const scene = await openScene();
  const opportunity = first(scene, 'opportunity');
  const pipeline = first(scene, 'pipeline', ({ id }) => id === opportunity.parentId);
  scene.doBefore(5000, (change) => deleteOpportunity(change, opportunity));
  const [deletion] = await scene.log('&type=DELETED&documentType=OPPORTUNITY');
  scene.doBefore(4000, (change) => deletePipeline(change, pipeline));
  expect((await scene.preview(deletion?._id ?? '')).refusal).toMatchObject({
    reason: 'container-missing',
    container: { documentType: 'PIPELINE', id: pipeline.id, name: pipeline.name },
  });
});

test('a calendar brings back the appointments deleted within thirty minutes of it, to the millisecond', async () => {
  const scene = await openScene();
  const calendar = first(scene, 'calendar');
  const { records } = scene.business.change(openingMs);
  const [early, within, ...others] = records.children('appointment', calendar.id);
  if (early === undefined || within === undefined) throw new Error('too few appointments');
  const deletedBefore = 7_200_000;
  scene.doBefore(deletedBefore + 30 * 60_000 + 1, (change) => deleteAppointment(change, early));
  scene.doBefore(deletedBefore + 30 * 60_000, (change) => deleteAppointment(change, within));
  const { id: eventId } = scene.doBefore(deletedBefore, (change) => deleteCalendar(change, calendar));
  const { restores, skips } = await scene.preview(eventId);
  expect(restores.map(({ id }) => id).toSorted()).toEqual(
    [calendar.id, within.id, ...others.map(({ id }) => id)].toSorted(),
  );
  expect(skips.map(({ id, reason }) => [id, reason])).toEqual([[early.id, 'outside-window']]);
  expect((await scene.act(eventId)).status).toBe(202);
  expect(
    records
      .children('appointment', calendar.id)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([within.id, ...others.map(({ id }) => id)].toSorted());
});

test('after sixty days a deletion that the plan still keeps can no longer be undone', async () => {
  const scene = await openScene({ days: 4, plan: 'Scale' });
  const { id: eventId } = scene.doBefore(0, (change) => deletePipeline(change, first(scene, 'pipeline')));
  const expiredAt = new Date(openingMs + 60 * dayMs).toISOString();
  scene.setNow(openingMs + 60 * dayMs - 1);
  expect((await scene.preview(eventId)).restorable).toBe(true);
  scene.setNow(openingMs + 60 * dayMs);
  expect((await scene.preview(eventId)).refusal).toMatchObject({ reason: 'expired', expiredAt });
  expect(reasonOf(await scene.act(eventId))).toEqual([409, 'expired']);
});

test('what is no deletion, and what cannot be restored, says so', async () => {
  const scene = await openScene();
  const [creation] = await scene.log('&type=CREATED');
  scene.doBefore(1000, (change) => deleteContact(change, first(scene, 'contact')));
  const [deletion] = await scene.log('&type=DELETED&documentType=CONTACT');
  expect((await scene.preview(creation?._id ?? '')).refusal).toMatchObject({ reason: 'not-a-deletion' });
  expect((await scene.preview(deletion?._id ?? '')).refusal).toMatchObject({
    reason: 'not-restorable',
    restorableModules: ['PIPELINE', 'OPPORTUNITY', 'CALENDAR'],
  });
});

test('what changed since the look is not done', async () => {
  const scene = await openScene();
  const pipeline = first(scene, 'pipeline');
  const { records } = scene.business.change(openingMs);
  const contactId = records.children('opportunity', pipeline.id)[0]?.contactId ?? '';
  const { id: eventId } = scene.doBefore(5000, (change) => deletePipeline(change, pipeline));
  const { digest } = await scene.preview(eventId);
  scene.doBefore(1000, (change) => deleteContact(change, records.get('contact', contactId)));
  expect(reasonOf(await scene.act(eventId, undefined, JSON.stringify({ digest })))).toEqual([409, 'changed']);
  expect(records.find('pipeline', pipeline.id)).toBeUndefined();
});

test.each([
  ['userToken', 403, 'not-permitted'],
  ['integrationToken', 401, undefined],
] as const)('%s may not restore: %i', async (as, status, reason) => {
  const scene = await openScene();
  const { id } = scene.doBefore(1000, (change) => deletePipeline(change, first(scene, 'pipeline')));
  const answer = await scene.ask(`/audit/logs/${id}/restore`, {
    as,
    method: 'POST',
    headers: { 'idempotency-key': 'a-key-of-the-test-1' },
  });
  expect(reasonOf(answer)).toEqual([status, reason]);
});
