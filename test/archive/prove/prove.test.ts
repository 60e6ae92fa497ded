import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { headLine, readHead } from '../../../src/archive/log/head.js';
import { createSigningKey, readSigningKey } from '../../../src/archive/log/signing-key.js';
import { type ProofQuestion, proveEvent } from '../../../src/archive/prove/prove.js';
import { keptApartFolderOf } from '../../../src/archive/store/form.js';
import { openArchive } from '../../../src/archive/store/open.js';
import { dayRead, threeDays } from '../../support/alterable-archive.js';
import { temporaryFolder } from '../../support/folder.js';
import { type MadeArchive, makeArchive } from '../../support/made-archive.js';
import { isHere, runLine } from '../../support/strangers.js';

const nothing = { leaf: undefined, known: undefined, signingKey: undefined };

let made: MadeArchive;

beforeAll(async () => {
  made = await threeDays(await mkdtemp(join(tmpdir(), 'audit-prove-')));
});
afterAll(() => rm(made.folder, { recursive: true, force: true }));

/** The proof of an event, in a folder of its own; and the key that signs it. */
async function proven(question: Partial<ProofQuestion> = {}) {
  const target = await temporaryFolder();
  const archive = await openArchive(made.archiveFolder);
  const proof = await proveEvent(archive, { eventId: '2026-11-01_7', ...nothing, ...question });
  for (const [name, content] of proof.files) await writeFile(join(target, name), content);
  return { proof, target, key: archive.description.keys[0]?.publicKey ?? '', archive };
}

/** Changes one letter of a file in the folder. */
async function alter(
  folder: string,
  name: string,
  from: string | RegExp,
  to: string | ((found: string) => string),
): Promise<void> {
  const text = await readFile(join(folder, name), 'latin1');
  const altered = typeof to === 'string' ? text.replace(from, to) : text.replace(from, to);
  expect(altered).not.toBe(text);
  await writeFile(join(folder, name), altered, 'latin1');
}

/** Still base64. */
const otherLetter = (found: string) => `${found.startsWith('A') ? 'B' : 'A'}${found.slice(1)}`;

test('The folder holds the event, its leaf, its path, the checkpoint, the key in every form, the script and a page', async () => {
  const { target, proof } = await proven();
  expect((await readdir(target)).sort()).toEqual([
    '2026-11-01_7',
    'README.md',
    'checkpoint',
    'checkpoint.text',
    'event.tlog-proof',
    'key.pem',
    'keys',
    'leaf',
    'signature.bin',
    'verify.py',
  ]);
  expect(proof).toMatchObject({ leaf: 8, others: [], hasContent: true });
});

describe.runIf(isHere('python3'))('The Python script', () => {
  test('proves event, leaf, tree and signature, and says by whose word', async () => {
    const { target, key } = await proven();
    const root = (await readFile(join(target, 'checkpoint'), 'utf8')).split('\n')[2];
    expect(runLine(`python3 verify.py '${key}'`, target)).toEqual({
      exitCode: 0,
      said: [
        "ok: the event's bytes are those that the leaf names",
        `ok: the leaf is number 8 of the 354 in the tree with root ${root}`,
        `ok: the checkpoint is signed by ${key}`,
        '',
      ].join('\n'),
    });
  });

  test.each([
    ['2026-11-01_7', 'name 7', 'name 8', 'the event is not the one of the leaf'],
    ['leaf', '7\n', '8\n', 'the leaf is not in the tree that was signed'],
    ['event.tlog-proof', 'index 8', 'index 9', 'the leaf is not in the tree that was signed'],
    ['event.tlog-proof', '\n354\n', '\n355\n', 'proof and checkpoint disagree'],
    ['checkpoint', '\n354\n', '\n355\n', 'proof and checkpoint disagree'],
  ])('refuses a folder in which %s was altered (%j to %j)', async (name, from, to, why) => {
    const { target } = await proven();
    await alter(target, name, from, to);
    const { exitCode, said } = runLine('python3 verify.py', target);
    expect({ exitCode, said }).toEqual({ exitCode: 1, said: expect.stringContaining(`NOT PROVEN: ${why}`) });
  });

  test('refuses a signature that was altered, and another key than the one that was told', async () => {
    const { target, key, archive } = await proven();
    const stranger = createSigningKey(archive.description.origin).verifier.line;
    expect(runLine(`python3 verify.py '${stranger}'`, target)).toEqual({
      exitCode: 1,
      said: expect.stringContaining('NOT PROVEN: this folder was not signed by the key that you gave'),
    });
    for (const name of ['checkpoint', 'event.tlog-proof'])
      await alter(target, name, /.(.{20})\n$/, otherLetter);
    expect(runLine('python3 verify.py', target)).toEqual({
      exitCode: 1,
      said: expect.stringContaining(`NOT PROVEN: the signature of ${key} does not hold`),
    });
  });

  test.each([1, 302, 354])(
    'proves that the log goes on from a head of %d leaves, and refuses one that it does not go on from',
    async (size) => {
      const { log, description } = await openArchive(made.archiveFolder);
      const key = readHead(`${description.keys[0]?.publicKey} 0 ${'A'.repeat(43)}=`).key;
      if (key === undefined) throw new Error('no key');
      const known = readHead(headLine({ size, rootHash: await log.rootAt(size) }, key));
      const { target } = await proven({ known });
      expect(runLine('python3 verify.py', target)).toMatchObject({
        exitCode: 0,
        said: expect.stringContaining(`ok: the log goes on from the known head of ${size} leaves`),
      });
      await alter(target, 'known-head', /.(.{20})\n$/, otherLetter);
      expect(runLine('python3 verify.py', target)).toMatchObject({ exitCode: 1 });
    },
  );
});

