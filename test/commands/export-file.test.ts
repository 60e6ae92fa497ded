import { createHash } from 'node:crypto';
import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Ask } from '../../src/sandbox/exchange.js';
import { temporaryFolder } from '../support/folder.js';
import { runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply } from '../support/small-account.js';

const threeEvents = `${[
  '2026-11-21T14:41:47.800-06:00,6b02020b0000000000000001',
  '2026-11-21T15:15:47.238-06:00,6b020a030000000000000002',
  '2026-11-21T16:03:41.729-06:00,6b02153d0000000000000003',
].join('\r\n')}\r\n`;
const twoColumns = `Timestamp,Event ID\r\n${threeEvents}`;

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function exported(args: readonly string[], world: World = worldOf(createSmallAccount())) {
  const folder = await temporaryFolder();
  const target = join(folder, 'report.csv');
  const outcome = await runAudit(['export', '--columns', 'timestamp,id', ...args, '-o', target], world);
  return { ...outcome, folder, target };
}

describe('a file that one can hand over', () => {
  test('has its events, a manifest that says what it is, and nothing else beside it', async () => {
    const { exitCode, stdout, stderr, folder, target } = await exported([
      '--since',
      '2026-11-21',
      '--until',
      '2026-11-21T17:00',
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toBe(
      `3 events · 2026-11-21 00:00 → 2026-11-21 17:00 America/Chicago · complete · ${target}\n`,
    );
    expect(await readFile(target, 'utf8')).toBe(twoColumns);
    expect((await readdir(folder)).sort()).toEqual(['report.csv', 'report.csv.manifest.json']);
    const manifest = JSON.parse(await readFile(`${target}.manifest.json`, 'utf8'));
    expect(manifest).toEqual({
      manifest: 1,
      file: {
        name: 'report.csv',
        bytes: 188,
        sha256: sha256(twoColumns),
        rows: 3,
        events: 3,
        format: 'csv',
        formatVersion: 1,
        order: 'oldest-first',
        columns: [
          { name: 'timestamp', header: 'Timestamp' },
          { name: 'id', header: 'Event ID' },
        ],
        gzip: false,
        content: null,
      },
      csv: {
        standard: 'RFC 4180',
        lineEnd: 'CRLF',
        encoding: 'UTF-8',
        bom: false,
        rowIs: 'event',
        cells: { rule: 'safe-cell-1', words: expect.stringContaining('To undo: take one apostrophe') },
      },
      query: { words: { since: '2026-11-21', until: '2026-11-21T17:00' }, filters: [] },
      window: {
        since: '2026-11-21T06:00:00.000Z',
        until: '2026-11-21T23:00:00.000Z',
        timeZone: 'America/Chicago',
      },
      coverage: expect.objectContaining({ count: 3, complete: true, reasons: [] }),
      account: {
        locationId: 'SmallLocation0000001',
        name: 'Acme Roofing',
        apiUrl: 'https://api.acme.example',
      },
      by: { person: 'ada', machine: 'desk', user: null },
      tool: { name: 'audit', version: '1.2.3' },
      export: {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        begunAt: '2026-11-22T00:04:00.000Z',
        finishedAt: '2026-11-22T00:04:00.000Z',
        resumes: 0,
      },
    });
  });

  test('holds no token, wherever one looks', async () => {
    const { folder, stderr } = await exported(['--verbose']);
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect([stderr, ...files].join('\n')).not.toContain('a-session-token');
  });

  test('names the filter as it was typed and as it was understood', async () => {
    const { target } = await exported(['--user', 'maria', '--type', 'deleted,updated']);
    const { query, csv } = JSON.parse(await readFile(`${target}.manifest.json`, 'utf8'));
    expect(query).toEqual({
      words: { user: ['maria'], type: ['deleted,updated'] },
      filters: [
        { name: 'user', asked: ['maria'], values: ['UserMaria00000000001'], labels: ['Maria Lopez'] },
        expect.objectContaining({ name: 'type', values: ['DELETED', 'UPDATED'] }),
      ],
    });
    expect(csv.cells.rule).toBe('safe-cell-1');
    const raw = await exported(['--raw-cells']);
    const rawManifest = JSON.parse(await readFile(`${raw.target}.manifest.json`, 'utf8'));
    expect(rawManifest.csv.cells).toEqual({ rule: 'raw', words: null });
  });

  test('is packed into the same bytes each time, without a time in them', async () => {
    const first = await exported(['--gzip']);
    const second = await exported(['--gzip']);
    const bytes = await readFile(first.target);
    expect(bytes).toEqual(await readFile(second.target));
    expect([...bytes.subarray(0, 10)]).toEqual([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]);
    expect(gunzipSync(bytes).toString()).toBe(twoColumns);
    const { file } = JSON.parse(await readFile(`${first.target}.manifest.json`, 'utf8'));
    expect(file).toMatchObject({
      gzip: true,
      sha256: sha256(bytes),
      content: { bytes: 188, sha256: sha256(twoColumns) },
    });
  });

  test('as JSON tells in its coverage nothing that the next run would tell differently', async () => {
    const { target } = await exported(['--format', 'json', '--columns', 'id', '--until', '2026-11-21T17:00']);
    const { coverage } = JSON.parse(await readFile(target, 'utf8'));
    expect(coverage).toMatchObject({
      count: 3,
      complete: true,
      requests: null,
      floor: null,
      unsettledSince: null,
    });
    const { coverage: whole } = JSON.parse(await readFile(`${target}.manifest.json`, 'utf8'));
    expect(whole.requests).toBeGreaterThan(0);
  });

  test('without events is a file with a header', async () => {
    const { exitCode, target } = await exported(['--type', 'restored']);
    expect(exitCode).toBe(0);
    expect(await readFile(target, 'utf8')).toBe('Timestamp,Event ID\r\n');
  });
});

describe('what lies at the target already', () => {
  test('is replaced under its own mode, and a link stays a link', async () => {
    const folder = await temporaryFolder();
    const real = join(folder, 'real.csv');
    await writeFile(real, 'old', { mode: 0o640 });
    await symlink('real.csv', join(folder, 'link.csv'));
    const world = worldOf(createSmallAccount());
    await runAudit(['export', '--columns', 'id', '-o', join(folder, 'link.csv')], world);
    expect(await readFile(real, 'utf8')).toMatch(/^Event ID\r\n/);
    expect((await stat(real)).mode & 0o777).toBe(0o640);
    expect((await readdir(folder)).sort()).toEqual(['link.csv', 'real.csv', 'real.csv.manifest.json']);
  });

  test('stays as it is when nothing could be read', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'report.csv');
    await writeFile(target, 'old');
    const instead = ({ target: asked }: Ask) =>
      asked.startsWith('/audit/search') ? errorReply(401, 'Invalid JWT') : undefined;
    const world = worldOf(createSmallAccount({ instead }));
    expect((await runAudit(['export', '-o', target], world)).exitCode).toBe(4);
    expect(await readFile(target, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['report.csv']);
  });

  test.each([
    ['a folder', '', 'target-is-folder'],
    ['a folder that is not there', 'nowhere/report.csv', 'target-not-writable'],
    ['a file where a folder should be', 'file/report.csv', 'target-not-writable'],
    ['a name that is too long', `${'x'.repeat(250)}.csv`, 'target-not-writable'],
  ])('%s is refused before the account is asked anything', async (_what, name, code) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    const account = createSmallAccount();
    const target = name === '' ? folder : join(folder, name);
    const { exitCode, stderr } = await runAudit(
      ['export', '-o', target, '--format', 'json'],
      worldOf(account),
    );
    expect(exitCode).toBe(2);
    expect(JSON.parse(stderr).error.code).toBe(code);
    expect(account.asked).toEqual([]);
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('a device is written to as it is, and a full one is told', async () => {
    const world = worldOf(createSmallAccount());
    expect(await runAudit('export -o /dev/null', world)).toMatchObject({ exitCode: 0, stdout: '' });
    const full = await runAudit('export -o /dev/full', world);
    expect(full).toMatchObject({ exitCode: 3, stdout: '' });
    expect(full.stderr).toContain('/dev/full could not be written: the disk is full (ENOSPC).');
    const toStdout = await runAudit('export --columns timestamp,id -o /dev/stdout', world);
    expect(toStdout).toMatchObject({ exitCode: 0, stdout: twoColumns });
  });
});

describe('two runs on one target', () => {
  const held = { processId: 99, hostName: 'desk', since: '2026-11-21T23:00:00.000Z' };

  async function withLockOf(holder: object | string, isRunning: boolean) {
    const folder = await temporaryFolder();
    const target = join(folder, 'report.csv');
    const lock = `${target}.partial.lock`;
    if (typeof holder === 'string') await writeFile(lock, holder);
    else await symlink(JSON.stringify(holder), lock);
    const world = worldOf(createSmallAccount(), { runner: { isRunning: (id) => isRunning && id === 99 } });
    const outcome = await runAudit(['export', '--columns', 'timestamp,id', '-o', target], world);
    return { ...outcome, names: await readdir(folder), lock, target };
  }

  test('the second is refused and told by whom', async () => {
    const { exitCode, stderr, names, lock, target } = await withLockOf(held, true);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `audit: ${target} is being written by process 99 on desk, since 2026-11-21T23:00:00.000Z.\n` +
        `Wait for it, or name another place. If nothing of that kind is running any more, remove ${lock}\n`,
    );
    expect(names).toEqual(['report.csv.partial.lock']);
  });

  test('a lock whose process has died is no lock', async () => {
    const { exitCode, names } = await withLockOf(held, false);
    expect(exitCode).toBe(0);
    expect(names.sort()).toEqual(['report.csv', 'report.csv.manifest.json']);
  });

  test('our own number on a lock that we have not taken is a dead process, as in containers', async () => {
    expect((await withLockOf({ ...held, processId: 4711 }, true)).exitCode).toBe(0);
  });

  test('a lock of another machine, or one that nobody can read, is left alone', async () => {
    expect((await withLockOf({ ...held, hostName: 'elsewhere' }, false)).exitCode).toBe(2);
    expect((await withLockOf('', false)).exitCode).toBe(2);
    expect((await withLockOf(JSON.stringify(held), false)).exitCode).toBe(0);
  });

  test('of two at once one writes and one is refused', async () => {
    const target = join(await temporaryFolder(), 'report.csv');
    const isRunning = () => true;
    const outcomes = await Promise.all(
      [1, 2].map((processId) =>
        runAudit(
          ['export', '-o', target],
          worldOf(createSmallAccount(), { runner: { processId, isRunning } }),
        ),
      ),
    );
    expect(outcomes.map(({ exitCode }) => exitCode).sort()).toEqual([0, 2]);
  });
});
