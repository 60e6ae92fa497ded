import { join } from 'node:path';
import { expect, test } from 'vitest';
import { programFolder, runAudit } from '../support/program.js';
import { layDownSandbox } from '../support/sandbox.js';
import { usualNowMs, virtualClock } from '../support/virtual-clock.js';

async function folderWithSandbox(): Promise<string> {
  const folder = await programFolder();
  await layDownSandbox(join(folder, 'data'));
  return folder;
}

test('what is done by hand is said with the event that came of it, and is the newest of the list', async () => {
  const folder = await folderWithSandbox();
  const { exitCode, stdout, stderr } = await runAudit(
    ['sandbox', 'do', 'add-contact', 'Ada Example', '--by', 'devon'],
    { folder },
  );
  const [, id = ''] = /^(\w{24}) {2}CREATED {2}CONTACT {2}Ada Example\n$/.exec(stdout) ?? [];
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: `1 event logged. See: audit show --sandbox ${id}\n`,
  });
  const clock = virtualClock(usualNowMs + 1);
  const listed = await runAudit('list --sandbox --limit 1 --fields id,user,description', { folder, clock });
  expect(listed.stdout).toBe(`${id}\tDevon Price\tCreated contact “Ada Example”\n`);
});

test('a deletion of many shows the first of them and says how many there are', async () => {
  const folder = await folderWithSandbox();
  const { stdout, stderr } = await runAudit(['sandbox', 'do', 'delete-pipeline', 'referr'], { folder });
  expect(stdout.split('\n')).toHaveLength(9);
  expect(stderr).toMatch(/^\d\d events logged, 8 shown\. See: audit show --sandbox \w{24}\n$/);
});

test('as JSON it is one value with every event', async () => {
  const folder = await folderWithSandbox();
  const line = [
    'sandbox',
    'do',
    'add-note',
    'any',
    'Hello',
    '--late',
    '2h',
    '--via',
    'mobile',
    '--format',
    'json',
  ];
  const { stdout } = await runAudit(line, { folder });
  expect(JSON.parse(stdout)).toEqual({
    schema: 1,
    events: [expect.objectContaining({ module: 'NOTE', type: 'CREATED', recordName: null })],
  });
});

test('without a verb all that can be done is listed', async () => {
  const { exitCode, stdout } = await runAudit('sandbox do');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^delete-pipeline <pipeline> {2,}with all its opportunities; audit restore brings it back$/m,
  );
  expect(stdout.split('\n').length).toBeGreaterThan(60);
});

test.each([
  [['nonsense'], 2, 'audit: Nothing that can be done is called “nonsense”.\n'],
  [['tag', 'newest'], 2, 'audit: tag takes 2 words, not 1.\n'],
  [['delete-contact', 'nobody at all'], 5, 'audit: No contact is called “nobody at all”.\n'],
  [['log-in', '--by', 'jordan'], 2, 'audit: “jordan” may be 2 users.\n'],
  [['log-in', '--late', 'soon'], 2, 'audit: --late is “soon”, which is no span of time.\n'],
])('%j is refused with %i and nothing is logged', async (words, exitCode, message) => {
  const folder = await folderWithSandbox();
  const outcome = await runAudit(['sandbox', 'do', ...words], { folder });
  expect([outcome.exitCode, outcome.stdout]).toEqual([exitCode, '']);
  expect(outcome.stderr.startsWith(message)).toBe(true);
});
