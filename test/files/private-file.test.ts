import { chmod, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPrivateFile, replacePrivateFile } from '../../src/files/private-file.js';
import { temporaryFolder } from '../support/folder.js';

function withUmask(mask: number): void {
  const before = process.umask(mask);
  onTestFinished(() => void process.umask(before));
}

describe.each([
  ['a new file', createPrivateFile],
  ['a file that may be there', replacePrivateFile],
] as const)('%s', (_what, write) => {
  test.each([0, 0o022, 0o077, 0o277, 0o777])(
    'is for its owner alone, whatever the umask (%o)',
    async (mask) => {
      const folder = await temporaryFolder();
      const path = join(folder, 'note');
      withUmask(mask);
      await write(path, 'a note');
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readFile(path, 'utf8')).toBe('a note');
      expect(await readdir(folder)).toEqual(['note']);
    },
  );

  test('that cannot be written leaves nothing behind', async () => {
    const folder = await temporaryFolder();
    await expect(write(join(folder, 'nowhere', 'note'), 'a note')).rejects.toMatchObject({ code: 'ENOENT' });
    await mkdir(join(folder, 'note'));
    if (write === replacePrivateFile) {
      await expect(write(join(folder, 'note'), 'a note')).rejects.toMatchObject({ code: 'EISDIR' });
    }
    expect(await readdir(folder, { recursive: true })).toEqual(['note']);
  });

  test('never writes through a link that was laid in its place', async () => {
    const folder = await temporaryFolder();
    const [target, path] = [join(folder, 'target'), join(folder, 'note')];
    await writeFile(target, 'untouched', { mode: 0o644 });
    await symlink(target, path);
    await write(path, 'a note');
    expect([await readFile(target, 'utf8'), (await stat(target)).mode & 0o777]).toEqual(['untouched', 0o644]);
    if (write === replacePrivateFile) {
      expect(await readFile(path, 'utf8')).toBe('a note');
      await expect(readlink(path)).rejects.toMatchObject({ code: 'EINVAL' });
    } else expect(await readlink(path)).toBe(target);
    expect((await readdir(folder)).toSorted()).toEqual(['note', 'target']);
  });
});

test('what is there is replaced, mode and all', async () => {
  const path = join(await temporaryFolder(), 'note');
  await writeFile(path, 'an old note');
  await chmod(path, 0o666);
  await replacePrivateFile(path, 'a note');
  expect([await readFile(path, 'utf8'), (await stat(path)).mode & 0o777]).toEqual(['a note', 0o600]);
});

test.each(['a file', 'a link that leads nowhere', 'a folder'])(
  '%s in its place stays, and none is created',
  async (what) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'note');
    if (what === 'a file') await writeFile(path, 'an old note');
    else if (what === 'a folder') await mkdir(path);
    else await symlink(join(folder, 'nowhere'), path);
    expect(await createPrivateFile(path, 'a note')).toBe(false);
    expect(await readdir(folder)).toEqual(['note']);
    if (what === 'a file') expect(await readFile(path, 'utf8')).toBe('an old note');
  },
);

test('of many who create it at once, one does', async () => {
  const path = join(await temporaryFolder(), 'note');
  const created = await Promise.all(
    Array.from({ length: 20 }, (_, who) => createPrivateFile(path, `by ${who}`)),
  );
  expect(created.filter(Boolean)).toEqual([true]);
  expect(await readFile(path, 'utf8')).toBe(`by ${created.indexOf(true)}`);
});
