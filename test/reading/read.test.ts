import { expect, test } from 'vitest';
import type { LogPage } from '../../src/account/account.js';
import type { Window } from '../../src/audit/coverage.js';
import type { AuditEvent } from '../../src/audit/event.js';
import { AccessError, InterruptedError, UnreachableError } from '../../src/errors.js';
import { readEvents } from '../../src/reading/read.js';
import { eventAt, FakeAccount, randomFrom } from './fake-account.js';
import { clock, outcomeOf, truthOf } from './truth.js';

const window: Window = { sinceMs: 1_000_000, untilMs: 100_000_000 };

function spread(count: number, gapMs: number, type?: string): AuditEvent[] {
  return Array.from({ length: count }, (_, index) =>
    eventAt(window.sinceMs + index * gapMs, `${type ?? 'id'}-${String(index).padStart(7, '0')}`, type),
  );
}

function request(account: FakeAccount, limit?: number) {
  const controller = new AbortController();
  const reading = readEvents(
    account,
    { window, order: 'newest-first', matches: undefined, push: {}, filterNames: [], limit },
    { signal: controller.signal, clock },
  );
  return { reading, controller };
}

for (const order of ['newest-first', 'oldest-first'] as const) {
  for (const parallelism of [1, 4, 16]) {
    test(`someone who reads a busy account ${order}, ${parallelism} at once, gets all of it for hardly more requests than pages`, async () => {
      const events = spread(20_000, 4_900);
      const account = new FakeAccount(events, { parallelism });
      const { ids, coverage } = await outcomeOf(account, { window, order });
      expect(ids).toEqual(truthOf(events, { window, order }));
      expect(coverage).toMatchObject({
        complete: true,
        count: 20_000,
        reasons: [],
        covered: [window],
        duplicates: expect.any(Number),
      });
      expect(account.asked.length / 200).toBeLessThanOrEqual(parallelism === 16 ? 1.2 : 1.1);
    });
  }
}

test('someone who lists the newest fifty of a large account waits for three requests', async () => {
  const events = spread(5_000, 100);
  const account = new FakeAccount(events, { parallelism: 16 });
  const { ids, coverage } = await outcomeOf(account, { window, limit: 50 });
  expect(ids).toEqual(truthOf(events, { window, limit: 50 }));
  expect(coverage).toMatchObject({ complete: true, count: 50, limit: { count: 50, moreMatch: true } });
  expect(account.asked.length).toBeLessThanOrEqual(3);
});

for (const order of ['newest-first', 'oldest-first'] as const) {
  test(`someone who lists fifty of a filter that matches one in two hundred, ${order}, reads no more than a fifth beyond them`, async () => {
    const events = spread(40_000, 2_000);
    const matches = ({ id }: AuditEvent) => Number(id.slice(3)) % 200 === 99;
    for (const parallelism of [1, 4, 16]) {
      const account = new FakeAccount(events, { parallelism });
      const { ids, coverage } = await outcomeOf(account, { window, order, limit: 50, matches });
      expect(ids).toEqual(truthOf(events, { window, order, limit: 50, matches }));
      expect(coverage).toMatchObject({ complete: true, limit: { count: 50 } });
      const pagesThatMustBeSeen = (50 * 200) / 100;
      expect(account.asked.length / pagesThatMustBeSeen).toBeLessThanOrEqual(1.2);
    }
  });
}

test('a limit that is reached ends the reading: for one match more, nobody reads the rest of the log', async () => {
  const events = spread(40_000, 2_000);
  const matches = ({ id }: AuditEvent) => Number(id.slice(3)) >= 39_900 && Number(id.slice(3)) % 10 === 0;
  const account = new FakeAccount(events, { parallelism: 4 });
  const { ids, coverage } = await outcomeOf(account, { window, limit: 10, matches });
  expect(ids).toHaveLength(10);
  expect(coverage).toMatchObject({ complete: true, limit: { count: 10, moreMatch: undefined } });
  expect(account.asked.length).toBeLessThanOrEqual(8);
});

test('a limit that the window does not reach is no limit: all of it was read, and nothing more matches', async () => {
  const events = spread(30, 1_000);
  const { coverage } = await outcomeOf(new FakeAccount(events), { window, limit: 50 });
  expect(coverage).toMatchObject({ complete: true, count: 30, limit: undefined });
});

