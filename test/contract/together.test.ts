import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { createAccount } from '../../src/account/client.js';
import type { Network } from '../../src/context.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openContract } from './contract.js';
import { apiUrl, ask, embeddedAccount, nowMs } from './embedded-account.js';
import { matchOperation } from './openapi.js';

const contract = openContract({ strict: true });
const sandbox = embeddedAccount();
const signal = new AbortController().signal;

/** The client and the embedded account without a socket between them, and every word of both judged. */
function connect(to: Sandbox): { readonly account: Account; readonly faults: string[] } {
  const faults: string[] = [];
  const network: Network = {
    async request({ method, url, headers }) {
      faults.push(...contract.requestFaults({ method, url, headers }));
      const target = url.slice(apiUrl.length);
      const answer = await ask(to, { method: method === 'POST' ? 'POST' : 'GET', target, headers });
      const operation = matchOperation(contract.operations, method, new URL(url).pathname);
      faults.push(...contract.answerFaults(operation?.id ?? target, answer));
      const { status, headers: given, text } = answer;
      return { status, headers: given, body: new TextEncoder().encode(text) };
    },
    async close() {},
  };
  const account = createAccount({
    network,
    clock: { nowMs: () => nowMs, sleep: async () => {} },
    random: () => 0.5,
    signal,
    apiUrl,
    locationId: to.locationId,
    token: to.tokens.adminToken,
    auth: 'bearer',
    maxWaitMs: 60_000,
  });
  return { account, faults };
}

describe('the client and the embedded account understand each other', () => {
  test('the client learns what the account can do', async () => {
    const { account, faults } = connect(sandbox());
    expect(await account.capabilities()).toEqual({
      announced: true,
      filters: ['userId', 'type', 'documentType', 'source', 'query'],
      maxPageSize: 100,
      retentionDays: 60,
      plan: expect.any(String),
      restore: true,
    });
    expect(faults).toEqual([]);
  });

  test('the client reads the whole log, each event once, by cursor', async () => {
    const { account, faults } = connect(sandbox());
    const ids: string[] = [];
    let cursorToken: string | undefined;
    for (let page = 1; page < 1000; page++) {
      const window = { startAtMs: nowMs - 61 * 86_400_000, endAtMs: nowMs };
      const cursor = cursorToken === undefined ? {} : { cursorToken };
      const found = await account.logPage({ ...window, page, pageSize: 100, ...cursor }, signal);
      expect(found.malformed).toEqual([]);
      ids.push(...found.events.map(({ id }) => id));
      cursorToken = found.cursorToken;
      if (!found.hasMore) break;
    }
    expect(faults).toEqual([]);
    expect(ids.length).toBe(sandbox().info().events);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a filter that is pushed gives what it names', async () => {
    const { account, faults } = connect(sandbox());
    const filters = { type: ['DELETED', 'RESTORED'], documentType: ['CONTACT', 'OPPORTUNITY'] };
    const query = { startAtMs: 0, endAtMs: nowMs, page: 1, pageSize: 100, filters };
    const { events } = await account.logPage(query, signal);
    expect(faults).toEqual([]);
    expect(events.length).toBeGreaterThan(0);
    for (const { type, module } of events) {
      expect(filters.type).toContain(type);
      expect(filters.documentType).toContain(module);
    }
  });

  test('names, pipelines with their opportunities, objects and calendars come as they are', async () => {
    const { account, faults } = connect(sandbox());
    const { users } = sandbox().info();
    expect((await account.users()).map(({ id, name, email }) => ({ id, name, email }))).toEqual(
      users.map(({ id, name, email }) => ({ id, name, email })),
    );
    const pipelines = await account.pipelines();
    const opportunities = await Promise.all(pipelines.map(({ id }) => account.opportunities(id)));
    const first = opportunities.flat()[0];
    expect(opportunities.flat().length).toBe(sandbox().info().records['opportunity']);
    expect(await account.opportunity(first?.id ?? '')).toEqual(first);
    expect(await account.opportunity('none')).toBeUndefined();
    expect((await account.calendars()).length).toBe(sandbox().info().records['calendar']);
    expect((await account.objects()).filter(({ standard }) => !standard).length).toBe(
      sandbox().info().records['object'],
    );
    expect((await account.location()).timeZone).toBe(sandbox().info().timeZone);
    expect(faults).toEqual([]);
  });
});
