/**
 * `npm run archive-hourly [syncs]`: an archive that was synced every hour for more than a year, ten thousand times: what
 * status, a question, another sync and a verification of it cost. Each sync leaves a segment, a ledger file and a checkpoint. Too long for `npm test`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEventLine } from '../../src/account/event-line.js';
import type { CoverageRecord } from '../../src/archive/store/ledger.js';
import { newestMs } from '../bench/dense-log.js';
import { startInstantAccount } from '../bench/run.js';
import { builtProgram } from '../support/built.js';
import { addTo } from '../support/made-archive.js';

const syncs = Number(process.argv[2] ?? 10_000);
const hourMs = 3_600_000;
const overlapMs = 900_000;
const eventsAnHour = 3;
const beginMs = newestMs - (syncs + 1) * hourMs;

const folder = mkdtempSync(join(tmpdir(), 'audit-hourly-'));
const archiveFolder = join(folder, 'archive');
const account = await startInstantAccount({ events: 1_000, latencyMs: 0 });
try {
  await fill();
  measure('status', ['archive', 'status']);
  const week = ['--since', isoAt(newestMs - 8 * 24 * hourMs), '--until', isoAt(newestMs - 24 * hourMs)];
  measure('one week', ['list', '--archive', '--all', '--fields', 'id', ...week]);
  measure('sync', ['archive', 'sync']);
  measure('verify', ['archive', 'verify', '--allow-gaps']);
  measure('verify again', ['archive', 'verify', '--incremental', '--allow-gaps']);
} finally {
  account.close();
  rmSync(folder, { recursive: true });
}

async function fill(): Promise<void> {
  const where = { folder, archiveFolder, account: { apiUrl: account.url, locationId: 'BENCH' } };
  await addTo(where, async (writer) => {
    for (let sync = 0; sync < syncs; sync += 1) {
      for (let number = 0; number < eventsAnHour; number += 1) {
        const event = readEventLine(lineOf(sync, number));
        if ('problem' in event) throw new Error(event.problem);
        await writer.addEvent(event);
      }
      await writer.addRecord(recordOf(sync));
      await writer.commit();
    }
  });
}

function lineOf(sync: number, number: number): string {
  const record = `record_${(sync * 7 + number) % 997}`;
  return JSON.stringify({
    _id: `hour_${sync}_${number}`,
    createdAt: isoAt(beginMs + sync * hourMs + number * 60_000),
    ...{ documentType: 'CONTACT', type: 'UPDATED', id: record, sourceId: `user_${number}` },
    ...{ before: { email: `${record}@example.com` }, after: { email: `${number}@example.com` } },
  });
}

function recordOf(sync: number): CoverageRecord {
  const untilMs = beginMs + (sync + 1) * hourMs;
  const window = { since: isoAt(untilMs - hourMs - (sync === 0 ? 0 : overlapMs)), until: isoAt(untilMs) };
  return {
    ...{ ledger: 1, kind: 'coverage', at: isoAt(untilMs), tool: '1.2.3', began: isoAt(untilMs) },
    ...{ window, complete: true, settledUntil: isoAt(untilMs - 60_000), gaps: [], malformed: 0 },
    floor: { at: isoAt(untilMs - 60 * 24 * hourMs), origin: 'announced' },
    ...{ requests: 1, retries: 0, new: eventsAnHour, repeated: 0, changed: [], conflicting: [] },
    lateness: { count: 0, longestMs: 0 },
  };
}

function measure(what: string, words: readonly string[]): void {
  const { PATH, HOME } = process.env;
  const env = {
    ...{ PATH, HOME, AUDIT_CONFIG_DIR: join(folder, 'config'), AUDIT_ARCHIVE_FOLDER: archiveFolder },
    ...{ AUDIT_API_URL: account.url, AUDIT_TOKEN: 'bench', AUDIT_LOCATION: 'BENCH', AUDIT_NO_JOURNAL: '1' },
  };
  const startedMs = performance.now();
  const timed = ['-f', '%U %S %M', process.execPath, builtProgram(), ...words];
  const { stdout, stderr, status } = spawnSync('/usr/bin/time', timed, { env, encoding: 'utf8' });
  const ms = performance.now() - startedMs;
  const lines = stderr.trim().split('\n');
  const [user = 0, system = 0, memory = 0] = (lines.at(-1) ?? '').split(' ').map(Number);
  process.stdout.write(
    `${what}: ${(ms / 1_000).toFixed(2)} s, ${(user + system).toFixed(2)} s of CPU, ${Math.round(memory / 1_000)} MB; exit ${status}: ${stdout.split('\n').length} lines, ${(stdout.split('\n')[0] ?? '').slice(0, 60)} ${(lines.at(-2) ?? '').slice(0, 100)}\n`,
  );
}

function isoAt(ms: number): string {
  return new Date(ms).toISOString();
}