test('a window in which nothing happened is empty and complete', async () => {
  const { ids, coverage } = await outcomeOf(new FakeAccount([]), { window });
  expect(ids).toEqual([]);
  expect(coverage).toMatchObject({ complete: true, count: 0, reasons: [], covered: [window] });
});

test('a window without length asks the account for nothing', async () => {
  const account = new FakeAccount(spread(10, 1));
  const empty = { sinceMs: window.sinceMs, untilMs: window.sinceMs };
  const { coverage } = await outcomeOf(account, { window: empty });
  expect(coverage).toMatchObject({ complete: true, count: 0, covered: [] });
  expect(account.asked).toEqual([]);
});

test('both ends of the window are kept: what happened at its beginning is in, what happened at its end is not', async () => {
  const edges = [window.sinceMs - 1, window.sinceMs, window.untilMs - 1, window.untilMs];
  const events = edges.map((at, index) => eventAt(at, `edge-${index}`));
  for (const manners of [
    {},
    { startIsOpen: true },
    { endIsOpen: true },
    { startIsOpen: true, endIsOpen: true },
  ]) {
    const { ids } = await outcomeOf(new FakeAccount(events, manners), { window });
    expect(ids).toEqual(['edge-2', 'edge-1']);
  }
});

for (const ties of ['stable', 'unstable'] as const) {
  test(`an import of 2,000 events in one millisecond is read whole, with ${ties} ties`, async () => {
    const crowd = Array.from({ length: 2_000 }, (_, index) => eventAt(5_000_000, `crowd-${index}`));
    const events = [...spread(500, 17_000), ...crowd];
    const { ids, coverage } = await outcomeOf(new FakeAccount(events, { ties }), { window });
    expect(ids).toEqual(truthOf(events, { window }));
    expect(coverage.complete).toBe(true);
  });
}

test('20,000 events in one second are read whole, oldest first', async () => {
  const events = Array.from({ length: 20_000 }, (_, index) =>
    eventAt(5_000_000 + (index % 1_000), `e-${index}`),
  );
  const account = new FakeAccount(events, { parallelism: 8 });
  const { ids, coverage } = await outcomeOf(account, { window, order: 'oldest-first' });
  expect(ids).toEqual(truthOf(events, { window, order: 'oldest-first' }));
  expect(coverage.complete).toBe(true);
  // Each page repeats the twenty events of the last instant of the one before.
  expect(account.asked.length / 200).toBeLessThanOrEqual(1.6);
});

test('a crowded instant whose pages can only be turned by cursor is turned by cursor', async () => {
  const crowd = Array.from({ length: 450 }, (_, index) => eventAt(5_000_000, `crowd-${index}`));
  const { ids, coverage } = await outcomeOf(new FakeAccount(crowd, { cursor: 'needed' }), { window });
  expect(ids).toEqual(truthOf(crowd, { window }));
  expect(coverage.complete).toBe(true);
});

test('an account that refuses large pages is asked for smaller ones, and remembered', async () => {
  const events = spread(400, 1_000);
  const account = new FakeAccount(events, { maxPageSize: 50, tooLarge: 'refused', parallelism: 1 });
  const { ids } = await outcomeOf(account, { window });
  expect(ids).toEqual(truthOf(events, { window }));
  expect(account.asked.filter(({ pageSize }) => pageSize === 100)).toHaveLength(1);
});

test('a stretch that cannot be read costs itself alone, and the coverage names it', async () => {
  const events = spread(3_000, 30_000);
  const poison = { low: 40_000_000, high: 40_000_500 };
  const { ids, coverage, failure } = await outcomeOf(new FakeAccount(events, { poison }), { window });
  const [reason] = coverage.reasons;
  if (reason?.kind !== 'unreadable-span') throw new Error('no unreadable span');
  expect(coverage).toMatchObject({ complete: false, reasons: [{ kind: 'unreadable-span' }] });
  expect(reason.window.sinceMs).toBeLessThanOrEqual(poison.low);
  expect(reason.window.untilMs).toBeGreaterThan(poison.high);
  const isThere = ({ instantMs }: AuditEvent) =>
    instantMs < reason.window.sinceMs || instantMs >= reason.window.untilMs;
  expect(ids).toEqual(expect.arrayContaining(truthOf(events.filter(isThere), { window })));
  expect(3_000 - ids.length).toBeLessThan(100);
  expect(failure).toBeUndefined();
});

