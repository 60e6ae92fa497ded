import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ArchivedLog } from '../../src/archive/reading/archived-log.js';
import type { MadeArchive, Stride } from '../support/made-archive.js';
import { makeArchive } from '../support/made-archive.js';
import { programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, smallEvents } from '../support/small-account.js';
import { virtualClock } from '../support/virtual-clock.js';

function wire(id: string, at: string, rest: object = {}) {
  return {
    _id: id,
    createdAt: at,
    documentType: 'CONTACT',
    type: 'CREATED',
    id: 'ContactAda0000000001',
    documentName: 'Ada Example',
    source: 'WEB_USER',
    sourceId: 'UserMaria00000000001',
    sourceName: 'Maria Lopez',
    after: { name: 'Ada Example' },
    ...rest,
  };
}

/** What the account has forgotten since, what it still keeps, and what came after the last sync is missing. */
const collected: readonly Stride[] = [
  {
    since: '2026-09-01T00:00:00.000Z',
    until: '2026-11-21T21:00:00.000Z',
    events: [
      wire('old-1', '2026-09-05T15:00:00.000Z'),
      wire('old-2', '2026-09-10T15:00:00.000Z', { sourceId: 'UserDevon00000000001', type: 'UPDATED' }),
      smallEvents[0] as object,
    ],
    names: {
      users: [
        {
          id: 'UserMaria00000000001',
          name: 'Maria Lopez',
          email: 'maria@acme.example',
          role: 'admin',
          deleted: false,
        },
        { id: 'UserDevon00000000001', name: 'Devon Price', email: null, role: 'user', deleted: true },
      ],
      objects: [],
      pipelines: [],
      calendars: [],
      location: { id: 'SmallLocation0000001', name: 'Acme Roofing', timeZone: 'America/Chicago' },
      capabilities: { retentionDays: 60, plan: 'Growth' },
    },
  },
];

async function replaceByFolder(path: string): Promise<void> {
  await rm(path);
  await mkdir(path);
}

async function replaceByFile(path: string): Promise<void> {
  await rm(path, { recursive: true });
  await writeFile(path, '');
}

/** No token and no network: whoever asked the account would fail. */
function offline({ folder, archiveFolder }: MadeArchive, world: World = {}): World {
  const env = { AUDIT_ARCHIVE_FOLDER: archiveFolder, ...world.env };
  return { ...world, folder, env };
}

function online(archive: MadeArchive): World {
  return worldOf(createSmallAccount(), offline(archive));
}

const fields = '--fields id,user,eventType';

describe('audit --archive', () => {
  test('lists what was archived, offline and without a token, up to the last sync', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const { stdout, stderr, exitCode } = await runAudit(`list --archive ${fields}`, offline(archive));
    expect(stdout).toBe(
      '6b02020b0000000000000001\tDevon Price\tTag added\nold-2\tDevon Price\tUpdated\nold-1\tMaria Lopez\tCreated\n',
    );
    expect(stderr).toBe(
      '3 events · 2026-08-31 19:00 → 2026-11-21 15:00 America/Chicago · complete · from the archive\n',
    );
    expect(exitCode).toBe(0);
  });

  test('understands names as they were when the log was collected', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const { stdout } = await runAudit(`list --archive --user maria ${fields}`, offline(archive));
    expect(stdout).toBe('old-1\tMaria Lopez\tCreated\n');
  });

  test('says what lies before its beginning and after its end, and ends with 3', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const line = `list --archive --since 2026-08-30 --until 2026-11-21T17:00 ${fields}`;
    const { stderr, exitCode } = await runAudit(line, offline(archive));
    expect(stderr).toBe(
      [
        "Warning: 2026-08-30 00:00 → 2026-08-31 19:00 (43 hours) lies before the archive's beginning; nobody collected it.",
        '3 events · 2026-08-30 00:00 → 2026-11-21 17:00 America/Chicago · INCOMPLETE: 2026-08-30 00:00 → 2026-08-31 19:00 was never archived; 2026-11-21 15:00 → 2026-11-21 17:00 was never archived · from the archive',
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(3);
  });

  test('exports the same bytes for the same head, whenever it is done', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const run = (nowMs: number, format: string) =>
      runAudit(`export --archive --format ${format}`, offline(archive, { clock: virtualClock(nowMs) }));
    for (const format of ['csv', 'ndjson', 'json']) {
      const first = await run(Date.UTC(2026, 10, 22), format);
      const later = await run(Date.UTC(2027, 5, 1), format);
      expect(first.exitCode).toBe(0);
      expect(first.stdout).toContain('old-2');
      expect(later.stdout).toBe(first.stdout);
    }
  });

  test('exports into a file whose manifest names the head', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const target = join(archive.folder, 'report.csv');
    const { exitCode } = await runAudit(['export', '--archive', '-o', target], offline(archive));
    const manifest = JSON.parse(await readFile(`${target}.manifest.json`, 'utf8'));
    expect(exitCode).toBe(0);
    expect(manifest.coverage.parts).toEqual([
      {
        from: 'archive',
        since: '2026-09-01T00:00:00.000Z',
        until: '2026-11-21T21:00:00.000Z',
        count: 3,
        head: {
          origin: expect.stringMatching(/^hoopai-audit\/api\.acme\.example\//),
          size: expect.any(Number),
          rootHash: expect.any(String),
        },
      },
    ]);
  });

  test('shows an event with its neighbours', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const { stdout, exitCode } = await runAudit('show old-2 --archive --format json', offline(archive));
    const shown = JSON.parse(stdout);
    expect([shown.event.id, shown.neighbours.previous.id, shown.neighbours.next.id]).toEqual([
      'old-2',
      'old-1',
      '6b02020b0000000000000001',
    ]);
    expect(exitCode).toBe(0);
  });

  test('counts values out of it', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const { stdout, exitCode } = await runAudit(
      'values users --archive --since 2026-09-01',
      offline(archive),
    );
    expect(stdout).toBe(
      'UserDevon00000000001\tDevon Price\tuser deleted\tUserDevon00000000001\t2\nmaria@acme.example\tMaria Lopez\tadmin\tUserMaria00000000001\t1\n',
    );
    expect(exitCode).toBe(0);
  });

  test('reads nothing that was cut, says so, and ends with 3', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const { manifest } = await ArchivedLog.open(archive.archiveFolder, new AbortController().signal);
    const path = manifest[1]?.path ?? '';
    await truncate(join(archive.archiveFolder, path), 30);
    const { stdout, stderr, exitCode } = await runAudit(`list --archive ${fields}`, offline(archive));
    expect(stdout).toBe('6b02020b0000000000000001\tDevon Price\tTag added\nold-1\tMaria Lopez\tCreated\n');
    expect(stderr).toContain(`could not be read (${path} is not what was archived)`);
    expect(exitCode).toBe(3);
  });

  test('refuses to follow, for nothing comes into an archive by itself', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const { stderr, exitCode } = await runAudit('list --archive --follow', offline(archive));
    expect(stderr).toBe(
      [
        'audit: Nothing new comes into an archive by itself.',
        'Leave out --archive to follow the account; audit archive sync brings the archive up to now.',
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(2);
  });

  test('says how to begin one where there is none', async () => {
    const folder = await programFolder();
    const archiveFolder = join(folder, 'none');
    const { stderr, exitCode } = await runAudit('list --archive', offline({ folder, archiveFolder }));
    expect(stderr).toBe(`audit: There is no archive in ${archiveFolder}.\nBegin one: audit archive sync\n`);
    expect(exitCode).toBe(5);
  });
});

