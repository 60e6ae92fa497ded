import { describe, expect, test } from 'vitest';
import { openContract } from './contract.js';
import { apiUrl, ask, embeddedAccount, nowMs, type Question, screenHeaders } from './embedded-account.js';
import { matchOperation } from './openapi.js';

const contract = openContract({ strict: true });
const account = embeddedAccount();
const limited = embeddedAccount({ max: 2, intervalMs: 10_000, daily: 200_000 });

interface WireEvent {
  readonly _id: string;
  readonly createdAt: string;
  readonly type: string;
  readonly documentType: string;
  readonly id?: string;
}

interface Page {
  readonly logs: readonly WireEvent[];
  readonly mongoLogs?: readonly WireEvent[];
  readonly pagination: { readonly hasMore: boolean; readonly cursorToken?: string };
}

type Who = 'adminToken' | 'userToken' | 'agencyToken' | 'integrationToken';

/** Asks as the service's own screen does. */
function asScreen(question: Question, who: Who = 'adminToken', style: 'bearer' | 'token-id' = 'bearer') {
  const token = account().tokens[who];
  const credentials = style === 'bearer' ? { authorization: `Bearer ${token}` } : { 'token-id': token };
  return judged({ ...question, headers: { ...screenHeaders, ...credentials, ...question.headers } });
}

/** Asks a published route. */
function asClient(target: string, version = '2021-07-28', who: Who = 'adminToken') {
  return judged({ target, headers: { version, authorization: `Bearer ${account().tokens[who]}` } });
}

/** The answer, and what the contract has against it. */
async function judged(question: Question, sandbox = account()) {
  const answer = await ask(sandbox, question);
  const operation = matchOperation(
    contract.operations,
    question.method ?? 'GET',
    new URL(apiUrl + question.target).pathname,
  );
  if (operation === undefined) throw new Error(`${question.target} is in no route`);
  const body: unknown = JSON.parse(answer.text);
  return { ...answer, body, faults: contract.answerFaults(operation.id, answer) };
}

function search(parameters: Readonly<Record<string, string>> = {}): Question {
  const query = new URLSearchParams({
    locationId: account().locationId,
    page: '1',
    pageSize: '100',
    ...parameters,
  });
  return { target: `/audit/search/v2?${query}` };
}

/** Far more than the embedded account's first days fill. */
const mostPages = 200;

async function wholeLog(
  more: Readonly<Record<string, string>>,
  next: (page: Page, number: number) => Record<string, string>,
) {
  const events: WireEvent[] = [];
  const faults: string[] = [];
  let way: Readonly<Record<string, string>> = {};
  for (let number = 1; number <= mostPages; number++) {
    const answer = await asScreen(search({ ...more, ...way }));
    const page = answer.body as Page;
    faults.push(...answer.faults);
    events.push(...page.logs, ...(page.mongoLogs ?? []));
    if (!page.pagination.hasMore || answer.status !== 200) return { events, faults };
    way = next(page, number);
  }
  throw new Error(`the log goes on after ${mostPages} pages`);
}

describe('the log of the embedded account is what the contract says', () => {
  test('on every page, by number and by cursor, and both ways give the same events once', async () => {
    const byNumber = await wholeLog({}, (_page, number) => ({ page: String(number + 1) }));
    const byCursor = await wholeLog({}, ({ pagination }) => ({
      cursorToken: pagination.cursorToken ?? '',
    }));
    expect([byNumber.faults, byCursor.faults]).toEqual([[], []]);
    const ids = byNumber.events.map(({ _id }) => _id).sort();
    expect(ids.length).toBeGreaterThan(1000);
    expect(new Set(ids).size).toBe(ids.length);
    expect(byCursor.events.map(({ _id }) => _id).sort()).toEqual(ids);
  });

  test.each(['bearer', 'token-id'] as const)('for a token as %s', async (style) => {
    const answer = await asScreen(search(), 'adminToken', style);
    expect([answer.status, answer.faults]).toEqual([200, []]);
  });

  test('within a window, of which both ends are part', async () => {
    const { body } = await asScreen(search({ pageSize: '20' }));
    const some = (body as Page).logs[5]?.createdAt ?? '';
    const { events, faults } = await wholeLog({ startAt: some, endAt: some }, (_page, number) => ({
      page: String(number + 1),
    }));
    expect(faults).toEqual([]);
    expect(events.length).toBeGreaterThan(0);
    expect(new Set(events.map(({ createdAt }) => createdAt))).toEqual(new Set([some]));
  });

  test('for one record, with refresh, and with every filter that the capabilities name', async () => {
    const { body } = await asScreen(search());
    const sample = (body as Page).logs.find(({ id }) => id !== undefined);
    const record = await asScreen(search({ id: sample?.id ?? '', refresh: 'true' }));
    expect(record.faults).toEqual([]);
    expect(new Set((record.body as Page).logs.map(({ id }) => id))).toEqual(new Set([sample?.id]));
    const { body: capabilities } = await asScreen({ target: '/audit/capabilities' });
    const { filters } = capabilities as { filters: readonly string[] };
    const values: Readonly<Record<string, string>> = {
      type: 'DELETED',
      documentType: 'CONTACT',
      source: 'WEB_USER',
    };
    for (const filter of filters) {
      const answer = await asScreen(search({ [filter]: values[filter] ?? 'x' }));
      expect([filter, answer.status, answer.faults]).toEqual([filter, 200, []]);
    }
  });

  test('takes a repeated filter as any of its values', async () => {
    const { target } = search({ type: 'DELETED' });
    const answer = await asScreen({ target: `${target}&type=CREATED` });
    const { logs, mongoLogs = [] } = answer.body as Page;
    expect(answer.faults).toEqual([]);
    expect(new Set([...logs, ...mongoLogs].map(({ type }) => type))).toEqual(new Set(['DELETED', 'CREATED']));
  });
});

