/** `npm run million`: a million events lived through the services of the embedded account, then filtered pages of them; far too long for `npm test`. Prints time, size, and latency. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createRandom } from '../../src/sandbox/random.js';
import { openSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';

const dayMs = 86_400_000;
const nowMs = Date.parse('2026-11-22T00:04:00.000Z');

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '365' },
    /** Pages asked of each kind of filter. */
    pages: { type: 'string', default: '500' },
  },
});

/** A page's questions; `{user}`, `{record}` and `{week}` are put in anew for each. */
const questions = [
  '{week}',
  'type=DELETED',
  'type=TAG_ADDED&{week}',
  'documentType=OPPORTUNITY&{week}',
  'userId={user}&{week}',
  'userId={user}&type=DELETED',
  'source=WORKFLOW_NEW&documentType=CONTACT&type=TAG_ADDED',
  'documentType=INVOICE&documentType=PIPELINE&userId={user}',
  'id={record}',
  'query=evanston&{week}',
];

const folder = mkdtempSync(join(tmpdir(), 'audit-million-'));
try {
  const sandbox = await openSandbox({ folder, nowMs: () => nowMs, days: 1 });
  live(sandbox);
  for (const question of questions) await time(sandbox, question);
  sandbox.close();
} finally {
  rmSync(folder, { recursive: true });
}

function live(sandbox: Sandbox): void {
  const begin = performance.now();
  const cpu = process.cpuUsage();
  sandbox.reset({ days: Number(values.days), events: Number(values.events), plan: 'Scale' });
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const { events, bytesOnDisk } = sandbox.info();
  const each = Math.round(bytesOnDisk / events);
  const cpuSeconds = (user + system) / 1e6;
  process.stdout.write(
    `${events} events in ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of processor), ${Math.round(events / seconds)}/s; ` +
      `${(bytesOnDisk / 1e6).toFixed(0)} MB on disk, ${each} bytes an event; ${Math.round(process.memoryUsage.rss() / 1e6)} MB of memory\n`,
  );
}

async function time(sandbox: Sandbox, question: string): Promise<void> {
  const random = createRandom(`million/${question}`);
  const users = sandbox.info().users.map(({ id }) => id);
  const records = await someRecords(sandbox);
  const took: number[] = [];
  let found = 0;
  for (let page = 0; page < Number(values.pages); page += 1) {
    const startMs = nowMs - random.between(7, Number(values.days)) * dayMs;
    const week = `startAt=${new Date(startMs).toISOString()}&endAt=${new Date(startMs + 7 * dayMs).toISOString()}`;
    const filter = question
      .replace('{week}', week)
      .replace('{user}', random.pick(users))
      .replace('{record}', random.pick(records));
    const begin = performance.now();
    const { logs, mongoLogs } = await search(sandbox, filter);
    took.push(performance.now() - begin);
    found += logs.length + mongoLogs.length;
  }
  took.sort((a, b) => a - b);
  const at = (share: number) => (took[Math.floor(took.length * share)] ?? 0).toFixed(2).padStart(8);
  const answered = `${String(found).padStart(6)} events`;
  process.stdout.write(`median ${at(0.5)} ms  p99 ${at(0.99)} ms  ${answered}  ${question}\n`);
}

async function someRecords(sandbox: Sandbox): Promise<readonly string[]> {
  const { logs } = await search(sandbox, '');
  return logs.map(({ id }) => id);
}

interface Page {
  readonly logs: readonly { readonly id: string }[];
  readonly mongoLogs: readonly unknown[];
}

async function search(sandbox: Sandbox, filter: string): Promise<Page> {
  const { status, body } = await sandbox.answer({
    method: 'GET',
    target: `/audit/search/v2?locationId=${sandbox.locationId}&page=1&pageSize=100&${filter}`,
    headers: { version: '2021-07-28', authorization: `Bearer ${sandbox.tokens.adminToken}` },
    body: '',
  });
  if (status !== 200) throw new Error(`the search answered ${status}: ${body}`);
  return JSON.parse(body) as Page;
}