test('an account out of reach is an error, not an empty log', async () => {
  const account = new FakeAccount(spread(10, 1));
  account.beforeAnswer = () => {
    throw new UnreachableError('unreachable', 'Nobody answers.');
  };
  const { ids, coverage, failure } = await outcomeOf(account, { window });
  expect(ids).toEqual([]);
  expect(failure).toBeInstanceOf(UnreachableError);
  expect(coverage).toMatchObject({
    complete: false,
    reasons: [{ kind: 'stopped', window, message: 'Nobody answers.' }],
    covered: [],
  });
});

for (const order of ['newest-first', 'oldest-first'] as const) {
  test(`a token that expires in the middle keeps what was read, ${order}, and names what was not`, async () => {
    const events = spread(10_000, 9_000);
    const account = new FakeAccount(events, { parallelism: 3 });
    account.beforeAnswer = (number) => {
      if (number > 60) throw new AccessError('token-expired', 'The token has expired.');
    };
    const { ids, coverage, failure } = await outcomeOf(account, { window, order });
    expect(failure).toBeInstanceOf(AccessError);
    expect(ids.length).toBeGreaterThan(500);
    expect(ids).toEqual(truthOf(events, { window, order, limit: ids.length }));
    const [reason] = coverage.reasons;
    if (reason?.kind !== 'stopped') throw new Error('not stopped');
    expect(truthOf(events, { window: reason.window, order })).toEqual(
      truthOf(events, { window, order }).slice(ids.length),
    );
    expect(coverage).toMatchObject({ complete: false, count: ids.length });
  });
}

for (const order of ['newest-first', 'oldest-first'] as const) {
  test(`wherever an account stops answering for good, ${order}, no event is told twice, and what is missing is said`, async () => {
    const random = randomFrom(7);
    const events = Array.from({ length: 120 }, (_, index) =>
      eventAt(Math.floor(window.sinceMs + random() ** 3 * 98_000_000), `id-${index}`),
    );
    for (let last = 8; last < 90; last++) {
      const account = new FakeAccount(events, { maxPageSize: 2, parallelism: 12 });
      account.beforeAnswer = (number) => {
        if (number > last) throw new UnreachableError('unreachable', 'Enough for today.');
      };
      const { ids, coverage } = await outcomeOf(account, { window, order });
      expect(new Set(ids).size).toBe(ids.length);
      expect(coverage.complete).toBe(ids.length === events.length);
    }
  });
}

test('Ctrl-C ends the reading with what was delivered, and says where it stopped', async () => {
  const account = new FakeAccount(spread(10_000, 9_000));
  const { reading, controller } = request(account);
  let count = 0;
  for await (const batch of reading.batches()) {
    count += batch.length;
    if (count > 1_000) controller.abort(new InterruptedError('interrupted', 'Interrupted.'));
  }
  expect(reading.failure()).toBeInstanceOf(InterruptedError);
  expect(reading.coverage()).toMatchObject({ complete: false, count, reasons: [{ kind: 'stopped' }] });
});

test('whoever stops reading stops the requests', async () => {
  const account = new FakeAccount(spread(10_000, 9_000));
  for await (const _ of request(account).reading.batches()) break;
  const asked = account.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(account.asked.length).toBe(asked);
});

test('a slow reader loses nothing, and not more than a bounded stretch is read ahead of it', async () => {
  const events = spread(60_000, 1_500);
  const account = new FakeAccount(events, { parallelism: 8 });
  const ids: string[] = [];
  let furthest = 0;
  for await (const batch of request(account).reading.batches()) {
    for (const { id } of batch) ids.push(id);
    for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve));
    furthest = Math.max(furthest, account.asked.length * 100 - ids.length);
  }
  expect(ids).toEqual(truthOf(events, { window }));
  expect(furthest).toBeLessThan(35_000);
});

