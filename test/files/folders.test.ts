import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFolders } from '../../src/files/folders.js';
import { makeFolder } from '../../src/sandbox/folder.js';
import { temporaryFolder } from '../support/folder.js';

describe.each([
  ['the program’s', async (folder: string) => makeFolders(folder)],
  ['the embedded account’s', async (folder: string) => makeFolder(folder)],
])('%s folders', (_, make) => {
  test('are made with all that they lie in, for their owner only, by several runs at once', async () => {
    const folder = join(await temporaryFolder(), 'a', 'b', 'c');
    await Promise.all([make(folder), make(folder), make(join(folder, 'd'))]);
    await make(folder);
    for (const path of [folder, join(folder, '..'), join(folder, 'd')])
      expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  test('are refused below a file', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(make(join(file, 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(make(file)).rejects.toMatchObject({ code: 'EEXIST' });
  });

  test.runIf(process.platform === 'linux')(
    'are refused below /proc, where Node’s own way never ends',
    async () => {
      await expect(make('/proc/nobody/.local/share')).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );
});
