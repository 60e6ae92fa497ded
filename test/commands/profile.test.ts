import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Profile } from '../../src/context.js';
import { makePrivateFolder } from '../../src/profile/private-folder.js';
import { createProfileStore } from '../../src/profile/store.js';
import { createTokenFiles } from '../../src/profile/token-file.js';
import { programFolder, runAudit } from '../support/program.js';

const acme: Profile = {
  name: 'acme',
  apiUrl: 'https://acme.example',
  locationId: 'L1',
  auth: 'bearer',
  accountName: 'Acme\u001b[31m Roofing',
  userName: 'Maria Lopez',
};
const west: Profile = { name: 'west', apiUrl: 'https://acme.example', locationId: 'L2', auth: 'token-id' };

async function folderWithProfiles(): Promise<string> {
  const folder = await programFolder();
  const config = join(folder, 'config');
  const store = createProfileStore(config, makePrivateFolder);
  await store.save(acme);
  await store.save(west);
  await createTokenFiles(config, makePrivateFolder).set('west', 'a-secret');
  return folder;
}

test('the connected accounts are listed, and the one in use is marked', async () => {
  const folder = await folderWithProfiles();
  expect((await runAudit('profile list', { folder, terminal: { columns: 80 } })).stdout).toBe(
    [
      '*  acme     Acme\\x1b[31m Roofing  L1  Maria Lopez  https://acme.example',
      '   west                           L2               https://acme.example',
      '   sandbox  the embedded account',
      '',
    ].join('\n'),
  );
  expect((await runAudit('profile list', { folder })).stdout.split('\n')[1]).toBe(
    '\twest\t\tL2\t\thttps://acme.example',
  );
  expect(JSON.parse((await runAudit('profile list --format json', { folder })).stdout).profiles).toEqual([
    { ...acme, inUse: true },
    { ...west, inUse: false },
  ]);
});

test('another account is put in use, also the embedded one', async () => {
  const folder = await folderWithProfiles();
  expect(await runAudit('profile use west', { folder })).toMatchObject({
    exitCode: 0,
    stderr: 'In use from now on: west (L2)\n',
  });
  expect((await runAudit('profile list', { folder })).stdout).toContain('*\twest');
  expect((await runAudit('profile use sandbox', { folder })).exitCode).toBe(0);
  expect((await runAudit('list --limit 1', { folder })).exitCode).toBe(0);
});

test('a variable that goes before is named', async () => {
  const folder = await folderWithProfiles();
  expect((await runAudit('profile use west', { folder, env: { AUDIT_PROFILE: 'acme' } })).stderr).toContain(
    'AUDIT_PROFILE=acme is set in your shell and goes before it.\n',
  );
});

test.each(['use', 'remove'])('profile %s of one that is not there names those that are', async (verb) => {
  const folder = await folderWithProfiles();
  expect(await runAudit(`profile ${verb} east`, { folder })).toMatchObject({
    exitCode: 5,
    stderr:
      'audit: There is no profile “east”.\nThere is: acme, west, sandbox\nOr connect it: audit login --profile east\n',
  });
});

test('a removed account is gone with its token', async () => {
  const folder = await folderWithProfiles();
  expect(await runAudit('profile remove west', { folder })).toMatchObject({
    exitCode: 0,
    stderr: 'Profile “west” and its token are gone.\n',
  });
  expect((await runAudit('profile list', { folder })).stdout).not.toContain('west');
  expect(await readdir(join(folder, 'config', 'tokens'))).toEqual([]);
});

test('the embedded account stays', async () => {
  expect((await runAudit('profile remove sandbox')).exitCode).toBe(2);
});

test('a profile gets another name: settings, token and being in use move along', async () => {
  const folder = await folderWithProfiles();
  const tokens = createTokenFiles(join(folder, 'config'), makePrivateFolder);
  await tokens.set('acme', 'acmes-secret');
  const path = join(folder, 'config', 'tokens', 'roofing.token');
  expect(await runAudit('profile rename acme roofing', { folder })).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: `Profile “acme” is “roofing” from now on. Its token is kept in the file ${path} (mode 0600, folder 0700).\n`,
  });
  const store = createProfileStore(join(folder, 'config'), makePrivateFolder);
  expect(await store.list()).toEqual([{ ...acme, name: 'roofing' }, west]);
  expect(await store.currentName()).toBe('roofing');
  expect([await tokens.get('roofing'), await tokens.get('acme')]).toEqual(['acmes-secret', undefined]);
});

test('a profile without a token can be renamed too, and a variable that still names it is told', async () => {
  const folder = await folderWithProfiles();
  const { stderr } = await runAudit('profile rename acme roofing', {
    folder,
    env: { AUDIT_PROFILE: 'acme' },
  });
  expect(stderr).toBe(
    'Profile “acme” is “roofing” from now on.\nAUDIT_PROFILE=acme is set in your shell and names nothing any more.\n',
  );
});

test.each([
  ['acme west', 2, 'There is a profile “west” already.'],
  ['nobody roofing', 5, 'There is no profile “nobody”.'],
  ['acme sandbox', 2, 'The embedded account keeps its name.'],
  ['sandbox acme2', 2, 'The embedded account keeps its name.'],
  ['acme ../roofing', 2, "“../roofing” cannot be a profile's name."],
])('profile rename %s is refused, and nothing has moved', async (names, code, message) => {
  const folder = await folderWithProfiles();
  const { exitCode, stderr } = await runAudit(`profile rename ${names}`, { folder });
  expect(exitCode).toBe(code);
  expect(stderr).toContain(message);
  const store = createProfileStore(join(folder, 'config'), makePrivateFolder);
  expect(await store.list()).toEqual([acme, west]);
});
