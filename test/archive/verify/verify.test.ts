import { execFile } from 'node:child_process';
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readHead } from '../../../src/archive/log/head.js';
import { readVerifierKey } from '../../../src/archive/log/note.js';
import { createSigningKey } from '../../../src/archive/log/signing-key.js';
import { type VerifyQuestion, verifyArchive } from '../../../src/archive/verify/verify.js';
import { InterruptedError } from '../../../src/errors.js';
import { dayRead, editSegment, threeDays } from '../../support/alterable-archive.js';
import { temporaryFolder } from '../../support/folder.js';
import { addTo, type MadeArchive, makeArchive } from '../../support/made-archive.js';

const location = 'events/location=SmallLocation0000001';
const firstDay = `${location}/date=2026-11-01/000000000001-000000000300.ndjson.gz`;
const secondDay = `${location}/date=2026-11-02/000000000302-000000000311.ndjson.gz`;

const verify = ({ folder, archiveFolder }: MadeArchive, question: Partial<VerifyQuestion> = {}) =>
  verifyArchive({
    folder: archiveFolder,
    configFolder: join(folder, 'config'),
    given: { keys: [], head: undefined },
    isIncremental: false,
    progress: () => {},
    ...question,
  });

const made = async () => threeDays(await temporaryFolder());

/** Findings as lines, in their order. */
const findingsOf = async (archive: MadeArchive, question: Partial<VerifyQuestion> = {}) =>
  (await verify(archive, question)).findings.map(
    ({ code, path = '', leaves, text }) =>
      `${code} ${path}${leaves === undefined ? '' : ` ${leaves.first}-${leaves.last}`}: ${text}`,
  );

test('An archive that nobody has touched is intact, and the word says on what it rests and what it does not prove', async () => {
  const archive = await made();
  const { origin, head = '' } = await verify(archive);
  const key = readHead(head).key;
  expect(await verify(archive)).toEqual({
    origin: expect.stringMatching(/^hoopai-audit\/api\.acme\.example\/SmallLocation0000001\/[0-9a-f]{8}$/),
    size: 354,
    rootHash: readHead(head).rootHash,
    head: expect.stringMatching(/^\S+\+[0-9a-f]{8}\+\S{44} 354 \S{44}$/),
    events: 350,
    records: 4,
    erased: 0,
    bytes: expect.any(Number),
    findings: [],
    covered: [{ sinceMs: Date.parse('2026-11-01'), untilMs: Date.parse('2026-11-04') }],
    holes: [],
    grounds: [
      `signed by the key ${key?.id}: the key that this machine keeps`,
      'consistent with the head that this machine remembers (354 leaves)',
    ],
    unproven: [
      'that the holder of the private key, or of this machine, has not written it anew: give a head that was kept out of his reach (--known)',
      'that the account told everything: what it was asked and what it answered is on record, and rests on its word',
    ],
    notes: [],
    filesRead: 7,
    notReadAgain: 0,
  });
  expect(key?.name).toBe(origin);
});

test('An event that was edited is named, with its segment', async () => {
  const archive = await made();
  await editSegment(archive, firstDay, (lines) => lines.map((line) => line.replace('"name 7"', '"name 8"')));
  expect(await findingsOf(archive)).toEqual([
    `edited ${firstDay} 1-300: edited: 2026-11-01_7`,
    `manifest-altered manifest.ndjson 1-300: does not tell of ${firstDay} what it holds`,
  ]);
});

test('Events that were taken out, put in, or moved are named, also all in one segment', async () => {
  const archive = await made();
  await editSegment(archive, firstDay, (lines) => {
    const [taken = '', ...rest] = lines.slice(0, 10);
    return [...rest.reverse(), ...lines.slice(10), taken.replace('2026-11-01_0', 'made_up')];
  });
  expect((await findingsOf(archive)).slice(0, 3)).toEqual([
    `deleted ${firstDay} 1-300: taken out: 2026-11-01_0`,
    `inserted ${firstDay} 1-300: put in: made_up`,
    `reordered ${firstDay} 1-300: moved: 2026-11-01_2, 2026-11-01_3, 2026-11-01_4, 2026-11-01_5, 2026-11-01_6 and 3 more`,
  ]);
});

