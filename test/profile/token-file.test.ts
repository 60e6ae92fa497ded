import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makePrivateFolder } from '../../src/profile/private-folder.js';
import { createTokenFiles } from '../../src/profile/token-file.js';
import { temporaryFolder } from '../support/folder.js';

test('a token is kept where only its owner can read it, and the place is said', async () => {
  const folder = join(await temporaryFolder(), 'audit');
  const tokens = createTokenFiles(folder, makePrivateFolder);
  const path = join(folder, 'tokens', 'acme.token');
  expect(await tokens.set('acme', 'a-secret')).toEqual({
    place: `the file ${path} (mode 0600, folder 0700)`,
  });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'tokens'))).mode & 0o777).toBe(0o700);
  expect(await tokens.get('acme')).toBe('a-secret');
});

test('a new token takes the old one’s place and leaves nothing beside it', async () => {
  const folder = await temporaryFolder();
  const tokens = createTokenFiles(folder, makePrivateFolder);
  await tokens.set('acme', 'old');
  await tokens.set('acme', 'new');
  expect(await tokens.get('acme')).toBe('new');
  expect(await readdir(join(folder, 'tokens'))).toEqual(['acme.token']);
});

test('a link that lies in the token’s place is replaced, and what it points to stays untouched', async () => {
  const folder = await temporaryFolder();
  const target = join(folder, 'somebody-elses');
  await writeFile(target, 'untouched');
  await makePrivateFolder(join(folder, 'tokens'));
  await symlink(target, join(folder, 'tokens', 'acme.token'));
  await createTokenFiles(folder, makePrivateFolder).set('acme', 'a-secret');
  expect(await readFile(target, 'utf8')).toBe('untouched');
});

test('a token that is removed is gone', async () => {
  const tokens = createTokenFiles(await temporaryFolder(), makePrivateFolder);
  await tokens.set('acme', 'a-secret');
  expect([await tokens.remove('acme'), await tokens.remove('acme'), await tokens.get('acme')]).toEqual([
    true,
    false,
    undefined,
  ]);
});

test('no token is written through a link to another folder', async () => {
  const folder = await temporaryFolder();
  await symlink('/tmp', join(folder, 'tokens'));
  await expect(createTokenFiles(folder, makePrivateFolder).set('acme', 'a-secret')).rejects.toThrow(
    `${join(folder, 'tokens')} is not a folder of yours; nothing was written there.`,
  );
});