describe('every other route of the embedded account is what the contract says', () => {
  const found = async (target: string, version?: string) => {
    const answer = await asClient(target, version);
    return [answer.status, answer.faults];
  };

  test('the capabilities, with and without naming the account', async () => {
    for (const query of ['', `?locationId=${account().locationId}`]) {
      const answer = await asScreen({ target: `/audit/capabilities${query}` });
      expect([query, answer.status, answer.faults]).toEqual([query, 200, []]);
    }
  });

  test('the account, its users, pipelines, objects and calendars', async () => {
    const { locationId } = account();
    const { body } = await asClient(`/locations/${locationId}`);
    const { companyId } = (body as { location: { companyId: string } }).location;
    expect(await found(`/locations/${locationId}`)).toEqual([200, []]);
    expect(await found(`/users/search?companyId=${companyId}&locationId=${locationId}&limit=100`)).toEqual([
      200,
      [],
    ]);
    expect(await found(`/users/?locationId=${locationId}`)).toEqual([200, []]);
    expect(await found(`/opportunities/pipelines?locationId=${locationId}`)).toEqual([200, []]);
    expect(await found(`/objects/?locationId=${locationId}`)).toEqual([200, []]);
    expect(await found(`/calendars/?locationId=${locationId}`, '2021-04-15')).toEqual([200, []]);
  });

  test('its opportunities, page by page to the end, and one by one', async () => {
    const base = `/opportunities/search?location_id=${account().locationId}&limit=20`;
    const ids = new Set<string>();
    let way = '';
    for (;;) {
      const answer = await asClient(base + way);
      expect(answer.faults).toEqual([]);
      const { opportunities, meta } = answer.body as {
        opportunities: { id: string }[];
        meta: { total: number; startAfter?: number; startAfterId?: string; nextPage?: number | null };
      };
      const known = ids.size;
      for (const { id } of opportunities) ids.add(id);
      if (typeof meta.nextPage !== 'number') {
        expect(ids.size).toBe(meta.total);
        break;
      }
      expect(ids.size).toBeGreaterThan(known);
      way = `&startAfter=${meta.startAfter}&startAfterId=${meta.startAfterId}`;
    }
    expect(await found(`/opportunities/${[...ids][0]}`)).toEqual([200, []]);
  });

  test('a private integration token is right for the published routes', async () => {
    const answer = await asClient(
      `/users/?locationId=${account().locationId}`,
      '2021-07-28',
      'integrationToken',
    );
    expect([answer.status, answer.faults]).toEqual([200, []]);
  });
});

