import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { InterruptedError } from '../src/errors.js';
import { programFolder, runAudit, worldOf } from './support/program.js';
import { createSmallAccount } from './support/small-account.js';

const pages = [
  '',
  'list',
  'show',
  'export',
  'deletions',
  'login',
  'logout',
  'status',
  'profile',
  'profile list',
  'profile use',
  'profile remove',
  'values',
  'retention',
  'doctor',
  'completion',
  'sandbox',
  'sandbox serve',
  'sandbox info',
  'sandbox reset',
];

test('the version is one line', async () => {
  expect(await runAudit('--version')).toMatchObject({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
  expect(await runAudit('list --version')).toMatchObject({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
});

test.each(pages)('audit %s --help opens no file and no socket', async (page) => {
  const folder = await programFolder();
  const { exitCode, stdout, stderr } = await runAudit(`${page} --help`, {
    folder,
    network: {
      request: () => Promise.reject(new Error('help asked the network')),
      close: async () => {},
    },
    startSandbox: () => Promise.reject(new Error('help started the embedded account')),
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(
    page === '' ? /^Usage: audit <command> \[flags\]\n/ : new RegExp(`^Usage: audit ${page}\\b`),
  );
  expect(stdout).toContain('Flags of every command:\n');
  expect(await readdir(folder)).toEqual([]);
});

test.each(pages.filter((page) => page !== '' && page !== 'profile' && page !== 'sandbox'))(
  'audit %s --help ends with examples that could be typed',
  async (page) => {
    const { stdout } = await runAudit(`${page} --help`);
    expect(stdout).toMatch(new RegExp(`\\nExamples:\\n(  # .+\\n  \\$ audit ${page}\\b.*\\n\\n?)+$`));
  },
);

test('audit help list and audit list --help are the same page', async () => {
  expect((await runAudit('help list')).stdout).toBe((await runAudit('list --help')).stdout);
});

test('audit alone shows what there is', async () => {
  expect((await runAudit('')).stdout).toBe((await runAudit('--help')).stdout);
});

test('a help page keeps to a narrow screen', async () => {
  const { stdout } = await runAudit('list --help', { terminal: { columns: 60 } });
  const [flags = ''] = stdout.split('\nExamples:\n');
  expect(flags.split('\n').filter((line) => line.length > 60)).toEqual([]);
});

test.each([
  ['lst', "audit: Unknown command 'lst'.\nDid you mean list?\nSee: audit --help\n"],
  ['list --sinc 7d', "audit: Unknown option '--sinc'.\nDid you mean --since?\nSee: audit list --help\n"],
  ['profile lst', "audit: Unknown command 'lst'.\nDid you mean list?\nSee: audit profile --help\n"],
  [
    'list extra',
    "audit: Too many arguments for 'list'. Expected 0 arguments but got 1.\nSee: audit list --help\n",
  ],
  [
    'archive hold release',
    "audit: Required option '--case <text>' not specified.\nSee: audit archive hold release --help\n",
  ],
  ['show', "audit: Missing required argument 'eventId'.\nSee: audit show --help\n"],
  ['list --user', "audit: Option '--user <user>' argument missing.\nSee: audit list --help\n"],
  [
    'list --limit 5 --all',
    "audit: Option '--limit <n>' cannot be used with option '--all'.\nSee: audit list --help\n",
  ],
])('audit %s is refused with what to type instead', async (line, stderr) => {
  expect(await runAudit(line)).toMatchObject({ exitCode: 2, stdout: '', stderr });
});

test('an error is JSON for whoever asked for JSON', async () => {
  const { exitCode, stdout, stderr } = await runAudit('list --format json --sinc 7d');
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(JSON.parse(stderr)).toEqual({
    error: {
      code: 'unknown-option',
      exitCode: 2,
      message: "Unknown option '--sinc'.",
      hint: 'Did you mean --since?\nSee: audit list --help',
    },
  });
});

test('global flags mean the same before and after the command', async () => {
  const world = worldOf(createSmallAccount());
  const before = await runAudit('--tz Asia/Tokyo list --limit 1', world);
  const after = await runAudit('list --limit 1 --tz Asia/Tokyo', world);
  expect(before).toMatchObject({ exitCode: 0, stdout: after.stdout, stderr: after.stderr });
  expect(after.stderr).toContain('2026-11-22 09:04 Asia/Tokyo');
});

test('a global flag’s value that is a command’s name is still a value', async () => {
  const { exitCode, stderr } = await runAudit('--profile list status');
  expect(exitCode).toBe(5);
  expect(stderr).toBe(
    'audit: There is no profile “list”.\nThere is: sandbox\nOr connect it: audit login --profile list\n',
  );
});

test('a bug of ours says that it is one, and shows where only with --verbose', async () => {
  const startSandbox = () => Promise.reject(new TypeError('x is not a function'));
  const { exitCode, stderr } = await runAudit('list --sandbox', { startSandbox });
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    'audit: This is a bug of ours: x is not a function\n' +
      'Please report it with what you typed; --verbose shows where it happened.\n',
  );
  expect((await runAudit('list --sandbox --verbose', { startSandbox })).stderr).toContain('at ');
});

test('a reader that goes away (| head) is a quiet end', async () => {
  const world = worldOf(createSmallAccount(), { stdoutClosesAfter: 0 });
  expect(await runAudit('list', world)).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  expect(await runAudit('export', world)).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  expect(await runAudit('--help', world)).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
});

test('Ctrl-C before anything was read says so and exits 130', async () => {
  const interrupt = new AbortController();
  const account = createSmallAccount({
    instead() {
      interrupt.abort(new InterruptedError('interrupted', 'Interrupted.'));
      return undefined;
    },
  });
  const world = worldOf(account, { signal: interrupt.signal });
  expect(await runAudit('list', world)).toMatchObject({
    exitCode: 130,
    stdout: '',
    stderr: 'audit: Interrupted.\n',
  });
});

test('--no-color takes the colour out of data and errors alike', async () => {
  const terminal = { columns: 80, hasColor: true };
  const world = worldOf(createSmallAccount(), { terminal });
  expect((await runAudit('list', world)).stdout).toContain('\u001b[');
  const plain = await runAudit('list --no-color', world);
  expect(plain.stdout + plain.stderr).not.toContain('\u001b');
  expect((await runAudit('lst --no-color', { terminal })).stderr).not.toContain('\u001b');
});
