import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InterruptedError } from '../../src/errors.js';
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
  const begun = await runAudit('sandbox simulate --days 20 --events 4,000 --plan starter --seed other', {
    folder,
  });
  expect(begun.stderr).toBe('Begun afresh: Lakeshore Dental Studio, 4,000 events.\n');
  const other = await infoOf(folder);
  expect(other).toMatchObject({ plan: 'Starter', retentionDays: 30, seed: 'other', events: 4000 });
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

test('fewer events than the days themselves bring are not promised', async () => {
  const folder = await folderWithSandbox();
  const { exitCode, stderr } = await runAudit('sandbox simulate --days 10 --events 100', { folder });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(
    /^Begun afresh: .+, [\d,]+ events\.\nFewer than that do not come of these days; fewer days have fewer: --days <n>\n$/,
  );
});

test('Ctrl-C in a long beginning leaves the account as it was, and says what is there', async () => {
  const folder = await folderWithSandbox();
  const before = await infoOf(folder);
  const interrupt = new AbortController();
  const running = runAudit('sandbox simulate --days 60 --events 50000', {
    folder,
    signal: interrupt.signal,
  });
  interrupt.abort(new InterruptedError('interrupted', 'Interrupted.'));
  const { exitCode, stderr } = await running;
  expect({ exitCode, stderr }).toEqual({
    exitCode: 130,
    stderr:
      `audit: Interrupted; the embedded account is as it was: Lakeshore Dental Studio, ${Number(before['events']).toLocaleString('en-US')} events.\n` +
      'Begin again with the same command.\n',
  });
  const { bytesOnDisk: _, ...after } = await infoOf(folder);
  expect(before).toMatchObject(after);
});

test('one location alone is not begun anew', async () => {
  const { exitCode, stderr } = await runAudit('sandbox simulate --days 10 --location x');
  expect([exitCode, stderr]).toEqual([
    2,
    'audit: The account is begun anew as a whole, not one location of it.\n' +
      'Leave --location out; a story can be told in one: audit sandbox simulate --story <name> --location <id>\n',
  ]);
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
