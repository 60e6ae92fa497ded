// The floor of an export: the engine reads everything and nobody looks at it. Of the built program: address, since, until.
import { createAccount } from '../../dist/account/client.js';
import { createNetwork } from '../../dist/account/undici-network.js';
import { machineClock as clock } from '../../dist/clock.js';
import { readEvents } from '../../dist/reading/read.js';

const [apiUrl, since, until] = process.argv.slice(2);
const network = createNetwork({ environment: {} });
const { signal } = new AbortController();
const account = createAccount({
  network,
  clock,
  random: Math.random,
  signal,
  apiUrl,
  locationId: 'BENCH',
  token: 'bench',
  auth: 'bearer',
  maxWaitMs: 60_000,
});
const window = { sinceMs: Date.parse(since), untilMs: Date.parse(until) };
const reading = readEvents(
  account,
  { window, order: 'oldest-first', limit: undefined, matches: undefined, push: {}, filterNames: [] },
  { signal, clock },
);
let events = 0;
for await (const batch of reading.batches()) events += batch.length;
await network.close();
process.stdout.write(`${events}\n`);
