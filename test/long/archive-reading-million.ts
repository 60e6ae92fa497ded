/**
 * `npm run archive-reading-million`: a million archived events (992 bytes each, over a year): one user and one week of them by
 * `list --archive`, against DuckDB over the published Parquet of the same events, each a process of its own; and the memory
 * of an export of them all. Too long for `npm test`. A figure of a busy machine says nothing: only the ratio is judged.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEventLine } from '../../src/account/event-line.js';
import { builtProgram } from '../support/built.js';
import { addTo } from '../support/made-archive.js';

const events = Number(process.argv[2] ?? 1_000_000);
const days = Number(process.argv[3] ?? 365);
const runs = 7;
const endMs = Date.UTC(2026, 10, 1);
const stepMs = (days * 86_400_000) / events;
const users = 40;
const week = { since: '2026-10-10T00:00:00Z', until: '2026-10-17T00:00:00Z' };

const folder = mkdtempSync(join(tmpdir(), 'audit-reading-'));
const archiveFolder = join(folder, 'archive');
try {
  await fill();
  const program = builtProgram();
  const env = {
    ...process.env,
    AUDIT_ARCHIVE_FOLDER: archiveFolder,
    AUDIT_CONFIG_DIR: join(folder, 'config'),
  };
  const list = [
    'list',
    '--archive',
    '--all',
    '--user',
    'raw:user-7',
    '--since',
    week.since,
    '--until',
    week.until,
  ];
  const ours = median(() => spawnSync(process.execPath, [program, ...list, '--fields', 'id'], { env }));
  const lake = join(folder, 'lake');
  const published = timed(() => spawnSync(process.execPath, [program, 'archive', 'publish', lake], { env }));
  const theirs = median(() => spawnSync(process.execPath, ['-e', duckDB(lake)], { env, cwd: process.cwd() }));
  const found = [ours, theirs].map(({ text }) => text.trim().split('\n').sort().join(' '));
  say(
    `one user, one week: ${ours.ms} ms, DuckDB over Parquet ${theirs.ms} ms, ratio ${(ours.ms / theirs.ms).toFixed(2)}`,
  );
  say(`the same ${found[0]?.split(' ').length} events: ${found[0] === found[1]}`);
  say(`publish: ${published.ms} ms, ${Math.round(bytesBelow(lake) / 1e6)} MB`);
  for (const words of [['--since', '2026-10-29'], []]) {
    const line = `${process.execPath} ${program} export --archive --quiet ${words.join(' ')} > ${join(folder, 'out.csv')}`;
    const { stderr } = spawnSync('/usr/bin/time', ['-f', '%e s, %M kB', 'sh', '-c', line], {
      env,
      encoding: 'utf8',
    });
    say(`export ${words.join(' ')}: ${stderr.trim().split('\n').join(' · ')}`);
  }
  process.exitCode = found[0] === found[1] && ours.ms <= theirs.ms ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function fill(): Promise<void> {
  const archive = { folder, archiveFolder };
  const portion = 100_000;
  for (let first = 0; first < events; first += portion) {
    await addTo(archive, async (writer) => {
      const last = Math.min(events, first + portion);
      for (let index = first; index < last; index++) {
        const event = readEventLine(lineOf(index));
        if ('problem' in event) throw new Error(event.problem);
        await writer.addEvent(event);
      }
      const window = { since: isoAt(first), until: isoAt(last) };
      await writer.addRecord({
        ...{ ledger: 1, kind: 'coverage', at: isoAt(events), tool: '1.2.3', began: isoAt(events), window },
        ...{
          complete: true,
          settledUntil: window.until,
          floor: null,
          gaps: [],
          malformed: 0,
          requests: 1,
          retries: 0,
        },
        ...{
          new: last - first,
          repeated: 0,
          changed: [],
          conflicting: [],
          lateness: { count: 0, longestMs: 0 },
        },
      });
      await writer.addRecord({
        ...{
          ledger: 1,
          kind: 'names',
          at: isoAt(events),
          users: [],
          objects: [],
          pipelines: [],
          calendars: [],
        },
        ...{ location: { id: 'SmallLocation0000001', name: 'Acme', timeZone: 'America/Chicago' } },
      });
      await writer.commit();
    });
  }
}

function isoAt(index: number): string {
  return new Date(Math.floor(endMs - (events - index) * stepMs)).toISOString();
}

/** Near-copies before and after, as the service writes them; ids that share no prefix. */
function lineOf(index: number): string {
  const id = (Math.imul(index, 2_654_435_761) >>> 0).toString(16).padStart(8, '0').repeat(3);
  const before = {
    name: `Contact ${id}`,
    email: `${id}@example.com`,
    tags: ['vip', 'lead'],
    note: 'x'.repeat(160),
  };
  return JSON.stringify({
    ...{
      _id: id,
      createdAt: isoAt(index),
      documentType: 'CONTACT',
      type: index % 9 === 0 ? 'DELETED' : 'UPDATED',
    },
    ...{
      id: `record-${index % 9_973}`,
      documentName: `Contact ${id}`,
      source: 'WEB_USER',
      sourceId: `user-${index % users}`,
    },
    ...{
      sourceName: `User ${index % users}`,
      changedFields: ['email'],
      before,
      after: { ...before, email: `${index}@example.com` },
    },
  });
}

function duckDB(lake: string): string {
  return `import('@duckdb/node-api').then(async ({ default: { DuckDBInstance } }) => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const reader = await connection.runAndReadAll(
      "SELECT id FROM read_parquet('${lake}/*/*/*.parquet', hive_partitioning = true) WHERE user_id = 'user-7' AND timestamp >= '${week.since.slice(0, 19)}' AND timestamp < '${week.until.slice(0, 19)}' ORDER BY timestamp DESC");
    process.stdout.write(reader.getRows().map(([id]) => id + '\\n').join(''));
  })`;
}

function median(run: () => { stdout: Buffer; stderr: Buffer; status: number | null }) {
  const all = Array.from({ length: runs }, () => timed(run)).sort((a, b) => a.ms - b.ms);
  return all[Math.floor(runs / 2)] ?? { ms: Number.NaN, text: '' };
}

function timed(run: () => { stdout: Buffer; stderr: Buffer; status: number | null }) {
  const startedMs = performance.now();
  const { stdout, stderr, status } = run();
  if (status !== 0) throw new Error(`exit ${status}: ${stderr.toString()}`);
  return { ms: Math.round(performance.now() - startedMs), text: stdout.toString() };
}

function bytesBelow(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
