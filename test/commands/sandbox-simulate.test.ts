import { join } from 'node:path';
import { expect, test } from 'vitest';
import { programFolder, runAudit } from '../support/program.js';
import { layDownSandbox } from '../support/sandbox.js';

async function folderWithSandbox(): Promise<string> {
  const folder = await programFolder();
  await layDownSandbox(join(folder, 'data'));
  return folder;
}

async function infoOf(folder: string): Promise<Record<string, unknown>> {
  return JSON.parse((await runAudit('sandbox info --format json', { folder })).stdout);
}

test('a story is told on top of what is there', async () => {
  const folder = await folderWithSandbox();
  const before = await infoOf(folder);
  const { exitCode, stdout, stderr } = await runAudit('sandbox simulate --story same-millisecond', {
    folder,
  });
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'Told same-millisecond: 2,000 events.\n',
  });
  expect((await infoOf(folder))['events']).toBe(Number(before['events']) + 2000);
});

test('another seed, plan, number of days or of events is another beginning; reset is the usual one', async () => {
  const folder = await folderWithSandbox();
  const usual = await infoOf(folder);
  await runAudit('sandbox simulate --days 20 --events 8,000 --plan starter --seed other', { folder });
  const other = await infoOf(folder);
  expect(other).toMatchObject({ plan: 'Starter', retentionDays: 30, seed: 'other' });
  expect(Number(other['events'])).toBeGreaterThan(7200);
  expect(Number(other['events'])).toBeLessThan(8800);
  await runAudit('sandbox reset', { folder });
  const { events, plan, seed } = await infoOf(folder);
  expect({ events, plan, seed }).toEqual({
    events: usual['events'],
    plan: usual['plan'],
    seed: usual['seed'],
  });
});

test('days that the plan does not keep are said to be gone', async () => {
  const folder = await folderWithSandbox();
  const { stderr } = await runAudit('sandbox simulate --days 40 --plan starter', { folder });
  expect(stderr).toMatch(
    /^Begun afresh: .+ events\.\nThe plan Starter keeps 30 days; what was older is gone\. --plan scale keeps a year\.\n$/,
  );
});

test('without a flag it lives on until now', async () => {
  const folder = await folderWithSandbox();
  const { exitCode, stderr } = await runAudit('sandbox simulate', { folder });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'Lived on until now: no events.\n' });
});

test('--story without a name lists them; a name that is none is refused before anything is thrown away', async () => {
  const folder = await folderWithSandbox();
  const { stdout } = await runAudit('sandbox simulate --story', { folder });
  expect(stdout).toMatch(/^mistaken-pipeline {2,}a pipeline falls with 198 opportunities/m);
  const before = await infoOf(folder);
  const refused = await runAudit('sandbox simulate --seed other --story nonsense', { folder });
  expect(refused.exitCode).toBe(5);
  expect(refused.stderr).toMatch(/^audit: No story is called “nonsense”\.\nThere is everything-once, /);
  expect((await infoOf(folder))['seed']).toBe(before['seed']);
});

test.each(['--days 0', '--days 366', '--events many'])('%s is refused', async (flag) => {
  expect((await runAudit(`sandbox simulate ${flag}`)).exitCode).toBe(2);
});
