import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { askSql } from '../../src/archive/outgrow/sql.js';
import { ArchivedLog } from '../../src/archive/reading/archived-log.js';
import { type MadeArchive, makeArchive, type Stride } from '../support/made-archive.js';
import { programFolder, runAudit, type World } from '../support/program.js';

const days: readonly Stride[] = [
  {
    since: '2026-10-01T00:00:00.000Z',
    until: '2026-10-03T00:00:00.000Z',
    events: [
      {
        _id: 'a1',
        createdAt: '2026-10-01T08:00:00.000Z',
        type: 'UPDATED',
        documentType: 'OPPORTUNITY',
        documentName: ' Roof repair ',
        sourceId: 'u1',
        source: 'UNKNOWN_SOURCE',
        meta: { after: { createdBy: { source: 'WORKFLOW_NEW' } } },
        before: { status: 'open' },
        after: { status: '=1+1' },
      },
      '{"_id":"a2","createdAt":"2026-10-02T08:00:00.000Z","type":"DELETED","n":12345678901234567890}',
    ],
    malformed: ['{"createdAt":"2026-10-02T08:00:00.000Z"}'],
    names: { users: [{ id: 'u1', name: 'Maria Lopez', email: null, role: 'admin', deleted: false }] },
  },
  {
    since: '2026-10-01T00:00:00.000Z',
    until: '2026-10-03T00:00:00.000Z',
    events: [{ _id: 'a2', createdAt: '2026-10-02T08:00:00.000Z', type: 'RESTORED' }],
    record: { changed: ['a2'] },
  },
];

async function made(): Promise<MadeArchive> {
  return makeArchive(await programFolder(), days);
}

function ask({ folder, archiveFolder }: MadeArchive, sql: string, format = 'tsv', world: World = {}) {
  const line = ['archive', 'sql', sql, '--format', format];
  return runAudit(line, { ...world, folder, env: { AUDIT_ARCHIVE_FOLDER: archiveFolder } });
}

const oneSelect = /^audit: Only one SELECT can be asked at a time\.$/m;

describe('audit archive sql', () => {
  test('answers from the events, the latest version of each, by columns that have names', async () => {
    const sql =
      "select id, timestamp, type, module, record_name, source, user_name, before->>'$.status', raw->>'$.n' from events order by id";
    const { stdout, stderr, exitCode } = await ask(await made(), sql);
    expect(stdout).toBe(
      'a1\t2026-10-01 08:00:00\tUPDATED\tOPPORTUNITY\tRoof repair\tWORKFLOW_NEW\tMaria Lopez\topen\t\n' +
        'a2\t2026-10-02 08:00:00\tRESTORED\t\t\t\t\t\t\n',
    );
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  test('answers in every format, and lets no cell run as a formula', async () => {
    const archive = await made();
    const sql = 'select count(*)::INT as n, max(after->>\'$.status\') as "max, of" from events';
    const answers = await Promise.all(
      ['csv', 'json', 'ndjson', 'table'].map(async (format) => (await ask(archive, sql, format)).stdout),
    );
    expect(answers).toEqual([
      `n,"max, of"\r\n2,'=1+1\r\n`,
      '{"schema":1,"rows":[{"n":2,"max, of":"=1+1"}],"columns":["n","max, of"]}\n',
      '{"n":2,"max, of":"=1+1"}\n',
      'n  max, of\n2  =1+1\n',
    ]);
  });

  test.each([
    [
      'a file beside the archive',
      (f: string) => `select * from read_text('${f}/archive.json')`,
      /file system operations are disabled/,
    ],
    [
      'a file of the system',
      () => "select * from read_text('/etc/passwd')",
      /file system operations are disabled/,
    ],
    ['writing', (f: string) => `copy (select 1) to '${f}/events/x.csv'`, oneSelect],
    ['two questions', () => 'select 1; select 2', oneSelect],
    ['none', () => ' -- nothing', oneSelect],
    ['changing the data', () => 'delete from users', oneSelect],
    ['another database', (f: string) => `attach '${f}/events/x.db'`, oneSelect],
    ['opening the fence', () => 'set enable_external_access = true', oneSelect],
    ['opening the fence within a question', () => 'select 1; set enable_external_access = true', oneSelect],
    ['an extension', () => 'install httpfs', oneSelect],
    [
      'what it does not understand',
      () => 'select nothing from nowhere',
      /Table with name nowhere does not exist/,
    ],
  ])('refuses %s', async (_, sql, words) => {
    const archive = await made();
    const { stdout, stderr, exitCode } = await ask(archive, sql(archive.archiveFolder));
    expect(stderr).toMatch(words);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  test('asks nothing where a segment was cut: DuckDB would give a part of it in silence', async () => {
    const archive = await made();
    const { manifest } = await ArchivedLog.open(archive.archiveFolder, new AbortController().signal);
    await truncate(join(archive.archiveFolder, manifest[0]?.path ?? ''), 40);
    const { stdout, exitCode } = await ask(archive, 'select count(*) from events');
    expect(stdout).toBe('');
    expect(exitCode).toBe(10);
  });

  test('says how to install DuckDB where it is not', async () => {
    const { archiveFolder } = await made();
    const { signal } = new AbortController();
    const log = await ArchivedLog.open(archiveFolder, signal);
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    const asked = askSql(
      log,
      'select 1',
      signal,
      async () => {},
      () => Promise.reject(missing),
    );
    await expect(asked).rejects.toMatchObject({
      exitCode: 2,
      message: 'SQL needs DuckDB, which is not installed: it has 70 MB, and nothing else here needs it.',
      hint: expect.stringContaining('npm install -g @duckdb/node-api'),
    });
  });

  test('answers from an archive without events', async () => {
    const archive = await makeArchive(await programFolder(), [
      { since: '2026-10-01T00:00:00.000Z', until: '2026-10-03T00:00:00.000Z' },
    ]);
    const { stdout, exitCode } = await ask(archive, 'select count(*) from events');
    expect(stdout).toBe('0\n');
    expect(exitCode).toBe(0);
  });
});
