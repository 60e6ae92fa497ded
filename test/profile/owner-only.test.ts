import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { readSecretFile, readSettingsFile, writeSecretFile } from '../../src/profile/owner-only.js';
import { temporaryFolder } from '../support/folder.js';

afterEach(() => vi.restoreAllMocks());

async function secretFile(mode: number): Promise<string> {
  const path = join(await temporaryFolder(), 'acme.token');
  await writeFile(path, 'a-secret');
  await chmod(path, mode);
  return path;
}

async function readHearing(path: string): Promise<readonly [string | undefined, readonly string[]]> {
  const said: string[] = [];
  const text = await readSecretFile(path, async (sentence) => {
    said.push(sentence);
  });
  return [text, said];
}

test('a secret that only its owner can read is read without a word', async () => {
  expect(await readHearing(await secretFile(0o600))).toEqual(['a-secret', []]);
});

test.each([0o644, 0o640, 0o604, 0o666, 0o620])(
  'a secret of mode %o is closed to others, and that is said once',
  async (mode) => {
    const path = await secretFile(mode);
    const octal = mode.toString(8).padStart(4, '0');
    expect(await readHearing(path)).toEqual([
      'a-secret',
      [
        `Warning: ${path} could be read by others (mode ${octal}); it is 0600 again. Whoever read it has the token: audit login makes a new one.`,
      ],
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readHearing(path)).toEqual(['a-secret', []]);
  },
);

test('a secret of somebody else’s is not read', async () => {
  const path = await secretFile(0o600);
  vi.spyOn(process as { getuid: () => number }, 'getuid').mockReturnValue(123_456);
  await expect(readHearing(path)).rejects.toMatchObject({
    code: 'secret-not-ours',
    message: `${path} was not read: it belongs to somebody else.`,
  });
});

test('a link, a folder, a pipe and a flood are no secrets', async () => {
  const folder = await temporaryFolder();
  const at = (name: string) => join(folder, name);
  await writeFile(at('target'), 'a-secret', { mode: 0o600 });
  await symlink(at('target'), at('link'));
  await mkdir(at('folder'));
  await promisify(execFile)('mkfifo', [at('pipe')]);
  await writeFile(at('flood'), Buffer.alloc(1024 * 1024 + 1), { mode: 0o600 });
  await expect(readHearing(at('link'))).rejects.toThrow(`${at('link')} was not read: it is a link.`);
  for (const name of ['folder', 'pipe', 'flood']) {
    await expect(readHearing(at(name))).rejects.toThrow('it is no plain file of that size.');
  }
  expect(await readHearing(at('nothing'))).toEqual([undefined, []]);
});

test('a secret that the disk refuses is told, and leaves nothing beside it', async () => {
  const path = join(await temporaryFolder(), 'taken');
  await mkdir(path);
  await expect(writeSecretFile(path, 'a-secret')).rejects.toMatchObject({
    code: 'not-kept',
    exitCode: 4,
    message: `${path} could not be written (EISDIR).`,
  });
  expect(await readdir(join(path, '..'))).toEqual(['taken']);
});

test('settings that others may change are not believed: they say where tokens go', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'config.json');
  await writeFile(path, '{}');
  await chmod(path, 0o664);
  await expect(readSettingsFile(path)).rejects.toMatchObject({
    code: 'settings-not-private',
    exitCode: 4,
    message: `Others may change ${path} (mode 0664), and it says where tokens are sent; nothing was sent.`,
    hint: `Look whether it still says what you told it, then: chmod 600 '${path}'`,
  });
  await chmod(path, 0o644);
  expect(await readSettingsFile(path)).toBe('{}');
});

test('settings in a folder in which others may replace them are not believed either', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'config.json');
  await writeFile(path, '{}', { mode: 0o600 });
  await chmod(folder, 0o777);
  await expect(readSettingsFile(path)).rejects.toThrow(`Others may change ${folder} (mode 0777)`);
  await chmod(folder, 0o1777);
  expect(await readSettingsFile(path)).toBe('{}');
});
