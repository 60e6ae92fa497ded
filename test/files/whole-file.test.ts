import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readIfThere } from '../../src/files/whole-file.js';
import { temporaryFolder } from '../support/folder.js';

test('a pipe that lies in the place of a file holds nothing, and keeps nobody waiting for a writer', async () => {
  const folder = await temporaryFolder();
  const [pipe, file] = [join(folder, 'pipe'), join(folder, 'file')];
  await promisify(execFile)('mkfifo', [pipe]);
  await writeFile(file, 'what it holds');
  expect(String(await readIfThere(pipe))).toBe('');
  expect(String(await readIfThere(file))).toBe('what it holds');
  expect(await readIfThere(join(folder, 'nothing'))).toBeUndefined();
});
