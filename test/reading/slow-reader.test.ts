import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readEvents } from '../../src/reading/read.js';
import { eventAt, FakeAccount } from './fake-account.js';

const window = { sinceMs: 1_000_000, untilMs: 100_000_000 };

test.each(['newest-first', 'oldest-first'] as const)(
  'someone who takes the events slowly, %s, loses none that came meanwhile',
  async (order) => {
    const events = Array.from({ length: 5_000 }, (_, index) =>
      eventAt(window.sinceMs + index * 17, `id-${String(index).padStart(7, '0')}`),
    );
    const account = new FakeAccount(events);
    const request = { window, order, matches: undefined, push: {}, filterNames: [], limit: undefined };
    const clock = { nowMs: () => window.untilMs, sleep: async () => {} };
    const reading = readEvents(account, request, { signal: new AbortController().signal, clock });
    const ids: string[] = [];
    for await (const batch of reading.batches()) {
      for (let turn = 0; turn < 20; turn += 1) await setImmediate();
      ids.push(...batch.map(({ id }) => id));
    }
    const expected = events.map(({ id }) => id);
    expect(ids).toEqual(order === 'oldest-first' ? expected : expected.reverse());
    expect(reading.coverage()).toMatchObject({ complete: true, count: 5_000 });
  },
);
