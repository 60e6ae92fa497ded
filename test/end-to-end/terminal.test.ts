import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { displayWidth } from '../../src/output/width.js';
import { builtProgram } from '../support/built.js';
import { temporaryFolder } from '../support/folder.js';
import { openTerminal } from '../support/pseudo-terminal.js';

const node = process.execPath;
let home: string;
let audit: string;
let server: ChildProcess;
let account: { readonly url: string; readonly location: string; readonly token: string };

function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: `${dirname(node)}:/usr/bin:/bin`,
    HOME: home,
    TERM: 'xterm-256color',
    AUDIT_KEYRING: 'off',
    ...more,
  };
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'audit-home-'));
  audit = builtProgram();
  server = spawn(node, [audit, 'sandbox', 'serve'], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [chunk] = await once(server.stdout as NodeJS.ReadableStream, 'data');
  const value = (name: string) => new RegExp(`^export ${name}=(.+)$`, 'm').exec(String(chunk))?.[1] ?? '';
  account = { url: value('AUDIT_API_URL'), location: value('AUDIT_LOCATION'), token: value('AUDIT_TOKEN') };
}, 60_000);

afterAll(async () => {
  server.kill();
  await once(server, 'exit');
  rmSync(home, { recursive: true, force: true });
});

test('a token that is typed at login is never on the screen, and is kept only after it was proven', async () => {
  const config = await temporaryFolder();
  const env = environment({ AUDIT_CONFIG_DIR: config });
  const terminal = openTerminal(node, [audit, 'login', '--api-url', account.url], env, { columns: 100 });
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
    [audit, 'login', '--api-url', account.url, '--location', account.location],
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
  const terminal = openTerminal(node, [audit, 'list'], env);
  await terminal.sees('Asking the account…');
  terminal.type('\u0003');
  expect(await terminal.ended()).toBe(130);
  expect(terminal.screen()).toMatch(/audit: Interrupted\.(?:\u001b\[[?\d;]*[mh]|\r\n)*$/);
});

test.each([20, 40, 80, 200])('a screen of %d columns is never too narrow for a line', async (columns) => {
  const terminal = openTerminal(node, [audit, 'list', '--sandbox', '--limit', '8'], environment(), {
    columns,
    rows: 80,
  });
  expect(await terminal.ended()).toBe(0);
  const lines = stripVTControlCharacters(terminal.screen()).split(/\r?\n/);
  expect(lines.length).toBeGreaterThan(9);
  expect(lines.filter((line) => displayWidth(line) > columns)).toEqual([]);
});

test('colours are there on a terminal, and not on one that is dumb, nor where NO_COLOR is set', async () => {
  const line = [audit, 'list', '--sandbox', '--limit', '3'];
  const shown = async (more: Readonly<Record<string, string>>) => {
    const terminal = openTerminal(node, line, environment(more), { columns: 120 });
    expect(await terminal.ended()).toBe(0);
    return terminal.screen();
  };
  expect(await shown({})).toContain('\u001b[');
  expect(await shown({ TERM: 'dumb' })).not.toContain('\u001b');
  expect(await shown({ NO_COLOR: '1', CI: 'true' })).not.toContain('\u001b');
});
