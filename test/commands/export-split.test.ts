import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Ask } from '../../src/sandbox/exchange.js';
import { temporaryFolder } from '../support/folder.js';
import { runAudit, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, smallEvents } from '../support/small-account.js';

/** One event at each midnight of Chicago and one a millisecond before it, over three days and the end of a month. */
const midnights = ['2026-10-31T05:00:00.000Z', '2026-11-01T05:00:00.000Z', '2026-11-02T06:00:00.000Z'];
const events = midnights.flatMap((midnight, index) =>
  [0, -1].map((ms) => ({
    ...smallEvents[0],
    _id: `event-${index}${ms}`,
    createdAt: new Date(Date.parse(midnight) + ms).toISOString(),
  })),
);
const window = ['--since', '2026-10-30', '--until', '2026-11-02T12:00'];

async function split(
  unit: 'day' | 'month',
  name: string,
  instead?: (ask: Ask) => ReturnType<typeof errorReply> | undefined,
) {
  const folder = await temporaryFolder();
  const target = join(folder, name);
  const args = ['export', ...window, '--columns', 'id', '--split', unit, '-o', target];
  const run = (more: readonly string[] = [], broken = instead) =>
    runAudit([...args, ...more], worldOf(createSmallAccount({ events, ...(broken && { instead: broken }) })));
  const outcome = await run();
  const read = async (label: string) =>
    (await readFile(target.replace(/\{.*\}/, label), 'utf8')).trim().split('\r\n').slice(1);
  return { ...outcome, folder, target, run, read };
}

test('a file for each day of the zone: an event at midnight is in the day that begins, an empty day is a file too', async () => {
  const { exitCode, folder, read, stderr } = await split('day', 'audit-{day}.csv');
  expect(exitCode).toBe(0);
  expect((await readdir(folder)).filter((name) => name.endsWith('.csv')).sort()).toEqual([
    'audit-2026-10-30.csv',
    'audit-2026-10-31.csv',
    'audit-2026-11-01.csv',
    'audit-2026-11-02.csv',
  ]);
  expect(await read('2026-10-30')).toEqual(['event-0-1']);
  expect(await read('2026-10-31')).toEqual(['event-00', 'event-1-1']);
  expect(await read('2026-11-01')).toEqual(['event-10', 'event-2-1']);
  expect(await read('2026-11-02')).toEqual(['event-20']);
  expect(stderr.trim().split('\n').length).toBe(4);
});

test('each has a manifest of its own window, and nothing else is left', async () => {
  const { folder } = await split('month', 'audit-{month}.csv');
  expect((await readdir(folder)).sort()).toEqual([
    'audit-2026-10.csv',
    'audit-2026-10.csv.manifest.json',
    'audit-2026-11.csv',
    'audit-2026-11.csv.manifest.json',
  ]);
  const windowOf = async (label: string) =>
    JSON.parse(await readFile(join(folder, `audit-${label}.csv.manifest.json`), 'utf8')).window;
  const timeZone = 'America/Chicago';
  expect(await windowOf('2026-10')).toEqual({
    since: '2026-10-30T05:00:00.000Z',
    until: '2026-11-01T05:00:00.000Z',
    timeZone,
  });
  expect(await windowOf('2026-11')).toEqual({
    since: '2026-11-01T05:00:00.000Z',
    until: '2026-11-02T18:00:00.000Z',
    timeZone,
  });
});

test('an interrupted one goes on with the part that it was in, and leaves the finished ones alone', async () => {
  const fromNovember = ({ target }: Ask) => {
    const { searchParams } = new URL(target, 'http://acme.example');
    const isLate = (searchParams.get('startAt') ?? '') > '2026-11-01';
    return isLate ? errorReply(401, 'Invalid JWT') : undefined;
  };
  const { exitCode, folder, target, run, read } = await split('month', 'audit-{month}.csv', fromNovember);
  expect(exitCode).toBe(4);
  expect((await readdir(folder)).sort()).toEqual([
    'audit-2026-10.csv',
    'audit-2026-10.csv.manifest.json',
    'audit-{month}.csv.partial.json',
  ]);
  const october = join(folder, 'audit-2026-10.csv');
  await writeFile(october, 'left alone');
  const account = createSmallAccount({ events });
  expect((await runAudit(['export', '--resume', '-o', target], worldOf(account))).exitCode).toBe(0);
  expect(await readFile(october, 'utf8')).toBe('left alone');
  expect(await read('2026-11')).toEqual(['event-10', 'event-2-1', 'event-20']);
  expect((await readdir(folder)).length).toBe(4);

  await rm(october);
  expect((await run([], () => undefined)).exitCode).toBe(0);
  expect(await read('2026-10')).toEqual(['event-0-1', 'event-00', 'event-1-1']);
});

test('without a place for the day or month in the name there would be one file for all', async () => {
  const { exitCode, stderr, folder } = await split('month', 'audit-{day}.csv');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Say with {month} where their names differ: -o audit-{month}.csv');
  expect(await readdir(folder)).toEqual([]);
  const world = worldOf(createSmallAccount());
  expect((await runAudit('export --split day', world)).exitCode).toBe(2);
  expect((await runAudit('export --split day -o /dev/null', world)).exitCode).toBe(2);
});
