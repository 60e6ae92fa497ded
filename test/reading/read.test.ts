import { expect, test } from 'vitest';
import { eventAt, FakeAccount } from './fake-account.js';
import { outcomeOf, truthOf } from './truth.js';

const window = { sinceMs: 1_000_000, untilMs: 100_000_000 };

function spread(count: number, gapMs: number) {
  return Array.from({ length: count }, (_, index) =>
    eventAt(window.sinceMs + index * gapMs, `id-${String(index).padStart(7, '0')}`),
  );
}

for (const order of ['newest-first', 'oldest-first'] as const) {
  test(`someone who reads a busy account ${order} gets each event once, in order, and hears that this is all`, async () => {
    const events = spread(5_000, 17);
    const account = new FakeAccount(events);
    const { ids, coverage } = await outcomeOf(account, { window, order });
    expect(ids).toEqual(truthOf(events, { window, order }));
    expect(coverage).toMatchObject({ complete: true, count: 5_000, reasons: [] });
    expect(account.asked.length).toBeLessThanOrEqual(60);
  });
}