describe('a question that reaches behind the floor', () => {
  test('is answered from the archive and the account, each event once', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const { stdout, stderr, exitCode } = await runAudit(
      `export --since 2026-09-05 --format ndjson --fields id`,
      online(archive),
    );
    const ids = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(ids).toEqual(['old-1', 'old-2', ...smallEvents.map(({ _id }) => _id)]);
    expect(stderr).toBe(
      '5 events · 2026-09-05 00:00 → 2026-11-21 18:04 America/Chicago · complete · events since 2026-11-21 17:59 may still arrive · 2 from the archive until 2026-09-23 19:04, 3 from the account\n',
    );
    expect(exitCode).toBe(0);
  });

  test('is answered newest first too, and ends at a limit without opening the archive', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const all = await runAudit(`list --all --since 2026-09-05 --fields id`, online(archive));
    expect(all.stdout.trim().split('\n')).toEqual([
      ...smallEvents.map(({ _id }) => _id).reverse(),
      'old-2',
      'old-1',
    ]);
    const four = await runAudit(`list --limit 4 --since 2026-09-05 --fields id`, online(archive));
    expect(four.stdout.trim().split('\n')).toEqual([...smallEvents.map(({ _id }) => _id).reverse(), 'old-2']);
    const three = await runAudit(`list --limit 3 --since 2026-09-05 --fields id`, online(archive));
    expect(three.stdout.trim().split('\n')).toEqual(smallEvents.map(({ _id }) => _id).reverse());
    expect(three.exitCode).toBe(0);
  });

  test('names what neither holds', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const { stderr, exitCode } = await runAudit(`list --since 2026-08-30 ${fields}`, online(archive));
    expect(stderr).toContain(
      "Warning: 2026-08-30 00:00 → 2026-08-31 19:00 (43 hours) lies before the log's floor; the account keeps no more.",
    );
    expect(stderr).toContain('2026-08-30 00:00 → 2026-08-31 19:00 (43 hours) is no longer kept');
    expect(exitCode).toBe(3);
  });

  test('says how far it looked for an event that neither holds', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const { exitCode, stderr } = await runAudit('show nowhere', online(archive));
    expect(exitCode).toBe(5);
    expect(stderr).toContain('2026-08-31 19:00 → 2026-11-21 18:04 America/Chicago');
  });

  test('finds an event that only the archive holds any more', async () => {
    const archive = await makeArchive(await programFolder(), collected);
    const { stdout, exitCode } = await runAudit('show old-1 --format json', online(archive));
    expect(JSON.parse(stdout).event.id).toBe('old-1');
    expect(exitCode).toBe(0);
  });

  test.each<readonly [string, (archiveFolder: string) => Promise<unknown>]>([
    ['believed', (folder) => truncate(join(folder, 'log', 'checkpoint'), 20)],
    ['read', (folder) => replaceByFolder(join(folder, 'manifest.ndjson'))],
    ['listed', (folder) => replaceByFile(join(folder, 'ledger'))],
  ])('is answered by the account alone where the archive cannot be %s, and says so', async (_, damage) => {
    const archive = await makeArchive(await programFolder(), collected);
    await damage(archive.archiveFolder);
    const { stdout, stderr, exitCode } = await runAudit(
      `list --since 2026-09-05 --fields id`,
      online(archive),
    );
    expect(stdout.trim().split('\n')).toEqual(smallEvents.map(({ _id }) => _id).reverse());
    expect(stderr).toContain('The archive is left out: ');
    expect(exitCode).toBe(3);
  });
});
