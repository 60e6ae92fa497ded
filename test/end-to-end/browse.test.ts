import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { displayWidth } from '../../src/output/width.js';
import { useInstalled } from '../support/installed.js';
import { openTerminal, type TerminalSession } from '../support/pseudo-terminal.js';

const node = process.execPath;
const leave = '\x1b[?7h\x1b[?25h\x1b[?1049l';
const installed = useInstalled();

function browse(size: { readonly columns: number; readonly rows: number }): TerminalSession {
  const env = installed.env({ TERM: 'xterm-256color' });
  return openTerminal(node, [installed.audit, 'list', '--browse', '--sandbox'], env, size);
}

/** What was written after the screen was given back: where the shell's prompt will stand. */
function after(terminal: TerminalSession): string {
  const [, ...rest] = terminal.screen().split(leave);
  return stripVTControlCharacters(rest.join(''));
}

test.each([
  [20, 10],
  [80, 24],
  [200, 50],
])('at %d × %d one walks, looks at an event, and leaves the terminal as it was', async (columns, rows) => {
  const terminal = browse({ columns, rows });
  await terminal.sees('1 of ', 20_000);
  terminal.type('\x1b[B');
  await terminal.sees('2 of ');
  terminal.type('\r');
  await terminal.sees('When');
  terminal.type('q');
  expect(await terminal.ended()).toBe(0);

  expect(after(terminal)).toMatch(/newest\s+shown,\s+more\s+may\s+match/);
  const drawn = terminal
    .screen()
    .split(/\x1b\[\d+;1H/)
    .slice(1)
    .map((text) => stripVTControlCharacters(text.split('\x1b[?1049l')[0] ?? ''));
  expect(drawn.filter((line) => displayWidth(line) > columns)).toEqual([]);
});

test('Ctrl-C gives the terminal back and exits 130', async () => {
  const terminal = browse({ columns: 80, rows: 24 });
  await terminal.sees('1 of ', 20_000);
  terminal.type('\x03');
  expect(await terminal.ended()).toBe(130);
  expect(after(terminal)).toContain('audit: Interrupted.');
});

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s gives the terminal back', async (signal) => {
  const terminal = browse({ columns: 80, rows: 24 });
  await terminal.sees('1 of ', 20_000);
  terminal.signal(signal);
  expect(await terminal.ended()).toBe(130);
  expect(terminal.screen()).toContain(leave);
});

test('a window that is dragged is filled anew', async () => {
  const terminal = browse({ columns: 80, rows: 24 });
  await terminal.sees('1 of ', 20_000);
  terminal.resize({ columns: 140, rows: 30 });
  await terminal.sees('│');
  terminal.type('q');
  expect(await terminal.ended()).toBe(0);
});

test('a search finds what lies further back than was read', async () => {
  const terminal = browse({ columns: 120, rows: 30 });
  await terminal.sees('1 of ', 20_000);
  terminal.type('/deleted pipeline\r');
  await terminal.sees('Deleted pipeline “Implant consultations”', 20_000);
  terminal.type('q');
  expect(await terminal.ended()).toBe(0);
});
