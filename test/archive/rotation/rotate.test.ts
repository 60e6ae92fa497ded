import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSigningKey } from '../../../src/archive/log/key-file.js';
import { readVerifierKey } from '../../../src/archive/log/note.js';
import { rotateKey } from '../../../src/archive/rotation/rotate.js';
import { keptApartFolderOf } from '../../../src/archive/store/form.js';
import { openArchive } from '../../../src/archive/store/open.js';
import { verifyArchive } from '../../../src/archive/verify/verify.js';
import { dayRead } from '../../support/alterable-archive.js';
import { changeFiles, readFiles } from '../../support/alterations.js';
import { temporaryFolder } from '../../support/folder.js';
import { addTo, type MadeArchive, makeArchive } from '../../support/made-archive.js';

const verify = ({ folder, archiveFolder }: MadeArchive, key?: string) =>
  verifyArchive({
    folder: archiveFolder,
    configFolder: join(folder, 'config'),
    given: { keys: key === undefined ? [] : [readVerifierKey(key)], head: undefined },
    isIncremental: false,
    progress: () => {},
  });

const rotate = ({ folder, archiveFolder }: MadeArchive, isLost = false) =>
  rotateKey(
    archiveFolder,
    {
      configFolder: join(folder, 'config'),
      clock: { nowMs: () => Date.parse('2026-11-22') },
      runner: {
        userName: 'ada',
        hostName: 'desk',
        processId: 4711,
        nodeVersion: '20.20.0',
        isRunning: () => false,
      },
      version: '1.2.3',
      say: async () => {},
    },
    isLost,
  );

const made = async () => makeArchive(await temporaryFolder(), [dayRead('2026-11-01', 3)]);

async function keyFileOf({ folder, archiveFolder }: MadeArchive): Promise<string> {
  const { description } = await openArchive(archiveFolder);
  return join(keptApartFolderOf(join(folder, 'config'), description.origin), 'private-key.pem');
}

/** Goes on with the archive, by whatever key it has now. */
const goOn = (archive: MadeArchive) =>
  addTo(archive, async (writer) => {
    await writer.addRecord({ ledger: 1, kind: 'release', at: '2026-11-22', hold: 'h', case: 'c' });
    await writer.commit();
  });

test('A new key is vouched for by the old one, and whoever believes the old one believes the archive still', async () => {
  const archive = await made();
  const { old, new: next, size } = await rotate(archive);
  const checkpoint = await readFile(join(archive.archiveFolder, 'log/checkpoint'), 'utf8');
  expect({ size, signatures: checkpoint.match(/^— /gm)?.length }).toEqual({ size: 6, signatures: 2 });
  await goOn(archive);
  const [oldId, nextId] = [readVerifierKey(old).id, readVerifierKey(next).id];
  expect(await verify(archive)).toMatchObject({ findings: [], notes: [] });
  expect((await verify(archive, next)).grounds[0]).toBe(`signed by the key ${nextId}: the key that you gave`);
  expect((await verify(archive, old)).grounds[0]).toBe(
    `signed by the key ${nextId}, to which ${oldId} has handed over: the key that you gave`,
  );
});

test('Where the old key is lost the archive goes on, and that nobody vouched for the new one stays visible', async () => {
  const archive = await made();
  await expect(rotate(archive, true)).rejects.toMatchObject({ code: 'key-not-lost' });
  await rm(await keyFileOf(archive));
  await expect(goOn(archive)).rejects.toMatchObject({ code: 'private-key-missing', exitCode: 10 });
  const { old, new: next } = await rotate(archive, true);
  await goOn(archive);
  expect(await verify(archive, next)).toMatchObject({ findings: [] });
  expect((await verify(archive, old)).findings).toEqual([
    {
      code: 'key-unknown',
      text: `from 6 leaves on it is signed by a key for which ${readVerifierKey(old).id}, the key that you gave, did not sign: it was said to be lost`,
    },
  ]);
});

test('A change of keys that was killed before the new file took the old one’s place is ended by the next run, and nobody signs before', async () => {
  const archive = await made();
  const path = await keyFileOf(archive);
  const before = await readFile(path, 'utf8');
  const { new: next } = await rotate(archive);
  await rename(path, `${path}.next`);
  await writeFile(path, before, { mode: 0o600 });
  await expect(goOn(archive)).rejects.toMatchObject({ code: 'rotation-unfinished', exitCode: 10 });
  expect(await rotate(archive)).toMatchObject({ new: next, size: 6 });
  await goOn(archive);
  expect(await verify(archive, next)).toMatchObject({ findings: [], records: 4 });
});

test('A change of keys that was killed before it was recorded leaves an archive that verifies, and says so', async () => {
  const archive = await made();
  const { archiveFolder } = archive;
  const path = await keyFileOf(archive);
  const [key, log] = [await readFile(path), await copyOfLog(archiveFolder)];
  const { old, new: next } = await rotate(archive);
  await rename(path, `${path}.next`);
  await writeFile(path, key, { mode: 0o600 });
  await log.putBack();
  await rm(join(path, '../head'));
  expect(await verify(archive, old)).toMatchObject({
    findings: [],
    notes: expect.arrayContaining(['a change of keys was interrupted: audit archive rotate-key ends it']),
  });
  expect(await rotate(archive)).toMatchObject({ new: next, size: 6 });
  expect(await verify(archive, old)).toMatchObject({ findings: [] });
});

test('A private key that others could read is closed to them, and said', async () => {
  const archive = await made();
  const path = await keyFileOf(archive);
  const { description } = await openArchive(archive.archiveFolder);
  await chmod(path, 0o644);
  const said: string[] = [];
  const newest = readVerifierKey(description.keys[0]?.publicKey ?? '');
  await loadSigningKey(path, newest, async (sentence) => {
    said.push(sentence);
  });
  expect({ said, mode: (await stat(path)).mode & 0o777 }).toEqual({
    said: [
      `Warning: ${path} could be read by others (mode 644); it is 0600 again. Whoever read it can sign as this archive: audit archive rotate-key makes a new one.`,
    ],
    mode: 0o600,
  });
});

test('The private key of another archive signs nothing', async () => {
  const archive = await made();
  const other = await made();
  await writeFile(await keyFileOf(archive), await readFile(await keyFileOf(other)));
  await expect(goOn(archive)).rejects.toMatchObject({ code: 'private-key-foreign', exitCode: 10 });
});

/** The log and the ledger as they are now, to be put back. */
async function copyOfLog(archiveFolder: string) {
  const before = await readFiles(archiveFolder);
  return {
    putBack: async () => {
      const now = await readFiles(archiveFolder);
      const description = now.get('archive.json') ?? Buffer.alloc(0);
      await changeFiles(archiveFolder, now, new Map(before).set('archive.json', description));
    },
  };
}