test('The last events of a segment cannot be taken away unseen, nor a whole segment', async () => {
  const archive = await made();
  await editSegment(archive, firstDay, (lines) => lines.slice(0, -2));
  await rm(join(archive.archiveFolder, secondDay));
  expect(await findingsOf(archive)).toEqual([
    'file-missing  302-311: leaves 302 to 311 lie in no file: 2026-11-02_0, 2026-11-02_1, 2026-11-02_2, 2026-11-02_3, 2026-11-02_4 and 5 more',
    `deleted ${firstDay} 1-300: taken out: 2026-11-01_298, 2026-11-01_299`,
    `manifest-altered manifest.ndjson 1-300: does not tell of ${firstDay} what it holds`,
    `manifest-altered manifest.ndjson: tells of ${secondDay}, which is not there`,
  ]);
});

test('A segment that cannot be unpacked any more names the first event that is lost', async () => {
  const archive = await made();
  const path = join(archive.archiveFolder, firstDay);
  const packed = await readFile(path);
  await writeFile(path, packed.subarray(0, packed.length - 40));
  const [first] = await findingsOf(archive);
  expect(first).toMatch(
    /^file-damaged events\/.*gz \d+-300: cannot be unpacked to its end; from about 2026-11-01_2\d\d on it is lost$/,
  );
});

test('Bytes behind the end of a segment are found, although every tool that unpacks it passes over them', async () => {
  const archive = await made();
  await writeFile(join(archive.archiveFolder, secondDay), '\0\0\0\0\0', { flag: 'a' });
  expect((await findingsOf(archive))[0]).toBe(
    `file-damaged ${secondDay} 302-311: has 5 bytes behind its end`,
  );
});

test('A record of the archive’s own that was edited or packed away with the events is found', async () => {
  const archive = await made();
  const record = join(archive.archiveFolder, 'ledger/000000000312-000000000312.ndjson');
  const line = await readFile(record, 'utf8');
  await writeFile(record, line.replace('"requests":1', '"requests":2'));
  expect(await findingsOf(archive)).toEqual([
    'edited ledger/000000000312-000000000312.ndjson 312-312: edited: ledger:coverage',
  ]);
  await rm(record);
  const whole = secondDay.replace('000000000311', '000000000312');
  await rename(join(archive.archiveFolder, secondDay), join(archive.archiveFolder, whole));
  await editSegment(archive, whole, (lines) => [...lines, line.trimEnd()]);
  expect(await findingsOf(archive)).toEqual([
    'checkpoint-altered log/checkpoints/000000000313: belongs to no commit of this archive',
    `file-foreign ${whole}: holds records of the archive among its events`,
    `manifest-altered manifest.ndjson: tells of ${secondDay}, which is not there`,
  ]);
});

test('What does not belong into an archive is named: strange files, links, a second copy of a segment', async () => {
  const archive = await made();
  const { archiveFolder } = archive;
  await writeFile(join(archiveFolder, 'events/notes.txt'), '');
  await rename(join(archiveFolder, firstDay), join(archiveFolder, 'kept.gz'));
  await symlink(join(archiveFolder, 'kept.gz'), join(archiveFolder, firstDay));
  const copy = secondDay.replace('2026-11-02', '2026-11-05');
  await mkdir(dirname(join(archiveFolder, copy)));
  await copyFile(join(archiveFolder, secondDay), join(archiveFolder, copy));
  expect(await findingsOf(archive)).toEqual([
    `file-foreign ${firstDay}: does not belong to an archive`,
    'file-foreign events/notes.txt: does not belong to an archive',
    'file-foreign kept.gz: does not belong to an archive',
    'file-missing  1-300: leaves 1 to 300 lie in no file: 2026-11-01_0, 2026-11-01_1, 2026-11-01_2, 2026-11-01_3, 2026-11-01_4 and 295 more',
    `file-foreign ${copy}: holds leaves that another file holds as well`,
    `file-foreign ${copy}: belongs elsewhere: ${secondDay}`,
    `manifest-altered manifest.ndjson: tells of ${firstDay}, which is not there`,
  ]);
});

test('A tile that was altered is told from the entries that it is made of', async () => {
  const archive = await made();
  const flip = async (path: string) => {
    const file = join(archive.archiveFolder, path);
    const bytes = await readFile(file);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const found = await findingsOf(archive);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(file, bytes);
    return found;
  };
  expect(await flip('log/tile/0/000')).toEqual(['tile-altered log/tile/0/000: is not made of its entries']);
  expect(await flip('log/tile/0/001.p/98')).toEqual([
    'tile-altered log/tile/0/001.p/98: is not made of its entries',
  ]);
  expect(await flip('log/tile/entries/000')).toEqual([
    'tile-altered log/tile/entries/000: does not hold leaf 1 as signed',
  ]);
  expect(await flip('log/tile/entries/001.p/98')).toEqual([
    'tile-altered log/tile/entries/001.p/98: does not hold leaf 257 as signed',
  ]);
});

