import { execFileSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { useInstalled } from '../support/installed.js';
import { openTerminal } from '../support/pseudo-terminal.js';

const node = process.execPath;
const installed = useInstalled();

const environment = () => installed.env({ TERM: 'xterm-256color' });

test('at a terminal a change that another process makes comes within a look, and Ctrl-C leaves the line to go on with', async () => {
  const terminal = openTerminal(
    node,
    [installed.audit, 'list', '--follow', '--sandbox', '--interval', '1s', '--no-color'],
    environment(),
    { columns: 100 },
  );
  await terminal.sees('Following · no events', 30_000);
  execFileSync(node, [installed.audit, 'sandbox', 'do', 'tag', 'any', 'seen-live'], {
    env: environment(),
    stdio: 'ignore',
  });
  await terminal.sees('Added tag “seen-live”', 20_000);
  await terminal.sees('Following · 1 event');
  terminal.type('\x03');
  expect(await terminal.ended()).toBe(130);
  const said = stripVTControlCharacters(terminal.screen());
  expect(said).toMatch(/\n {2}audit list --follow --interval 1s --since \S+Z --sandbox\r?\n/);
}, 90_000);

test('a signal ends it the same way', async () => {
  const terminal = openTerminal(node, [installed.audit, 'list', '--follow', '--sandbox'], environment(), {
    columns: 40,
  });
  await terminal.sees('Following ·', 30_000);
  terminal.signal('SIGTERM');
  expect(await terminal.ended()).toBe(130);
  expect(terminal.screen()).toContain('audit list --follow --since ');
}, 60_000);
