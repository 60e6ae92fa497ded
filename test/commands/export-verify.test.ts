import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.js';
import { runAudit, worldOf } from '../support/program.js';
import { createSmallAccount, smallEvents, smallLocationId } from '../support/small-account.js';

const window = ['--since', '2026-11-21', '--until', '2026-11-21T17:00'];
let target = '';

async function exportOf(args: readonly string[] = []) {
  const { exitCode } = await runAudit(
    ['export', ...window, ...args, '-o', target],
    worldOf(createSmallAccount()),
  );
  expect(exitCode).toBe(0);
}

function verify(args: readonly string[] = [], events: readonly object[] = smallEvents) {
  return runAudit(['export', 'verify', target, ...args], worldOf(createSmallAccount({ events })));
}

beforeEach(async () => {
  target = join(await temporaryFolder(), 'report.csv');
});

describe('a file against its manifest', () => {
  test('that nobody has touched is as its manifest says, without asking anybody', async () => {
    await exportOf(['--columns', 'id']);
    const account = createSmallAccount();
    const { exitCode, stdout, stderr } = await runAudit(['export', 'verify', target], worldOf(account));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/report\.csv: as its manifest says: 3 rows, 88 bytes, SHA-256 [0-9a-f]{64}\n$/);
    expect(account.asked).toEqual([]);
  });

  test.each([
    [[]],
    [['--gzip']],
    [['--format', 'ndjson']],
    [['--format', 'json', '--gzip']],
    [['--per-field', '--bom']],
  ])('is checked in every form: %j', async (form) => {
    await exportOf(form);
    expect(await verify()).toMatchObject({ exitCode: 0 });
    const bytes = await readFile(target);
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
    await writeFile(target, bytes);
    const altered = await verify();
    expect(altered.exitCode).toBe(10);
    expect(altered.stdout).toContain('NOT what its manifest says: it has SHA-256');
  });

  test('a row cut off, a row too many in the manifest, no manifest, no file', async () => {
    await exportOf();
    const whole = await readFile(target);
    await writeFile(target, whole.subarray(0, -30));
    const cut = await verify(['--format', 'json']);
    expect(cut.exitCode).toBe(10);
    expect(JSON.parse(cut.stdout)).toMatchObject({
      schema: 1,
      intact: false,
      problems: [expect.stringMatching(/^it has \S+ bytes, the manifest says \S+$/)],
      account: null,
    });

    await writeFile(target, whole);
    const manifest = JSON.parse(await readFile(`${target}.manifest.json`, 'utf8'));
    await writeFile(
      `${target}.manifest.json`,
      JSON.stringify({ ...manifest, file: { ...manifest.file, rows: 4 } }),
    );
    expect((await verify()).stdout).toContain('it has 3 rows, the manifest says 4');

    await writeFile(`${target}.manifest.json`, '{"manifest":1}');
    expect((await verify()).exitCode).toBe(10);
    await rm(`${target}.manifest.json`);
    expect((await verify()).exitCode).toBe(10);
    await rm(target);
    expect((await verify()).exitCode).toBe(2);
  });

  test('through a link it is the manifest of the file that counts', async () => {
    await exportOf();
    const link = join(await temporaryFolder(), 'link.csv');
    await symlink(target, link);
    expect((await runAudit(['export', 'verify', link], worldOf(createSmallAccount()))).exitCode).toBe(0);
  });
});

describe('a file against the account', () => {
  test('holds what the account holds', async () => {
    await exportOf(['--columns', 'timestamp,id', '--per-field']);
    const { exitCode, stdout } = await verify(['--against-account']);
    expect(exitCode).toBe(0);
    expect(stdout.endsWith('report.csv: holds what the account holds\n')).toBe(true);
  });

  test('what only one of them has is listed, both ways', async () => {
    await exportOf();
    const [first, ...others] = smallEvents;
    const late = { ...first, _id: 'came-late', createdAt: '2026-11-21T19:00:00.000Z' };
    const { exitCode, stdout } = await verify(['--against-account'], [late, ...others]);
    expect(exitCode).toBe(3);
    expect(stdout.split('\n').slice(1)).toEqual([
      `${target}: differs from the account: 1 only there (+), 1 only here (-)`,
      '+ 2026-11-21T13:00:00.000-06:00 came-late',
      '- 2026-11-21T14:41:47.800-06:00 6b02020b0000000000000001',
      '',
    ]);
    const json = JSON.parse(
      (await verify(['--against-account', '--format', 'json'], [late, ...others])).stdout,
    );
    expect(json.account).toMatchObject({
      notInFile: [{ id: 'came-late', timestamp: '2026-11-21T19:00:00.000Z' }],
      notInAccount: [{ id: '6b02020b0000000000000001', timestamp: '2026-11-21T20:41:47.800Z' }],
      beforeFloor: 0,
    });
  });

  test('only what was asked for is compared: the filter is the one of the manifest', async () => {
    await exportOf(['--user', 'devon', '--type', 'tag-added', '--record', 'Ada Example']);
    expect((await verify(['--against-account'])).exitCode).toBe(0);
  });

  test('a file of another account, or one without ids, cannot be compared', async () => {
    await exportOf(['--columns', 'timestamp']);
    const { exitCode, stderr } = await verify(['--against-account']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('has no event ids to compare');
    await exportOf();
    const other = await verify(['--against-account', '--location', 'ElsewhereLocation001']);
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain(`is of account ${smallLocationId}, this is ElsewhereLocation001`);
  });
});