test('A pipe that was laid in the place of a file is found, and keeps nobody waiting for a writer', async () => {
  const archive = await made();
  for (const path of ['log/tile/0/000', 'log/checkpoint', 'archive.json']) {
    await rm(join(archive.archiveFolder, path));
    await promisify(execFile)('mkfifo', [join(archive.archiveFolder, path)]);
  }
  expect(await findingsOf(archive)).toEqual([
    'archive-json-altered archive.json: does not say what the log says of the archive',
    'checkpoint-altered log/checkpoint: is no checkpoint',
    'tile-altered log/tile/0/000: does not hold 256 hashes',
    'file-missing log/tile/0/000: is not there any more',
    'file-foreign archive.json: does not belong to an archive',
    'file-foreign log/checkpoint: does not belong to an archive',
    'file-foreign log/tile/0/000: does not belong to an archive',
  ]);
});

test('A file that was blown up beyond all memory is found, whatever it was, and not read', async () => {
  const archive = await made();
  const blownUp = async (path: string) => {
    const file = join(archive.archiveFolder, path);
    const bytes = await readFile(file);
    await truncate(file, 3e9);
    const found = await findingsOf(archive);
    await writeFile(file, bytes);
    return found;
  };
  expect(await blownUp('log/tile/0/000')).toEqual(['tile-altered log/tile/0/000: cannot be read']);
  expect(await blownUp('log/tile/1/000.p/1')).toEqual(['tile-altered log/tile/1/000.p/1: cannot be read']);
  expect(await blownUp('log/tile/entries/000')).toEqual([
    'tile-altered log/tile/entries/000: cannot be read',
  ]);
  expect(await blownUp('log/checkpoint')).toEqual(['checkpoint-altered log/checkpoint: is no checkpoint']);
  expect(await blownUp(secondDay)).toEqual([
    `file-damaged ${secondDay} 302-311: cannot be read; from about 2026-11-02_0 on it is lost`,
    `manifest-altered manifest.ndjson 302-311: does not tell of ${secondDay} what it holds`,
  ]);
});

test('A checkpoint that is missing, altered, another log’s or signed by nobody known is found', async () => {
  const archive = await made();
  const kept = join(archive.archiveFolder, 'log/checkpoints');
  await rm(join(kept, '000000000302'));
  const path = join(kept, '000000000313');
  await writeFile(path, (await readFile(path, 'utf8')).replace(/.{4}\n$/, 'AAA=\n'));
  await writeFile(join(archive.archiveFolder, 'log/checkpoint'), 'not a checkpoint\n');
  expect(await findingsOf(archive)).toEqual([
    'checkpoint-missing log/checkpoints/000000000302: is not there any more',
    'checkpoint-altered log/checkpoints/000000000313: bears a signature that does not fit it',
    'checkpoint-altered log/checkpoint: is no checkpoint',
  ]);
});

test('An older checkpoint put back with its tail cut off is found by the head that this machine remembers', async () => {
  const folder = await temporaryFolder();
  const older = await makeArchive(folder, [dayRead('2026-11-01', 300)]);
  const copy = join(folder, 'copy');
  await copyAll(older.archiveFolder, copy);
  await addTo(older, async (writer) => {
    await writer.addRecord({ ledger: 1, kind: 'release', at: '', hold: 'h', case: 'c' });
    await writer.commit();
  });
  expect(await findingsOf({ folder, archiveFolder: copy })).toEqual([
    'rolled-back log/checkpoint: the log ends at 302 leaves, and the head that this machine remembers has 303: its end was cut off, or an older copy put in its place',
  ]);
});

test('An archive that was written anew, with the right key even, does not agree with a head that was kept', async () => {
  const archive = await made();
  const { head = '' } = await verify(archive);
  const known = { ...readHead(head), size: 300 };
  expect(await findingsOf(archive, { given: { keys: [], head: known } })).toEqual([
    'not-consistent : the first 300 leaves are not those of the head that you gave: the log was written anew',
  ]);
});

