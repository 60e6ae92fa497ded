import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { displayWidth } from '../../src/output/width.js';
import { temporaryFolder } from '../support/folder.js';
import { useInstalled, useServed } from '../support/installed.js';
import { openTerminal } from '../support/pseudo-terminal.js';

const node = process.execPath;
const installed = useInstalled();
const account = useServed(installed);

function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return installed.env({ TERM: 'xterm-256color', AUDIT_KEYRING: 'off', ...more });
}

test('a token that is typed at login is never on the screen, and is kept only after it was proven', async () => {
  const config = await temporaryFolder();
  const env = environment({ AUDIT_CONFIG_DIR: config });
  const terminal = openTerminal(node, [installed.audit, 'login', '--api-url', account.url], env, {
    columns: 100,
  });
  await terminal.sees('Token (it is not shown)');
  terminal.type(`${account.token}\r`);
  expect(await terminal.ended()).toBe(0);
  expect(terminal.screen()).toContain(`(${account.location})`);
  expect(terminal.screen()).toContain('Logged in. Token kept in the file');
  expect(terminal.screen()).not.toContain(account.token);
  expect(readFileSync(join(config, 'tokens', 'default.token'), 'utf8')).toBe(`${account.token}\n`);
});

test('Ctrl-C at the question for the token keeps nothing and exits 130', async () => {
  const config = join(await temporaryFolder(), 'config');
  const env = environment({ AUDIT_CONFIG_DIR: config });
  const terminal = openTerminal(
    node,
    [installed.audit, 'login', '--api-url', account.url, '--location', account.location],
    env,
  );
  await terminal.sees('Token (it is not shown)');
  terminal.type('\u0003');
  expect(await terminal.ended()).toBe(130);
  expect(() => readFileSync(join(config, 'config.json'))).toThrow();
});

test('Ctrl-C while the account keeps one waiting clears the line that said so, and says what happened', async () => {
  const silent = createServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => {
    silent.close();
    silent.closeAllConnections();
  });
  const { port } = silent.address() as AddressInfo;
  const env = environment({
    AUDIT_API_URL: `http://127.0.0.1:${port}`,
    AUDIT_LOCATION: account.location,
    AUDIT_TOKEN: account.token,
  });
  const terminal = openTerminal(node, [installed.audit, 'list'], env);
  await terminal.sees('Asking the account…');
  terminal.type('\u0003');
  expect(await terminal.ended()).toBe(130);
  expect(terminal.screen()).toMatch(/audit: Interrupted\.(?:\u001b\[[?\d;]*[mh]|\r\n)*$/);
});

test.each([20, 40, 80, 200])('a screen of %d columns is never too narrow for a line', async (columns) => {
  const terminal = openTerminal(node, [installed.audit, 'list', '--sandbox', '--limit', '8'], environment(), {
    columns,
    rows: 80,
  });
  expect(await terminal.ended()).toBe(0);
  const lines = stripVTControlCharacters(terminal.screen()).split(/\r?\n/);
  expect(lines.length).toBeGreaterThan(9);
  expect(lines.filter((line) => displayWidth(line) > columns)).toEqual([]);
});

test('colours are there on a terminal, and not on one that is dumb, nor where NO_COLOR is set', async () => {
  const line = [installed.audit, 'list', '--sandbox', '--limit', '3'];
  const shown = async (more: Readonly<Record<string, string>>) => {
    const terminal = openTerminal(node, line, environment(more), { columns: 120 });
    expect(await terminal.ended()).toBe(0);
    return terminal.screen();
  };
  expect(await shown({})).toContain('\u001b[');
  expect(await shown({ TERM: 'dumb' })).not.toContain('\u001b');
  expect(await shown({ NO_COLOR: '1', CI: 'true' })).not.toContain('\u001b');
});
