import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { askSql } from '../../src/archive/outgrow/sql.js';
import { ArchivedLog } from '../../src/archive/reading/archived-log.js';
import { archiveContents } from '../support/archive-contents.js';
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
    ['what is no SQL', () => 'selec 1', /^audit: Parser Error: syntax error at or near "selec"$/m],
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

  describe('where events hold half of a surrogate pair, which DuckDB takes for no JSON', () => {
    const told =
      '2 events hold half of a character (a surrogate without its other half), which DuckDB cannot read: seen here as U+FFFD, in the archive as it came.\n';
    const cutEmojis: Stride = {
      since: '2026-10-03T00:00:00.000Z',
      until: '2026-10-05T00:00:00.000Z',
      events: [
        String.raw`{"_id":"b1","createdAt":"2026-10-03T08:00:00.000Z","type":"UPDATED","documentName":"cut \uD83D","after":{"\udE00":"\ud83d\ude00 \\ud83d","n":12345678901234567890}}`,
        '{"_id":"b2","createdAt":"2026-10-03T09:00:00.000Z","type":"DELETED"}',
        String.raw`{"_id":"b3\udc00","createdAt":"2026-10-04T08:00:00.000Z","type":"DELETED"}`,
      ],
    };

    test('shows a sign in its place, all else as it came, and says so', async () => {
      const archive = await makeArchive(await programFolder(), [...days, cutEmojis]);
      const sql = "select id, type, record_name, after from events where id > 'a1' order by timestamp";
      const { stdout, stderr, exitCode } = await ask(archive, sql, 'ndjson');
      expect(stdout.split('\n').map((line) => line && JSON.parse(line))).toEqual([
        { id: 'a2', type: 'RESTORED', record_name: null, after: null },
        {
          id: 'b1',
          type: 'UPDATED',
          record_name: 'cut \ufffd',
          after: String.raw`{"${'\ufffd'}":"😀 \\ud83d","n":12345678901234567890}`,
        },
        { id: 'b2', type: 'DELETED', record_name: null, after: null },
        { id: 'b3\ufffd', type: 'DELETED', record_name: null, after: null },
        '',
      ]);
      expect(stderr).toBe(told);
      expect(exitCode).toBe(0);
    });

    test('leaves the archive as it was', async () => {
      const archive = await makeArchive(await programFolder(), [cutEmojis]);
      const paths = await readdir(archive.archiveFolder, { recursive: true });
      expect((await ask(archive, 'select count(*) from events')).stdout).toBe('3\n');
      expect(await readdir(archive.archiveFolder, { recursive: true })).toEqual(paths);
      expect((await archiveContents(archive.archiveFolder)).lines.slice(0, 3)).toEqual(
        cutEmojis.events?.map((event) => (typeof event === 'string' ? event : JSON.stringify(event))),
      );
    });

    test('shows the latest version of each', async () => {
      const again: Stride = {
        ...cutEmojis,
        events: [
          String.raw`{"_id":"b1","createdAt":"2026-10-03T08:00:00.000Z","type":"RESTORED","n":"\udfff"}`,
        ],
        record: { changed: ['b1'] },
      };
      const archive = await makeArchive(await programFolder(), [cutEmojis, again]);
      const { stdout } = await ask(archive, "select type from events where id = 'b1'");
      expect(stdout).toBe('RESTORED\n');
    });

    test('says nothing of them where none was met', async () => {
      const archive = await makeArchive(await programFolder(), [...days, cutEmojis]);
      const { stdout, stderr, exitCode } = await ask(archive, 'select name from users');
      expect(stdout).toBe('Maria Lopez\n');
      expect(stderr).toBe('');
      expect(exitCode).toBe(0);
    });

    test('gives a long answer whole, though rows come before the first such event', async () => {
      const many = Array.from({ length: 5_000 }, (_, index) => ({
        _id: `m${index}`,
        createdAt: '2026-10-01T08:00:00.000Z',
      }));
      const archive = await makeArchive(await programFolder(), [
        { since: '2026-10-01T00:00:00.000Z', until: '2026-10-03T00:00:00.000Z', events: many },
        cutEmojis,
      ]);
      const { signal } = new AbortController();
      const log = await ArchivedLog.open(archive.archiveFolder, signal);
      const sql = "select id, repeat('x', 20_000) from events";
      const { ids, mended } = await askSql(log, sql, signal, async (answer) => {
        const ids: unknown[] = [];
        for await (const rows of answer.rows()) ids.push(...rows.map(([id]) => id));
        return { ids, mended: answer.mended };
      });
      expect(new Set(ids)).toEqual(new Set([...many.map(({ _id }) => _id), 'b1', 'b2', 'b3\ufffd']));
      expect(ids).toHaveLength(5_003);
      expect(mended).toBe(2);
    });

    test('still refuses JSON of the question that is none', async () => {
      const archive = await makeArchive(await programFolder(), [...days, cutEmojis]);
      const sql = `select '{"a'::json->'b' || id from events`;
      const { stdout, stderr, exitCode } = await ask(archive, sql);
      expect(stderr).toMatch(/Malformed JSON/);
      expect(stdout).toBe('');
      expect(exitCode).toBe(2);
    });
  });

  test.each([
    ['lists in lists', `"after":${'['.repeat(100_000)}${']'.repeat(100_000)}`, null],
    ['objects in objects', `"after":${'{"n":'.repeat(50_000)}1${'}'.repeat(50_000)}`, undefined],
    ['a number past every other', '"after":{"n":-1e999}', '-1e999'],
    ['a number of 400 digits', `"after":{"n":${'9'.repeat(400)}}`, '9'.repeat(400)],
    ['a key that stands there twice: the first', '"after":{"n":1,"n":2}', '1'],
    ['keys that differ by case', '"after":{"N":1,"n":2},"AFTER":3,"After":{"n":4}', '2'],
    ['NUL in a text and a key', String.raw`"after":{"n":"a\u0000b","k\u0000":1}`, 'a\0b'],
    ['two megabytes', `"after":{"n":"${'x'.repeat(2_000_000)}"}`, 'x'.repeat(2_000_000)],
    [
      'keys named like columns',
      '"event":1,"filename":2,"timestamp":3,"raw":4,"$.after.n":5,"after":{"n":6}',
      '6',
    ],
    ['no key but ""', '"":{"":1}', null],
  ])('reads an event with %s', async (_, content, expected) => {
    const event = `{"_id":"x","createdAt":"2026-10-01T08:00:00.000Z",${content}}`;
    const archive = await makeArchive(await programFolder(), [
      { since: '2026-10-01T00:00:00.000Z', until: '2026-10-03T00:00:00.000Z', events: [event] },
    ]);
    const sql = "select id, after->>'$.n' as n, length(raw::varchar) as length from events";
    const { stdout, stderr, exitCode } = await ask(archive, sql, 'ndjson');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const row = JSON.parse(stdout);
    expect(row).toMatchObject({ id: 'x', length: String(event.length) });
    if (expected !== undefined) expect(row.n).toBe(expected);
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

  test('says so where no row is the answer', async () => {
    const { stdout, stderr, exitCode } = await ask(await made(), 'select id from events where false', 'csv');
    expect([exitCode, stdout, stderr]).toEqual([0, 'id\r\n', 'No row is the answer.\n']);
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