test('Where nothing says which key is right, or another one is, that is a finding', async () => {
  const archive = await made();
  const { origin } = await verify(archive);
  const stranger = createSigningKey(origin).verifier;
  const elsewhere = { configFolder: join(archive.folder, 'elsewhere') };
  const own = readVerifierKey(
    JSON.parse(await readFile(join(archive.archiveFolder, 'archive.json'), 'utf8')).keys[0].publicKey,
  );
  expect(await findingsOf(archive, elsewhere)).toEqual([
    `key-unknown : nothing here says whether its key ${own.id} is the right one`,
  ]);
  expect(await findingsOf(archive, { given: { keys: [stranger], head: undefined } })).toEqual([
    `key-unknown : it is not signed by ${stranger.id}, the key that you gave, but by ${own.id}`,
  ]);
  expect(await verify(archive, { ...elsewhere, given: { keys: [own], head: undefined } })).toMatchObject({
    findings: [],
    grounds: [`signed by the key ${own.id}: the key that you gave`],
  });
});

test('archive.json is held against the log, to the byte', async () => {
  const archive = await made();
  const path = join(archive.archiveFolder, 'archive.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace('"archive": 1', '"archive":  1'));
  expect(await findingsOf(archive)).toEqual([
    'archive-json-altered archive.json: does not say what the log says of the archive',
  ]);
});

test('A manifest that hides what a segment holds is found; one that is missing or unsealed is only said', async () => {
  const archive = await made();
  const path = join(archive.archiveFolder, 'manifest.ndjson');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('"user_3":75', '"user_3":74'));
  expect(await findingsOf(archive)).toEqual([
    `manifest-altered manifest.ndjson 1-300: does not tell of ${firstDay} what it holds`,
  ]);
  await writeFile(path, text);
  await rm(join(archive.archiveFolder, 'manifest.note'));
  expect(await verify(archive)).toMatchObject({
    findings: [],
    notes: ['the manifest bears no seal that fits: what it says was counted again'],
  });
  await rm(path);
  expect(await verify(archive)).toMatchObject({
    findings: [],
    notes: ['there is no manifest: the next sync makes it anew'],
  });
});

test('What was verified and not touched since is not read again, and what was touched is', async () => {
  const archive = await made();
  expect(await verify(archive, { isIncremental: true })).toMatchObject({ filesRead: 7, notReadAgain: 0 });
  expect(await verify(archive, { isIncremental: true })).toMatchObject({
    findings: [],
    filesRead: 0,
    notReadAgain: 7,
  });
  await editSegment(archive, secondDay, (lines) => lines.toReversed());
  const { findings, filesRead } = await verify(archive, { isIncremental: true });
  expect({ filesRead, codes: findings.map(({ code }) => code) }).toEqual({
    filesRead: 1,
    codes: ['reordered', 'manifest-altered'],
  });
});

test('Whoever ends a verification is heard also while only checkpoints are looked at', async () => {
  const archive = await made();
  await addTo(archive, async (writer) => {
    for (let commit = 0; commit < 40; commit += 1) {
      await writer.addRecord({ ledger: 1, kind: 'release', at: '', hold: `hold ${commit}`, case: '' });
      await writer.commit();
    }
  });
  await verify(archive);
  const told: number[] = [];
  const ended = verify(archive, {
    isIncremental: true,
    progress: (leaves, of) => {
      if (told.push(of - leaves) > 1) throw new InterruptedError('interrupted', 'Interrupted.');
    },
  });
  await expect(ended).rejects.toThrow('Interrupted.');
  expect(told).toEqual([0, 0]);
});

test('Where nothing vouches for anything there is nothing to verify', async () => {
  const folder = await temporaryFolder();
  await expect(verify({ folder, archiveFolder: folder })).rejects.toMatchObject({
    code: 'nothing-to-verify',
    exitCode: 10,
  });
});

async function copyAll(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = join(to, path.slice(from.length));
    await mkdir(dirname(target), { recursive: true });
    await copyFile(path, target);
  }
}

test.each([
  ['day', 'date=2026-11-09'],
  ['no day', 'date=unknown'],
  ['account', '../location=Other/date=2026-11-01'],
])(
  'A segment in the folder of another %s is found, also where the manifest was thrown away with it',
  async (_, to) => {
    const archive = await made();
    const moved = join(location, to, firstDay.split('/').at(-1) ?? '');
    await mkdir(dirname(join(archive.archiveFolder, moved)), { recursive: true });
    await rename(join(archive.archiveFolder, firstDay), join(archive.archiveFolder, moved));
    for (const name of ['manifest.ndjson', 'manifest.note']) await rm(join(archive.archiveFolder, name));
    expect(await findingsOf(archive)).toEqual([`file-foreign ${moved}: belongs elsewhere: ${firstDay}`]);
  },
);
