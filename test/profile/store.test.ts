import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Profile } from '../../src/context.js';
import { makePrivateFolder } from '../../src/profile/private-folder.js';
import { createProfileStore } from '../../src/profile/store.js';
import { temporaryFolder } from '../support/folder.js';

const acme: Profile = {
  name: 'acme',
  apiUrl: 'https://acme.example',
  locationId: 'L1',
  auth: 'token-id',
  timeZone: 'America/Chicago',
  readOnly: true,
  restoreRoute: 'POST /audit/{eventId}',
  accountName: 'Acme Roofing',
  userName: 'Maria Lopez',
};
const west: Profile = { name: 'west', apiUrl: 'https://acme.example', locationId: 'L2', auth: 'bearer' };

test('a profile comes back as it was kept, and the first one is in use', async () => {
  const store = createProfileStore(join(await temporaryFolder(), 'audit'), makePrivateFolder);
  await store.save(west);
  await store.save(acme);
  expect(await store.list()).toEqual([acme, west]);
  expect(await store.get('acme')).toEqual(acme);
  expect(await store.currentName()).toBe('west');
  await store.use('acme');
  expect(await store.currentName()).toBe('acme');
});

test('a profile that is removed is gone, and no longer in use', async () => {
  const store = createProfileStore(await temporaryFolder(), makePrivateFolder);
  await store.save(acme);
  expect(await store.remove('acme')).toBe(true);
  expect(await store.remove('acme')).toBe(false);
  expect([await store.list(), await store.currentName()]).toEqual([[], undefined]);
});

test('asking reads nothing that is not there and writes nothing', async () => {
  const folder = await temporaryFolder();
  const store = createProfileStore(join(folder, 'audit'), makePrivateFolder);
  expect([await store.list(), await store.get('constructor'), await store.currentName()]).toEqual([
    [],
    undefined,
    undefined,
  ]);
  expect(await readdir(folder)).toEqual([]);
});

test('only its owner can read the file and enter the folder', async () => {
  const folder = join(await temporaryFolder(), 'deep', 'audit');
  await createProfileStore(folder, makePrivateFolder).save(acme);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'config.json'))).mode & 0o777).toBe(0o600);
});

test('a folder that others could enter is closed', async () => {
  const folder = await temporaryFolder();
  await chmod(folder, 0o755);
  await createProfileStore(folder, makePrivateFolder).save(acme);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test('using a profile that is not there is refused', async () => {
  const store = createProfileStore(await temporaryFolder(), makePrivateFolder);
  await expect(store.use('acme')).rejects.toThrow('There is no profile “acme”.');
});

test('the embedded account can be put in use without being stored', async () => {
  const store = createProfileStore(await temporaryFolder(), makePrivateFolder);
  await store.use('sandbox');
  expect([await store.currentName(), await store.list()]).toEqual(['sandbox', []]);
});

test.each([
  ['{"profiles":', 'JSON'],
  ['[]', 'no profiles in it'],
  ['{"profiles":{"acme":{"apiUrl":7}}}', '“apiUrl” of profile “acme” is not a text'],
  ['{"profiles":{"acme":{"apiUrl":"https://a.example"}}}', 'profile “acme” has no “locationId”'],
])('a damaged file (%s) is named, and left as it is', async (text, problem) => {
  const folder = await temporaryFolder();
  const path = join(folder, 'config.json');
  await writeFile(path, text);
  const store = createProfileStore(folder, makePrivateFolder);
  await expect(store.get('acme')).rejects.toThrow(problem);
  await expect(store.save(acme)).rejects.toThrow(`The profiles in ${path} cannot be read`);
  expect(await readFile(path, 'utf8')).toBe(text);
});