describe.runIf(isHere('sha256sum'))('sha256sum', () => {
  test('knows the leaf for a line of its own, and finds an altered event', async () => {
    const { target } = await proven();
    expect(runLine('sha256sum -c leaf', target)).toEqual({ exitCode: 0, said: '2026-11-01_7: OK\n' });
    await alter(target, '2026-11-01_7', 'UPDATED', 'DELETED');
    expect(runLine('sha256sum -c leaf', target)).toMatchObject({ exitCode: 1 });
  });
});

describe.runIf(isHere('openssl'))('openssl', () => {
  const line =
    'openssl pkeyutl -verify -rawin -pubin -inkey key.pem -sigfile signature.bin -in checkpoint.text';

  test('finds the signature good, and over an altered text bad', async () => {
    const { target } = await proven();
    expect(await readFile(join(target, 'README.md'), 'utf8')).toContain(line);
    expect(runLine(line, target)).toEqual({ exitCode: 0, said: 'Signature Verified Successfully\n' });
    await alter(target, 'checkpoint.text', '354', '353');
    expect(runLine(line, target)).toMatchObject({ exitCode: 1 });
  });
});

describe.runIf(isHere('ssh-keygen'))('ssh-keygen', () => {
  test('finds the signature in its form good, and over an altered text bad', async () => {
    const { target } = await proven({ signingKey: await ownKeyOf(made) });
    const line = /^ {4}(ssh-keygen .*)$/m.exec(await readFile(join(target, 'README.md'), 'utf8'))?.[1] ?? '';
    expect(runLine(line, target)).toMatchObject({
      exitCode: 0,
      said: expect.stringContaining('Good "hoopai-audit" signature'),
    });
    await alter(target, 'checkpoint.text', '354', '353');
    expect(runLine(line, target)).toMatchObject({ exitCode: 255 });
  });
});

test('An event that came with other bytes has a proof for each', async () => {
  const folder = await temporaryFolder();
  const [first] = dayRead('2026-11-01', 1).events ?? [];
  const changed = { ...dayRead('2026-11-01', 1), events: [{ ...(first as object), after: {} }] };
  const { archiveFolder } = await makeArchive(folder, [dayRead('2026-11-01', 1), changed]);
  const archive = await openArchive(archiveFolder);
  const prove = (leaf?: number) => proveEvent(archive, { ...nothing, eventId: '2026-11-01_0', leaf });
  expect(await prove()).toMatchObject({ leaf: 3, others: [1] });
  expect(await prove(1)).toMatchObject({ leaf: 1, others: [3] });
  await expect(prove(2)).rejects.toMatchObject({ code: 'no-such-leaf' });
});

async function ownKeyOf({ folder, archiveFolder }: MadeArchive) {
  const { description } = await openArchive(archiveFolder);
  const pem = await readFile(
    join(keptApartFolderOf(join(folder, 'config'), description.origin), 'private-key.pem'),
    'utf8',
  );
  return readSigningKey(description.origin, pem);
}
