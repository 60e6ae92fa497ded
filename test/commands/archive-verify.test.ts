import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dayRead, editSegment } from '../support/alterable-archive.js';
import { temporaryFolder } from '../support/folder.js';
import { type MadeArchive, makeArchive } from '../support/made-archive.js';
import { runAudit } from '../support/program.js';

const segment = 'events/location=SmallLocation0000001/date=2026-11-01/000000000001-000000000003.ndjson.gz';

const names = { location: { id: 'SmallLocation0000001', name: 'Acme', timeZone: 'America/Chicago' } };

const made = async (...more: readonly string[]) =>
  makeArchive(
    await temporaryFolder(),
    ['2026-11-01', ...more].map((date) => ({ ...dayRead(date, 3), names })),
  );

const run = (line: string, { folder, archiveFolder }: MadeArchive) =>
  runAudit(`archive ${line} --archive-folder ${archiveFolder}`, { folder });

test('a person reads the verdict, on what it rests, what it does not prove, and the head to keep', async () => {
  const archive = await made();
  const { stdout, exitCode } = await run('verify', archive);
  const head = (await run('head', archive)).stdout;
  const [, id] = head.split('+');
  expect({ stdout: stdout.replace(/[\d,]+ bytes/, '… bytes'), exitCode }).toEqual({
    exitCode: 0,
    stdout: `INTACT: 3 events · 3 records of the archive itself · … bytes · 3 files read
  signed by the key ${id}: the key that this machine keeps
  consistent with the head that this machine remembers (6 leaves)
  read completely: 2026-10-31 19:00:00 → 2026-11-01 18:00:00 America/Chicago
Not proven:
  that the holder of the private key, or of this machine, has not written it anew: give a head that was kept out of his reach (--known)
  that the account told everything: what it was asked and what it answered is on record, and rests on its word
Head, to keep elsewhere:
  ${head}`,
  });
});

test('a head that was kept is taken as its line, as a file with it, and as a checkpoint', async () => {
  const archive = await made();
  const head = (await run('head', archive)).stdout;
  const file = join(archive.folder, 'head.txt');
  await writeFile(file, head);
  const known = [head.trimEnd(), file, join(archive.archiveFolder, 'log/checkpoint')];
  for (const given of known) {
    const words = ['archive', 'verify', '--archive-folder', archive.archiveFolder, '--known', given];
    const { stdout, exitCode } = await runAudit(words, { folder: archive.folder });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining('consistent with the head that you gave (6 leaves)'),
    });
  }
});

test('a finding ends with 10 and names segment and event, in words and as JSON', async () => {
  const archive = await made();
  await editSegment(archive, segment, (lines) => lines.map((line) => line.replace('name 1', 'name 2')));
  const text = await run('verify', archive);
  expect({ exitCode: text.exitCode, found: text.stdout.split('\n')[1] }).toEqual({
    exitCode: 10,
    found: `  edited: ${segment} (leaves 1 to 3): edited: 2026-11-01_1`,
  });
  const { stdout, exitCode } = await run('verify --format json', archive);
  expect(exitCode).toBe(10);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    verdict: 'NOT INTACT',
    findings: [
      { code: 'edited', path: segment, leaves: { first: 1, last: 3 }, events: ['2026-11-01_1'] },
      { code: 'manifest-altered' },
    ],
  });
});

test('a hole in what was read ends with 10, unless holes are allowed', async () => {
  const archive = await made('2026-11-03');
  const { exitCode, stdout } = await run('verify', archive);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 10,
    stdout: expect.stringMatching(
      /^INTACT, WITH HOLES: [\s\S]* {2}hole: 2026-11-01 18:00:00 → 2026-11-02 18:00:00 America\/Chicago \(--allow-gaps lets it pass\)\n/,
    ),
  });
  expect((await run('verify --allow-gaps', archive)).exitCode).toBe(0);
  expect((await run('verify --tz utc', archive)).stdout).toContain(
    'hole: 2026-11-02 00:00:00 → 2026-11-03 00:00:00 UTC ',
  );
});

test('where nothing vouches for anything, or a key or head is none, the command says what to do', async () => {
  const archive = await made();
  const empty = await run('verify', { ...archive, archiveFolder: archive.folder });
  expect({ exitCode: empty.exitCode, stderr: empty.stderr }).toEqual({
    exitCode: 10,
    stderr: expect.stringContaining('audit archive sync'),
  });
  expect((await run('verify --key nonsense', archive)).exitCode).toBe(2);
  expect((await run('verify --known archive.json', archive)).exitCode).toBe(2);
  const neither = await run('verify --known hoopai-audit/api.acme.example', archive);
  expect({ exitCode: neither.exitCode, stderr: neither.stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringContaining('neither a head nor a file with one'),
  });
});

test('an archive in which nothing was ever read proves nothing, and ends with 10', async () => {
  const archive = await makeArchive(await temporaryFolder(), []);
  const { stdout, exitCode } = await run('verify', archive);
  expect(exitCode).toBe(10);
  expect(stdout).toContain('INTACT, WITH HOLES: no events');
  expect(stdout).toContain('no span of time was read completely (--allow-gaps lets it pass)');
  expect((await run('verify --allow-gaps', archive)).exitCode).toBe(0);
});

test('a proof is written into a folder that must be new', async () => {
  const archive = await made();
  const target = join(archive.folder, 'proof');
  const { exitCode, stdout } = await run(`prove 2026-11-01_1 -o ${target}`, archive);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${target}\n` });
  expect(await readFile(join(target, 'leaf'), 'utf8')).toMatch(/^[0-9a-f]{64} {2}2026-11-01_1\n$/);
  expect((await run(`prove 2026-11-01_1 -o ${target}`, archive)).exitCode).toBe(2);
  expect((await run('prove nobody', archive)).exitCode).toBe(5);
});

test('a new key is printed, and the archive goes on from the old one', async () => {
  const archive = await made();
  const { exitCode, stdout, stderr } = await run('rotate-key', archive);
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^hoopai-audit\/\S+\n$/),
    stderr: expect.stringContaining(
      'From 7 leaves on the archive is signed by this key; the old one has signed for it.',
    ),
  });
});

test('on a terminal, sentences are broken at words and go on indented; the head to be copied stays whole', async () => {
  const archive = await made();
  const head = (await run('head', archive)).stdout;
  const world = { folder: archive.folder, terminal: { columns: 40 } };
  const { stdout } = await runAudit(`archive verify --archive-folder ${archive.archiveFolder}`, world);
  expect(stdout).toContain(
    '  that the account told everything: what\n  it was asked and what it answered is\n  on record, and rests on its word\n',
  );
  expect(stdout.endsWith(`Head, to keep elsewhere:\n  ${head}`)).toBe(true);
});