test('events without a usable id or time are counted and kept, and the answer is not called complete', async () => {
  const account = new FakeAccount(spread(250, 1_000));
  const told = account.logPage.bind(account);
  account.logPage = async (query, signal): Promise<LogPage> => {
    const page = await told(query, signal);
    const isThere = page.events.some(({ id }) => id === 'id-0000010');
    return isThere ? { ...page, malformed: [{ problem: 'no id', rawText: '{"_id":7}' }] } : page;
  };
  const { ids, coverage } = await outcomeOf(account, { window });
  expect(ids).toHaveLength(250);
  expect(coverage).toMatchObject({
    complete: false,
    reasons: [{ kind: 'malformed-events', count: 1 }],
    malformed: [{ problem: 'no id', rawText: '{"_id":7}' }],
  });
});

test('an event that is told twice with different content is kept as first told, and named', async () => {
  const account = new FakeAccount(spread(150, 1_000), { parallelism: 1 });
  const told = account.logPage.bind(account);
  account.logPage = async (query, signal) => {
    const page = await told(query, signal);
    const again = page.events.slice(0, 1).map((event) => ({ ...event, rawText: '{"other":true}' }));
    return { ...page, events: [...page.events, ...again] };
  };
  const { ids, coverage } = await outcomeOf(account, { window });
  expect(new Set(ids).size).toBe(150);
  expect(ids).toHaveLength(150);
  expect(coverage.conflictingIds).toContain('id-0000149');
  expect(coverage.duplicates).toBeGreaterThan(0);
});

test('an account that says for ever that there is more, and gives nothing, ends as unreadable', async () => {
  const account = new FakeAccount([], { hasMore: 'always-true' });
  const { coverage } = await outcomeOf(account, { window });
  expect(coverage).toMatchObject({ complete: false, reasons: [{ kind: 'unreadable-span', window }] });
  expect(account.asked.length).toBeLessThan(60);
});

test('the youngest minutes are called unsettled, for events may still arrive there', async () => {
  const account = new FakeAccount(spread(10, 1_000));
  account.nowAt = window.untilMs + 1_000;
  const { coverage } = await outcomeOf(account, { window });
  expect(coverage.unsettledSinceMs).toBe(account.nowAt - 5 * 60_000);
  account.nowAt = window.untilMs + 3_600_000;
  expect((await outcomeOf(account, { window })).coverage.unsettledSinceMs).toBeUndefined();
});

test('a window that begins behind the announced floor is incomplete by what was lost there', async () => {
  const dayMs = 86_400_000;
  const account = new FakeAccount([], { retentionDays: 1 });
  account.nowAt = window.untilMs;
  const { coverage } = await outcomeOf(account, { window });
  const floorMs = account.nowAt + 5_000 - dayMs;
  expect(coverage).toMatchObject({
    complete: false,
    floor: { ms: floorMs, origin: 'announced' },
    reasons: [{ kind: 'behind-floor', window: { sinceMs: window.sinceMs, untilMs: floorMs } }],
  });
});

test('filters are sent only where the account takes them, and applied here always', async () => {
  const events = [...spread(100, 1_000, 'UPDATED'), ...spread(100, 1_000, 'DELETED')];
  const account = new FakeAccount(events, { filters: ['type'] });
  const { ids, coverage } = await outcomeOf(account, {
    window,
    matches: ({ type }) => type === 'DELETED',
    push: { type: ['DELETED'], userId: ['maria'] },
    filterNames: ['type', 'user'],
  });
  expect(ids).toHaveLength(100);
  expect(coverage.filters).toEqual({ pushed: ['type'], local: ['user'] });
  expect(account.asked.map(({ filters }) => filters)).toEqual(
    account.asked.map(() => ({ type: ['DELETED'] })),
  );
});

test('progress goes from nothing to all of the window', async () => {
  const { reading } = request(new FakeAccount(spread(3_000, 33_000)));
  const parts: number[] = [reading.progress().part];
  for await (const _ of reading.batches()) parts.push(reading.progress().part);
  parts.push(reading.progress().part);
  expect(parts.at(0)).toBe(0);
  expect(parts.at(-1)).toBe(1);
  expect(parts).toEqual(parts.toSorted((a, b) => a - b));
});
