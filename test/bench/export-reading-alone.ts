/** The floor of an export: the engine reads everything and nobody looks at it. Bound as the program is; arguments: address, since, until. */
import { createAccount } from '../../src/account/client.js';
import { createNetwork } from '../../src/account/undici-network.js';
import { machineClock as clock } from '../../src/clock.js';
import { readEvents } from '../../src/reading/read.js';

const [apiUrl = '', since = '', until = ''] = process.argv.slice(2);
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