describe('what the embedded account refuses, it refuses as the contract says', () => {
  const admin = () => ({ ...screenHeaders, authorization: `Bearer ${account().tokens.adminToken}` });
  const { version: _version, ...unversioned } = screenHeaders;

  test.each<[string, () => Question, number, string | string[]]>([
    [
      'no version',
      () => ({
        ...search(),
        headers: { ...unversioned, authorization: `Bearer ${account().tokens.adminToken}` },
      }),
      401,
      'version header was not found',
    ],
    [
      'no token',
      () => ({ ...search(), headers: screenHeaders }),
      401,
      'Invalid token: access token is invalid',
    ],
    [
      'a token of nobody',
      () => ({ ...search(), headers: { ...screenHeaders, 'token-id': 'nobody' } }),
      401,
      'Invalid token: access token is invalid',
    ],
    [
      'a private integration token at the log',
      () => ({
        ...search(),
        headers: { ...screenHeaders, authorization: `Bearer ${account().tokens.integrationToken}` },
      }),
      401,
      'The token is not authorized for this scope.',
    ],
    [
      'a user who is no administrator',
      () => ({
        ...search(),
        headers: { ...screenHeaders, authorization: `Bearer ${account().tokens.userToken}` },
      }),
      401,
      'The token is not authorized for this scope.',
    ],
    [
      'another account',
      () => ({ ...search({ locationId: 'elsewhere' }), headers: admin() }),
      403,
      'The token does not have access to this location.',
    ],
    [
      'parameters that nobody knows',
      () => ({ ...search({ users: 'x', sort: 'asc' }), headers: admin() }),
      422,
      ['property users should not exist', 'property sort should not exist'],
    ],
    [
      'a page that is too large',
      () => ({ ...search({ pageSize: '101' }), headers: admin() }),
      422,
      ['pageSize must not be greater than 100'],
    ],
    [
      'an event that is not there',
      () => restoreOf('66f0c0ffee0000000000ffff', admin()),
      404,
      'Audit log not found',
    ],
    [
      'an opportunity that is not there',
      () => ({ target: '/opportunities/none', headers: admin() }),
      404,
      expect.any(String) as unknown as string,
    ],
    [
      'a published route of another account',
      () => ({ target: '/locations/elsewhere', headers: admin() }),
      403,
      'The token does not have access to this location.',
    ],
  ])('%s', async (_name, question, status, message) => {
    const answer = await judged(question());
    expect(answer.faults).toEqual([]);
    expect([answer.status, (answer.body as { message: unknown }).message]).toEqual([status, message]);
  });

  test('too many requests', async () => {
    const question = () => ({
      target: '/audit/capabilities',
      headers: { ...screenHeaders, authorization: `Bearer ${limited().tokens.adminToken}` },
    });
    await judged(question(), limited());
    const last = await judged(question(), limited());
    const refused = await judged(question(), limited());
    expect([last.status, refused.status, last.faults, refused.faults]).toEqual([200, 429, [], []]);
    expect(refused.headers).toMatchObject({
      'x-ratelimit-max': '2',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-interval-milliseconds': '10000',
    });
  });

  test('a route that is none', async () => {
    const answer = await ask(account(), { target: '/audit/search/v3', headers: admin() });
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toMatchObject({ statusCode: 404, message: expect.any(String) });
  });
});

function restoreOf(eventId: string, headers: Readonly<Record<string, string>> = {}): Question {
  return { target: `/audit/logs/${eventId}/restore`, headers };
}

