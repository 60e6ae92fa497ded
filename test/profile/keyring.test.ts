import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createKeyring } from '../../src/profile/keyring.js';
import { temporaryFolder } from '../support/folder.js';
import { type Character, openKeyring } from '../support/keyrings.js';

test('what a keyring was given is there for the next process, under a name that a person can find', async () => {
  const keyring = await openKeyring('honest', { folder: '/home/ada/.config/audit' });
  await keyring.set('acme', 'tökén\n"');
  expect(await keyring.get('acme')).toBe('tökén\n"');
  expect(await keyring.kept()).toEqual({ 'acme in /home/ada/.config/audit': 'tökén\n"' });
  await keyring.remove('acme');
  expect(await keyring.get('acme')).toBeUndefined();
});

test('the token is in no argument and in no variable of the process that hands it over', async () => {
  const environment = { ...process.env, AUDIT_TOKEN: 'canary-of-the-shell', NODE_OPTIONS: '--no-warnings' };
  const keyring = await openKeyring('honest', { environment });
  await keyring.set('acme', 'canary-of-login');
  await keyring.get('acme');
  const started = await keyring.started();
  expect(started.trim().split('\n').length).toBe(2);
  expect(started).not.toContain('canary');
  expect(started).not.toContain('--no-warnings');
});

test.each<readonly [Character, string, string]>([
  ['is locked', 'refused', 'the system’s keyring refuses (it is locked)'],
  ['is not there', 'missing', 'this machine has no keyring'],
  ['talks nonsense', 'lost', 'the system’s keyring gave no answer'],
  ['dies', 'lost', 'the system’s keyring gave no answer'],
  ['never reads', 'lost', 'the system’s keyring gave no answer'],
])('a keyring that %s is an error that says so', async (character, trouble, message) => {
  const keyring = await openKeyring(character);
  for (const ask of [() => keyring.get('acme'), () => keyring.set('acme', 't'.repeat(500_000))]) {
    await expect(ask()).rejects.toMatchObject({ name: 'KeyringError', trouble, message });
  }
});

test('a keyring that hangs, deaf to a polite signal, is ended at the limit', async () => {
  const keyring = await openKeyring('hangs', { limitMs: 500 });
  await expect(keyring.get('acme')).rejects.toMatchObject({
    trouble: 'silent',
    message: 'the system’s keyring did not answer within 0.5 seconds',
  });
});

test('a process that outlives the keyring’s and holds on to its output holds up nobody', async () => {
  const pidFile = join(await temporaryFolder(), 'pid');
  const keyring = createKeyring({
    command: ['/bin/sh', '-c', `sleep 600 & echo $! > '${pidFile}'; exit 0`],
    environment: process.env,
    folder: '/settings',
    limitMs: 1_000,
  });
  onTestFinished(async () => void process.kill(Number(await readFile(pidFile, 'utf8'))));
  await expect(keyring.get('acme')).rejects.toMatchObject({ name: 'KeyringError' });
});

test('a keyring whose program is not there is an error, and none is started where nobody wants one', async () => {
  const options = { environment: process.env, folder: '/settings', limitMs: 5_000 };
  await expect(createKeyring({ ...options, command: ['/nowhere/at-all'] }).get('acme')).rejects.toMatchObject(
    { trouble: 'lost' },
  );
  const off = await openKeyring('honest', { environment: { ...process.env, AUDIT_KEYRING: 'off' } });
  await expect(off.set('acme', 't')).rejects.toMatchObject({ trouble: 'off' });
  expect(await off.started()).toBe('');
});

test('the real library’s process answers where the machine has no keyring', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/profile/keyring-process.ts'], {
    cwd: new URL('../..', import.meta.url).pathname,
    env: { PATH: process.env['PATH'], XDG_RUNTIME_DIR: await temporaryFolder() },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify({ act: 'set', service: 'hoopai-audit', account: 'a', secret: 'canary' }));
  const [chunks] = await Promise.all([child.stdout.toArray(), once(child, 'exit')]);
  const answer = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  expect(answer).toMatchObject({ kind: 'missing' });
  expect(answer.word).not.toContain('canary');
});
