import { createHash } from 'node:crypto';
import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalPath } from '../../src/journal/journal.js';
import { programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply } from '../support/small-account.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function smallWorld(world: World = {}): Promise<World & { readonly folder: string }> {
  const folder = await programFolder();
  return { ...worldOf(createSmallAccount(), world), folder };
}

const journalOf = (folder: string) => journalPath(join(folder, 'data'));

async function entriesOf(folder: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(journalOf(folder), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a command that read an account is noted: when, who, what was typed, how many events, and the hash of what it wrote', async () => {
  const world = await smallWorld();
  const { stdout } = await runAudit('list --user maria --since 2026-11-20 --tz UTC', world);
  expect(await entriesOf(world.folder)).toEqual([
    {
      journal: 1,
      number: 1,
      at: expect.stringMatching(/^2026-11-22T00:0\d:\d\d\.\d{3}Z$/),
      by: { user: 'ada', host: 'desk', process: 4711 },
      tool: '1.2.3',
      command: ['list', '--user', 'maria', '--since', '2026-11-20', '--tz', 'UTC'],
      profile: null,
      account: { location: 'SmallLocation0000001', apiUrl: 'https://api.acme.example', embedded: false },
      window: { since: '2026-11-20T00:00:00.000Z', until: expect.stringMatching(/^2026-11-22T/) },
      rows: 2,
      complete: true,
      outputs: [{ bytes: Buffer.byteLength(stdout), sha256: sha256(stdout) }],
      receipt: null,
      exitCode: 0,
      previous: '0'.repeat(64),
    },
  ]);
});

test('it holds no event data and no secret, also where one was typed into the line', async () => {
  const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.Y2FuYXJ5';
  const world = await smallWorld({ env: { AUDIT_TOKEN: token } });
  await runAudit(['list', '--search', `x${token}y`], world);
  await runAudit(['list', '--search', 'pit-12345678-aaaa', '--format', 'json'], world);
  await runAudit('export', world);
  await runAudit('show 6b02153d0000000000000003', world);
  const text = await readFile(journalOf(world.folder), 'utf8');
  expect((await entriesOf(world.folder)).map(({ command }) => command)).toEqual([
    ['list', '--search', 'x[token]y'],
    ['list', '--search', '[token]', '--format', 'json'],
    ['export'],
    ['show', '6b02153d0000000000000003'],
  ]);
  for (const secret of [token, 'pit-1234', 'Ada Example', 'Roof', 'Maria', 'vip']) {
    expect(text).not.toContain(secret);
  }
});

test('a file that was exported is noted with its hash', async () => {
  const world = await smallWorld();
  const path = join(world.folder, 'report.csv');
  const { exitCode } = await runAudit(['export', '-o', path], world);
  expect(exitCode).toBe(0);
  const file = await readFile(path, 'utf8');
  expect(await entriesOf(world.folder)).toMatchObject([
    { rows: 3, outputs: [{ bytes: Buffer.byteLength(file), sha256: sha256(file) }] },
  ]);
});

test('a command that failed is noted with its exit code, and one that talked to nobody is not', async () => {
  const refusing = createSmallAccount({ instead: () => errorReply(403, 'Forbidden') });
  const folder = await programFolder();
  await runAudit('list', { ...worldOf(refusing), folder });
  for (const line of [
    'profile list',
    'list --help',
    'list --nonsense',
    'journal',
    'list --api-url http://x.example',
  ]) {
    await runAudit(line, { ...worldOf(refusing), folder });
  }
  expect(await entriesOf(folder)).toMatchObject([{ command: ['list'], exitCode: 4, rows: null }]);
});

test('what a person looked at on a screen has no hash: no bytes of it are left', async () => {
  const world = await smallWorld({ terminal: { columns: 100 } });
  await runAudit('list', world);
  expect(await entriesOf(world.folder)).toMatchObject([{ rows: 3, outputs: [] }]);
});

test.each(['1', 'yes'])('AUDIT_NO_JOURNAL=%s switches it off', async (value) => {
  const world = await smallWorld({ env: { AUDIT_NO_JOURNAL: value } });
  await runAudit('list', world);
  expect(await runAudit('journal', world)).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: 'Nothing is noted: AUDIT_NO_JOURNAL is set.\n',
  });
});

