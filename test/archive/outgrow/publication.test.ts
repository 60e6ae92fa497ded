import { hash } from 'node:crypto';
import { readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { ArchivedLog } from '../../../src/archive/reading/archived-log.js';
import { readSegments } from '../../../src/archive/store/open.js';
import { addTo, type MadeArchive, makeArchive, type Stride } from '../../support/made-archive.js';
import { programFolder, runAudit } from '../../support/program.js';

function wire(id: string, at: string, rest: object = {}) {
  return { _id: id, createdAt: at, documentType: 'CONTACT', type: 'UPDATED', sourceId: 'u1', ...rest };
}

const autumn: Stride = {
  since: '2026-10-01T00:00:00.000Z',
  until: '2026-11-15T00:00:00.000Z',
  events: [
    wire('a1', '2026-10-31T23:59:59.999Z', { id: 'c1', documentName: ' Ada ', changedFields: ['tags'] }),
    wire('b1', '2026-11-01T00:00:00.000Z', { sourceName: 'Maria', source: 'WEB_USER', secondaryId: 'c2' }),
  ],
  names: { users: [{ id: 'u1', name: 'Devon', email: null, role: null, deleted: false }] },
};

const partition = 'location=SmallLocation0000001';

async function publish(archive: MadeArchive, target: string, env: Readonly<Record<string, string>> = {}) {
  return runAudit(['archive', 'publish', target], {
    folder: archive.folder,
    env: { AUDIT_ARCHIVE_FOLDER: archive.archiveFolder, ...env },
  });
}

async function askDuckDB(sql: string) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function rowsOf(path: string) {
  return parquetReadObjects({ file: await asyncBufferFromFile(path) });
}

describe('audit archive publish', () => {
  test('writes a partition for each month, which a reader of Parquet reads', async () => {
    const archive = await makeArchive(await programFolder(), [autumn]);
    const lake = join(archive.folder, 'lake');
    const { stderr, exitCode } = await publish(archive, lake);
    expect(stderr).toBe(
      [
        '2026-10: 1 event, written',
        '2026-11: 1 event, written · the archive does not hold all of it',
        `2 events of the head of 5 leaves are in ${lake}`,
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(0);
    expect(await rowsOf(join(lake, partition, 'month=2026-10', 'part-00000.parquet'))).toEqual([
      {
        id: 'a1',
        timestamp: new Date('2026-10-31T23:59:59.999Z'),
        type: 'UPDATED',
        module: 'CONTACT',
        record_id: 'c1',
        record_name: 'Ada',
        contact_id: null,
        source: '',
        user_id: 'u1',
        user_name: 'Devon',
        changed_fields: '["tags"]',
        raw: JSON.stringify(autumn.events?.[0]),
      },
    ]);
    const [november] = await rowsOf(join(lake, partition, 'month=2026-11', 'part-00000.parquet'));
    expect(november).toMatchObject({ id: 'b1', user_name: 'Maria', contact_id: 'c2', source: 'WEB_USER' });
  });

  test('is read by DuckDB as one table, with the columns of the folders', async () => {
    const hostile = String.raw`{"_id":"b2","createdAt":"2026-11-02T08:00:00.000Z","type":"DELETED","documentName":"cut \ud83d \u0000","n":12345678901234567890}`;
    const archive = await makeArchive(await programFolder(), [
      { ...autumn, events: [...(autumn.events ?? []), hostile] },
    ]);
    const lake = join(archive.folder, 'lake');
    await publish(archive, lake);
    const columns = `location, month, id, timestamp, type, module, record_id, record_name, contact_id, source, user_id, user_name,
      changed_fields, json_valid(raw) AS is_json, CASE WHEN json_valid(raw) THEN raw->>'$._id' ELSE raw END AS raw`;
    const rows = await askDuckDB(
      `SELECT ${columns} FROM read_parquet('${lake}/*/*/*.parquet', hive_partitioning = true) ORDER BY timestamp`,
    );
    const all = { location: 'SmallLocation0000001', module: 'CONTACT', type: 'UPDATED', is_json: true };
    expect(rows).toEqual([
      {
        ...all,
        ...{ month: '2026-10', id: 'a1', timestamp: '2026-10-31 23:59:59.999', record_id: 'c1' },
        ...{ record_name: 'Ada', contact_id: null, source: '', user_id: 'u1', user_name: 'Devon' },
        ...{ changed_fields: '["tags"]', raw: 'a1' },
      },
      {
        ...all,
        ...{ month: '2026-11', id: 'b1', timestamp: '2026-11-01 00:00:00', record_id: null },
        ...{ record_name: null, contact_id: 'c2', source: 'WEB_USER', user_id: 'u1', user_name: 'Maria' },
        ...{ changed_fields: '[]', raw: 'b1' },
      },
      {
        ...all,
        ...{ month: '2026-11', id: 'b2', timestamp: '2026-11-02 08:00:00', type: 'DELETED', module: '' },
        ...{ record_id: null, record_name: 'cut \ufffd \0', contact_id: null, source: '', user_id: null },
        ...{ user_name: null, changed_fields: '[]', is_json: false, raw: hostile },
      },
    ]);
  });

  test('says of which head it was made, and what each file holds', async () => {
    const archive = await makeArchive(await programFolder(), [autumn]);
    const lake = join(archive.folder, 'lake');
    await publish(archive, lake);
    const head = JSON.parse(await readFile(join(lake, partition, '_head'), 'utf8'));
    const { archive: opened } = await ArchivedLog.open(archive.archiveFolder, new AbortController().signal);
    const { origin, size, rootHash } = opened.log.checkpoint ?? { rootHash: '' };
    expect(head.head).toEqual({ origin, size, rootHash: Buffer.from(rootHash).toString('base64') });
    const file = await readFile(join(lake, partition, 'month=2026-10', 'part-00000.parquet'));
    expect(head.months['2026-10'].parts).toEqual([
      {
        path: 'month=2026-10/part-00000.parquet',
        rows: 1,
        bytes: file.length,
        sha256: hash('sha256', file, 'hex'),
      },
    ]);
  });

  test('writes again only months that have something new, and gives the same bytes', async () => {
    const archive = await makeArchive(await programFolder(), [autumn]);
    const lake = join(archive.folder, 'lake');
    const other = join(archive.folder, 'other');
    await publish(archive, lake);
    const october = join(lake, partition, 'month=2026-10', 'part-00000.parquet');
    const before = await readFile(october);
    await makeArchive(archive.folder, [
      {
        since: '2026-11-14T00:00:00.000Z',
        until: '2026-11-20T00:00:00.000Z',
        events: [wire('b2', '2026-11-16T00:00:00.000Z')],
      },
    ]);
    const again = await publish(archive, lake);
    expect(again.stderr.split('\n').slice(0, 2)).toEqual([
      '2026-10: 1 event, unchanged',
      '2026-11: 2 events, written · the archive does not hold all of it',
    ]);
    await publish(archive, other);
    for (const month of ['month=2026-10', 'month=2026-11']) {
      const [one, two] = [lake, other].map((root) => join(root, partition, month, 'part-00000.parquet'));
      expect(await readFile(one ?? '')).toEqual(await readFile(two ?? ''));
    }
    expect(await readFile(october)).toEqual(before);
  });

  test('leaves out what was replaced by a later version and what was erased', async () => {
    const archive = await makeArchive(await programFolder(), [
      autumn,
      {
        since: '2026-10-01T00:00:00.000Z',
        until: '2026-11-15T00:00:00.000Z',
        events: [wire('a1', '2026-11-02T00:00:00.000Z', { type: 'CREATED' })],
        record: { changed: ['a1'] },
      },
    ]);
    const lake = join(archive.folder, 'lake');
    await publish(archive, lake);
    expect(await readdir(join(lake, partition))).toEqual(['_head', 'month=2026-11']);
    const rows = await rowsOf(join(lake, partition, 'month=2026-11', 'part-00000.parquet'));
    expect(rows.map(({ id, type }) => [id, type])).toEqual([
      ['b1', 'UPDATED'],
      ['a1', 'CREATED'],
    ]);
  });

  test('publishes nothing of a month of which a segment was altered, and ends with 10', async () => {
    const archive = await makeArchive(await programFolder(), [autumn]);
    const { manifest } = await ArchivedLog.open(archive.archiveFolder, new AbortController().signal);
    await truncate(join(archive.archiveFolder, manifest[0]?.path ?? ''), 30);
    const { stderr, exitCode } = await publish(archive, join(archive.folder, 'lake'));
    expect(stderr).toContain('2026-10 was not published: ');
    expect(exitCode).toBe(10);
    await expect(readdir(join(archive.folder, 'lake'))).rejects.toThrow('ENOENT');
  });

  test('writes nowhere else, wherever the manifest of an archive that somebody else has signed leads', async () => {
    const archive = await makeArchive(await programFolder(), [autumn]);
    await addTo(archive, async (writer) => {
      const entries = await readSegments(archive.archiveFolder, writer.log.size);
      const edited = entries.map((entry) => ({
        ...entry,
        path: entry.path.replace(`events/${partition}/`, `events/../events/${partition}/`),
      }));
      await writer.replaceManifest(edited);
    });
    const { exitCode } = await publish(archive, join(archive.folder, 'a', 'lake'));
    expect(exitCode).toBe(0);
    expect(await readdir(join(archive.folder, 'a'))).toEqual(['lake']);
    expect(await readdir(join(archive.folder, 'a', 'lake'))).toEqual([partition]);
  });
});
