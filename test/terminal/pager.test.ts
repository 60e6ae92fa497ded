import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ClosedOutputError } from '../../src/errors.js';
import { choosePager, openPager } from '../../src/terminal/pager.js';
import { temporaryFolder } from '../support/folder.js';
import { memoryOutput } from '../support/streams.js';

const environment = { PATH: process.env['PATH'] };

describe('the pager is the one that the person wants', () => {
  test.each([
    [{}, true, 'less -FRX'],
    [{ PAGER: 'more' }, true, 'more'],
    [{ PAGER: 'more', AUDIT_PAGER: 'most -s' }, true, 'most -s'],
    [{ PAGER: 'more', AUDIT_PAGER: '' }, true, undefined],
    [{ PAGER: 'cat' }, true, undefined],
    [{ TERM: 'dumb' }, true, undefined],
    [{ PAGER: 'more' }, false, undefined],
  ] as const)('%j, terminal: %s → %s', (variables, isTerminal, command) => {
    expect(choosePager({ isTerminal }, variables)).toBe(command);
  });
});

test('what is written reaches the pager whole, and closing waits for its end', async () => {
  const file = join(await temporaryFolder(), 'seen');
  const pager = openPager(`cat > '${file}'`, memoryOutput({ screen: { columns: 80 } }), environment);
  for (let line = 0; line < 3000; line += 1) await pager.write(`${line} ${'x'.repeat(100)}\n`);
  await pager.close();
  expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3001);
});

test('who leaves early ends the writing, quietly', async () => {
  const stdout = memoryOutput({ screen: { columns: 80 } });
  const pager = openPager('head -n 1 > /dev/null', stdout, environment);
  const everything = async () => {
    for (let line = 0; line < 100_000; line += 1) await pager.write(`${'x'.repeat(1000)}\n`);
  };
  await expect(everything()).rejects.toBeInstanceOf(ClosedOutputError);
  await pager.close();
  expect(stdout.text()).toBe('');
});

test('a pager that is not there swallows nothing', async () => {
  const stdout = memoryOutput({ screen: { columns: 80 } });
  const pager = openPager('no-such-pager 2> /dev/null', stdout, environment);
  const lines = Array.from({ length: 500 }, (_, line) => `${line} ${'x'.repeat(1000)}\n`);
  for (const line of lines) await pager.write(line);
  await pager.close();
  expect(stdout.text()).toBe(lines.join(''));
});
