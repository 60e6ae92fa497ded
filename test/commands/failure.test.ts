import { expect, test } from 'vitest';
import { runAudit } from '../support/program.js';

function refused(code: string, path?: string): () => Promise<never> {
  const error = Object.assign(new Error(`${code}: as the system says it, write`), { code, syscall: 'write' });
  return () => Promise.reject(path === undefined ? error : Object.assign(error, { path }));
}

test.each([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'your share of the disk is used up'],
  ['EIO', 'the disk fails'],
])('a disk that refuses (%s) is no bug of ours, wherever it was met', async (code, words) => {
  expect(await runAudit('list --sandbox', { startSandbox: refused(code, '/data/account.db') })).toMatchObject(
    {
      exitCode: 3,
      stderr: `audit: /data/account.db could not be written: ${words} (${code}).\nMend that and run the command again.\n`,
    },
  );
  const { stderr } = await runAudit('list --sandbox', { startSandbox: refused(code) });
  expect(stderr).toContain(`audit: A file of this program could not be written: ${words} (${code}).\n`);
});

test('what else the system refuses, where nobody expected it, is one', async () => {
  const { exitCode } = await runAudit('list --sandbox', { startSandbox: refused('EBADF', '/data') });
  expect(exitCode).toBe(1);
});