test('the journal is shown newest first, and its older entries are counted', async () => {
  const world = await smallWorld();
  await runAudit('list --limit 2', world);
  await runAudit(['list', '--search', 'no such thing\u001b[2J'], world);
  await runAudit('show none', world);
  expect(
    await runAudit('journal --limit 2 --tz UTC', { ...world, terminal: { columns: 120 } }),
  ).toMatchObject({
    exitCode: 0,
    stdout:
      '3  2026-11-22 00:04  ada  SmallLocation0000001             exit 5  audit show none\n' +
      "2  2026-11-22 00:04  ada  SmallLocation0000001  no events  done    audit list --search 'no such thing\\x1b[2J'\n",
    stderr: '1 older entry (--all for the rest)\n',
  });
  const json = JSON.parse((await runAudit('journal --all --format json', world)).stdout);
  expect(json.entries.map(({ number }: { number: number }) => number)).toEqual([3, 2, 1]);
  const lines = (await runAudit('journal --format ndjson', world)).stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(json.entries);
});

test('the chain is proven, and its head is printed to be kept elsewhere', async () => {
  const world = await smallWorld();
  await runAudit('list', world);
  const { stdout: head } = await runAudit('journal verify', world);
  const [line = ''] = (await readFile(journalOf(world.folder), 'utf8')).match(/.*\n/) ?? [];
  expect(head).toBe(`${sha256(line)}\n`);
  await runAudit('export', world);
  expect(await runAudit(`journal verify --head ${head.trim()}`, world)).toMatchObject({
    exitCode: 0,
    stderr:
      '2 entries, each following from the one before. It holds the head that was kept.\n' +
      'Keep the head elsewhere: without it nobody can tell when entries are cut off at the end.\n',
  });
  await writeFile(journalOf(world.folder), '');
  expect(await runAudit(`journal verify --head ${head.trim()}`, world)).toMatchObject({
    exitCode: 10,
    stdout: '',
    stderr: expect.stringContaining('the head that was kept is not in it: entries were cut off or changed.'),
  });
  expect((await runAudit('journal verify --head abc', world)).exitCode).toBe(2);
});

test('a journal that was edited is a proof that failed: exit 10, and where', async () => {
  const world = await smallWorld();
  for (const line of ['list', 'export', 'list']) await runAudit(line, world);
  const path = journalOf(world.folder);
  await writeFile(path, (await readFile(path, 'utf8')).replace('"export"', '"list"'));
  expect(await runAudit('journal verify', world)).toMatchObject({
    exitCode: 10,
    stdout: '',
    stderr:
      `audit: The journal ${path} is not as it was written: line 3: it does not follow from line 2.\n` +
      'What stands before the first such line is as it was written.\n',
  });
  expect((await runAudit('journal', world)).stderr).toBe(
    'Warning: the journal is not as it was written. Look closer: audit journal verify\n',
  );
});

test('a journal that cannot be written takes nothing back: the answer stands, and it is said', async () => {
  const world = await smallWorld();
  await mkdir(journalOf(world.folder), { recursive: true });
  const { exitCode, stdout, stderr } = await runAudit('list --quiet --limit 1', world);
  expect({ exitCode, rows: stdout.split('\n').length }).toEqual({ exitCode: 0, rows: 2 });
  expect(stderr).toContain(
    `Warning: not noted in the journal. The journal ${journalOf(world.folder)} cannot be used (`,
  );
  expect(stderr).toContain('AUDIT_NO_JOURNAL=1 switches the journal off.\n');
});

test('a held journal is waited for, and then given up with a word', async () => {
  const world = await smallWorld();
  await mkdir(join(world.folder, 'data', 'journal'), { recursive: true, mode: 0o700 });
  await chmod(join(world.folder, 'data'), 0o700);
  const lock = `${journalOf(world.folder)}.lock`;
  await appendFile(lock, `${JSON.stringify({ processId: 1, hostName: 'desk', since: '2026-11-22' })}\n`);
  const { exitCode, stderr } = await runAudit('list --limit 1 --quiet', {
    ...world,
    runner: { isRunning: () => true },
  });
  expect(exitCode).toBe(0);
  expect(stderr).toContain('Warning: not noted in the journal.');
  await runAudit('list --limit 1 --quiet', world);
  expect((await entriesOf(world.folder)).length).toBe(1);
});

test('on every screen each entry is whole, and no line is wider', async () => {
  const world = await smallWorld();
  await runAudit('list --user maria --since 2026-11-20 --tz America/Chicago --format json', world);
  await runAudit('doctor', world);
  for (const columns of [20, 40, 80, 200]) {
    const { stdout } = await runAudit('journal --tz UTC', { folder: world.folder, terminal: { columns } });
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([]);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /^2 .* done audit doctor 1 .* 2 events done audit list --user maria /,
    );
  }
  const { stdout } = await runAudit('journal --tz UTC', { folder: world.folder, terminal: { columns: 80 } });
  expect(stdout).toBe(
    '2  2026-11-22 00:04  ada  SmallLocation0000001  done\n  audit doctor\n' +
      '1  2026-11-22 00:04  ada  SmallLocation0000001  2 events  done\n' +
      '  audit list --user maria --since 2026-11-20 --tz America/Chicago --format json\n',
  );
});
