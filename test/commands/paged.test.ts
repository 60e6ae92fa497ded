import { expect, test } from 'vitest';
import { runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, smallEvents } from '../support/small-account.js';

const manyEvents = Array.from({ length: 40 }, (_, index) => ({
  ...smallEvents[0],
  _id: `event-${String(index).padStart(2, '0')}`,
  createdAt: new Date(Date.parse('2026-11-20T12:00:00Z') + index * 1_000).toISOString(),
}));

function atScreen(rows: number, world: World = {}, events: readonly object[] = manyEvents): World {
  const terminal = { columns: 120, rows };
  return worldOf(createSmallAccount({ events }), { terminal, pager: {}, ...world });
}

test('what is longer than the screen goes through the pager, whole, and the coverage stands below', async () => {
  const plain = await runAudit('list --no-pager', atScreen(24));
  const { stdout, paged, stderr, exitCode } = await runAudit('list', atScreen(24));
  expect({ exitCode, stdout, paged }).toEqual({ exitCode: 0, stdout: '', paged: plain.stdout });
  expect(plain.paged).toBeUndefined();
  expect(stderr).toMatch(/^\n40 events · /);
});

test('what fits the screen together with the coverage stays on it', async () => {
  const lines = (await runAudit('list --no-pager', atScreen(24))).stdout.split('\n').length - 1;
  expect((await runAudit('list', atScreen(lines + 4))).paged).toBeUndefined();
  expect((await runAudit('list', atScreen(lines + 3))).paged).toBeDefined();
});

test('lines that the screen folds count as often as they are folded', async () => {
  const [event] = smallEvents;
  const world = (rows: number) => atScreen(rows, {}, [{ ...event, documentName: 'x'.repeat(1_200) }]);
  const line = 'list --format ndjson --fields record';
  expect((await runAudit(line, world(4 + 11))).paged).toBeUndefined();
  expect((await runAudit(line, world(4 + 10))).paged).toBe(`{"record":"${'x'.repeat(1_200)}"}\n`);
});

test('one event in full is paged as well', async () => {
  const { stdout, paged } = await runAudit('show event-07', atScreen(12));
  expect(stdout).toBe('');
  expect(paged).toMatch(/^Added tag “vip” to contact “Ada Example”\n/);
  expect((await runAudit('show event-07 --raw', atScreen(5))).paged).toBe(
    `${JSON.stringify(manyEvents[7])}\n`,
  );
});

test('who leaves the pager early is told nothing', async () => {
  const { exitCode, stdout, stderr } = await runAudit('list', atScreen(24, { pager: { leavesAfter: 0 } }));
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

test('a script is never paged, and neither is an export', async () => {
  const world = worldOf(createSmallAccount({ events: manyEvents }), { pager: {} });
  expect((await runAudit('list', world)).paged).toBeUndefined();
  expect((await runAudit('export', atScreen(5))).paged).toBeUndefined();
});

test('without a pager everything is on the screen all the same', async () => {
  const { pager: _, ...world } = atScreen(10);
  expect((await runAudit('list', world)).stdout).toBe((await runAudit('list --no-pager', world)).stdout);
});
