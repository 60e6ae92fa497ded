import { expect, test } from 'vitest';
import { createAccount } from '../../src/account/client.js';
import { createHostileAccount, hostileLocation, hostileToken } from '../hostile/account.js';
import {
  type Behaviours,
  type FaultKind,
  tame,
  transientFaults,
  unreachableKinds,
} from '../hostile/behaviours.js';
import { createEventLog } from '../hostile/event-log.js';
import { createInMemoryNetwork, inMemoryElsewhereUrl, inMemoryUrl } from '../hostile/network.js';
import { createVirtualClock } from '../hostile/virtual-clock.js';

const startMs = Date.parse('2026-10-01T00:00:00.000Z');
const log = createEventLog({ seed: 5, stretches: [{ startMs, lengthMs: 86_400_000, count: 1_000 }] });

/** The texts of the first pages as the client gives them, and what was done to it meanwhile. */
async function firstPages(behaviours: Partial<Behaviours>) {
  const clock = createVirtualClock(startMs + 86_400_000);
  const hostile = createHostileAccount({
    seed: 5,
    log,
    behaviours,
    clock,
    elsewhereUrl: inMemoryElsewhereUrl,
  });
  const { signal } = new AbortController();
  const account = createAccount({
    network: createInMemoryNetwork(hostile, clock),
    clock,
    random: () => 0.5,
    signal,
    apiUrl: inMemoryUrl,
    locationId: hostileLocation,
    token: hostileToken,
    auth: 'bearer',
    maxWaitMs: 300_000,
  });
  const texts: string[] = [];
  for (let page = 1; page <= 10; page += 1) {
    const query = { startAtMs: startMs, endAtMs: startMs + 86_400_000, page, pageSize: 100 };
    const { events, malformed, hasMore } = await account.logPage(query, signal);
    texts.push(...events.map(({ rawText }) => rawText), `${malformed.length} malformed, more: ${hasMore}`);
  }
  return { texts, stats: hostile.stats() };
}

/** A certificate that is refused today is refused in a second too: the client rightly does not insist. */
const faultsThatPass: readonly FaultKind[] = [
  ...transientFaults.filter((kind) => kind !== 'slow-first-byte'),
  ...unreachableKinds.filter((kind) => kind !== 'tls'),
];

test.each(faultsThatPass)('a page spoilt by %s comes whole in the end, byte for byte', async (kind) => {
  const { texts } = await firstPages({});
  const spoilt = await firstPages({ faults: { ...tame.faults, share: 0.5, kinds: [kind], maxInARow: 2 } });
  expect(spoilt.texts).toEqual(texts);
  expect(spoilt.stats.faults[kind]).toBeGreaterThan(0);
});
