/** `audit archive sync --all-profiles`, and the line about an archive that other commands have. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makePrivateFolder } from '../../src/profile/private-folder.js';
import { createProfileStore } from '../../src/profile/store.js';
import { createTokenFiles } from '../../src/profile/token-file.js';
import { archiveContents } from '../support/archive-contents.js';
import { programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, smallLocationId } from '../support/small-account.js';

/** Two accounts, one of which answers. */
async function twoAccounts(): Promise<World & { readonly folder: string }> {
  const folder = await programFolder();
  const config = join(folder, 'config');
  const hosts = {
    'https://good.example': createSmallAccount().answer,
    'https://bad.example': createSmallAccount({ instead: () => errorReply(503, 'down') }).answer,
  };
  for (const [name, apiUrl] of [
    ['bad', 'https://bad.example'],
    ['good', 'https://good.example'],
  ] as const) {
    await createProfileStore(config, makePrivateFolder).save({
      name,
      apiUrl,
      locationId: smallLocationId,
      auth: 'bearer',
    });
    await createTokenFiles(config, makePrivateFolder).set(name, `token-of-${name}`);
  }
  return { folder, hosts, env: { AUDIT_TOKEN: 'a-token-for-one-account', AUDIT_LOCATION: 'Another' } };
}

test('one account that fails hides no other: a row each, the worst exit code, an entry each in the journal', async () => {
  const world = await twoAccounts();
  const { exitCode, stdout, stderr } = await runAudit('archive sync --all-profiles', world);
  const archive = join(world.folder, 'data', 'archives', 'good.example', smallLocationId);
  const journal = await readFile(join(world.folder, 'data', 'journal', 'journal.ndjson'), 'utf8');

  expect(exitCode).toBe(6);
  expect(stdout.split('\n').map((row) => row.split('\t').slice(0, 4))).toEqual([
    ['bad', 'account-in-trouble', '', ''],
    ['good', 'complete', '+3', '3'],
    [''],
  ]);
  expect(stderr).toContain('good:\n');
  expect((await archiveContents(archive)).names).toHaveLength(3);
  expect(
    journal
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ profile, command, exitCode: code }) => [profile, command.join(' '), code]),
  ).toEqual([
    ['bad', 'archive sync --profile bad', 6],
    ['good', 'archive sync --profile good', 0],
  ]);
});

test('what means one account is refused beside --all-profiles', async () => {
  const { exitCode, stderr } = await runAudit(
    'archive sync --all-profiles --location L',
    await twoAccounts(),
  );

  expect(exitCode).toBe(2);
  expect(stderr).toContain('--all-profiles means every account, and --location one.');
});

test('status and the doctor have a line about an archive where there is one', async () => {
  const folder = await programFolder();
  const world = worldOf(createSmallAccount(), { folder });
  const before = await runAudit('status', world);
  await runAudit('archive sync', world);
  const after = await runAudit('status', world);
  const doctor = await runAudit('doctor', world);

  expect(before.stdout).not.toContain('Archive');
  expect(after.stdout).toContain('Archive\t3 events, up to 2026-11-21 18:04 America/Chicago\t\n');
  expect(doctor.stdout).toMatch(/^ok\tArchive\t3 events, up to /m);
});