describe('the restore of a pipeline, from the first look to the last', () => {
  const key = 'contract-test-0123456789';
  const state = { eventId: '', preview: {} as Preview };

  interface Item {
    readonly documentType: string;
    readonly id: string;
    readonly name: string | null;
    readonly record: Readonly<Record<string, unknown>>;
  }
  interface Preview {
    readonly restorable: boolean;
    readonly refusal: { readonly reason: string } | null;
    readonly restores: readonly Item[];
    readonly digest: string;
    readonly recordId: string;
    readonly recordName: string;
  }

  async function deletionOf(documentType: string): Promise<string> {
    const { body } = await asScreen(search({ type: 'DELETED', documentType }));
    const { logs, mongoLogs = [] } = body as Page;
    const deletion = [...logs, ...mongoLogs][0];
    if (deletion === undefined) throw new Error(`no ${documentType} has been deleted`);
    return deletion._id;
  }

  const act = (eventId: string, idempotencyKey: string | undefined, body?: string, who?: Who) =>
    asScreen(
      {
        method: 'POST',
        target: `/audit/logs/${eventId}/restore`,
        headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
        ...(body === undefined ? {} : { body }),
      },
      who,
    );
  const reason = (body: unknown) => (body as { refusal?: { reason: string } }).refusal?.reason;

  test('looking says what comes back, and changes nothing', async () => {
    state.eventId = await deletionOf('PIPELINE');
    const first = await asScreen(restoreOf(state.eventId));
    const second = await asScreen(restoreOf(state.eventId));
    expect([first.status, first.faults]).toEqual([200, []]);
    expect(second.body).toEqual(first.body);
    state.preview = first.body as Preview;
    expect([state.preview.restorable, state.preview.refusal]).toEqual([true, null]);
    const kinds = state.preview.restores.map(({ documentType }) => documentType);
    expect(kinds[0]).toBe('PIPELINE');
    expect(new Set(kinds)).toEqual(new Set(['PIPELINE', 'PIPELINE_STAGE', 'OPPORTUNITY']));
  });

  test('nothing is done without a key, with a bad one, with a bad body, or for somebody else', async () => {
    const { eventId } = state;
    const answers = [
      await act(eventId, undefined),
      await act(eventId, 'short'),
      await act(eventId, key, '{"digest":"x"}'),
      await act(eventId, key, '{"force":true}'),
      await act(eventId, key, undefined, 'userToken'),
      await act(eventId, key, undefined, 'integrationToken'),
      await act(eventId, key, JSON.stringify({ digest: '0'.repeat(64) })),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 422, 422, 403, 401, 409]);
    expect(answers.flatMap(({ faults }) => faults)).toEqual([]);
    expect(answers.map(({ body }) => reason(body)).filter(Boolean)).toEqual(['not-permitted', 'changed']);
    const { body } = await asScreen(restoreOf(eventId));
    expect(body).toEqual(state.preview);
    const looked = await asScreen(restoreOf(`${eventId}`));
    expect(looked.status).toBe(200);
    const unknown = await asScreen({ target: `/audit/logs/${eventId}/restore/${key}` });
    expect([unknown.status, unknown.faults]).toEqual([404, []]);
  });

  test('it is done once, however often it is asked for, and can be looked up', async () => {
    const body = JSON.stringify({ digest: state.preview.digest });
    const first = await act(state.eventId, key, body);
    expect([first.status, first.faults]).toEqual([202, []]);
    const again = await act(state.eventId, key, body);
    expect([again.status, again.faults, again.headers['idempotency-replayed']]).toEqual([200, [], 'true']);
    const looked = await asScreen({ target: `/audit/logs/${state.eventId}/restore/${key}` });
    expect([looked.status, looked.faults]).toEqual([200, []]);
    expect(looked.body).toEqual(again.body);
    expect(looked.body).toMatchObject({
      idempotencyKey: key,
      eventId: state.eventId,
      state: 'done',
      finishedAt: new Date(nowMs).toISOString(),
      result: { restored: state.preview.restores },
      failure: null,
    });
  });

  test('what came back is what was promised, field by field, on the published routes', async () => {
    const { locationId } = account();
    const { body } = await asClient(`/opportunities/pipelines?locationId=${locationId}`);
    const { pipelines } = body as {
      pipelines: { id: string; name: string; stages: { id: string; name: string; position: number }[] }[];
    };
    const pipeline = pipelines.find(({ id }) => id === state.preview.recordId);
    expect(pipeline?.name).toBe(state.preview.recordName);
    const of = (kind: string) => state.preview.restores.filter(({ documentType }) => documentType === kind);
    expect(pipeline?.stages.map(({ id, name, position }) => ({ id, name, position }))).toEqual(
      of('PIPELINE_STAGE').map(({ id, name, record }) => ({ id, name, position: record['position'] })),
    );
    for (const { id, record } of of('OPPORTUNITY')) {
      const { body: found } = await asClient(`/opportunities/${id}`);
      expect((found as { opportunity: unknown }).opportunity).toMatchObject(record);
    }
  });

  test('the log tells of it once', async () => {
    const { body } = await asScreen({ target: `/audit/logs/${state.eventId}/restore/${key}` });
    const { restoreEventId } = (body as { result: { restoreEventId: string } }).result;
    const { body: page } = await asScreen(search({ type: 'RESTORED', id: state.preview.recordId }));
    expect((page as Page).logs.map(({ _id }) => _id)).toEqual([restoreEventId]);
  });

  test('it is refused a second time, under another key or with the key for something else', async () => {
    const contact = await deletionOf('CONTACT');
    const answers = [
      await act(state.eventId, 'another-key-0123456789'),
      await act(contact, key),
      await act(contact, 'a-third-key-0123456789'),
    ];
    expect(answers.flatMap(({ faults }) => faults)).toEqual([]);
    expect(answers.map(({ status, body }) => [status, reason(body)])).toEqual([
      [409, 'already-restored'],
      [409, 'key-reused'],
      [409, 'not-restorable'],
    ]);
    const { body } = await asScreen(restoreOf(state.eventId));
    expect((body as Preview).refusal?.reason).toBe('already-restored');
  });

  test('every kind of event can be looked at: each answer says whether and why not', async () => {
    const { events } = await wholeLog({}, (_page, number) => ({ page: String(number + 1) }));
    const kinds = new Map(events.map((event) => [`${event.documentType} ${event.type}`, event._id]));
    const seen = new Set<string>();
    for (const [kind, eventId] of kinds) {
      const { status, faults, body } = await asScreen(restoreOf(eventId));
      expect([kind, status, faults]).toEqual([kind, 200, []]);
      seen.add((body as Preview).refusal?.reason ?? 'restorable');
    }
    expect(kinds.size).toBeGreaterThan(15);
    expect([...seen]).toEqual(expect.arrayContaining(['not-a-deletion', 'not-restorable']));
  });
});
