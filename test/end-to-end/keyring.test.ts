import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Ended, runProcess } from '../support/built.js';
import { temporaryFolder } from '../support/folder.js';
import { useInstalled, useServed } from '../support/installed.js';

const node = process.execPath;
const installed = useInstalled();
const account = useServed(installed);

function environment(config: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return installed.env({ AUDIT_CONFIG_DIR: config, XDG_RUNTIME_DIR: installed.home, ...more });
}

/** `audit login --with-token`, with the token on its standard input. */
function login(env: Readonly<Record<string, string>>): Promise<Ended> {
  const line = `printf %s "$TOKEN" | '${node}' '${installed.audit}' login --with-token --api-url ${account.url} --location ${account.location}`;
  return runProcess('bash', ['-c', line], { ...env, TOKEN: account.token });
}

test('on a machine without a keyring the token goes into the 0600 file, and that is said', async () => {
  const config = await temporaryFolder();
  const { exitCode, stderr } = await login(environment(config));
  const path = join(config, 'tokens', 'default.token');
  expect(stderr).toContain(
    `Logged in. Token kept in the file ${path} (mode 0600, folder 0700): this machine has no keyring.`,
  );
  expect(exitCode).toBe(0);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).toBe(`${account.token}\n`);
});

test('a keyring that never answers holds nobody up: the file is used, and that is said', async () => {
  const config = await temporaryFolder();
  const socket = join(await temporaryFolder(), 'bus');
  // A session bus that takes the call and says nothing: the real library waits for it without an end.
  const silent = createServer(() => {}).listen(socket);
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const bus = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` };
  const { exitCode, stderr } = await login(environment(config, bus));
  expect(stderr).toContain('the system’s keyring did not answer within 3 seconds.');
  expect(exitCode).toBe(0);
  const listed = await runProcess(node, [installed.audit, 'list', '--limit', '1'], environment(config, bus));
  expect(listed.exitCode).toBe(0);
  const left = await runProcess(node, [installed.audit, 'logout'], environment(config, bus));
  expect(left.exitCode).toBe(4);
  expect(left.stderr).toContain('may still be in the system’s keyring');
  expect(readdirSync(join(config, 'tokens'))).toEqual(['default.keyring']);
}, 60_000);

test('a token file that was opened to others is closed at the next start, with a warning', async () => {
  const config = await temporaryFolder();
  const env = environment(config, { AUDIT_KEYRING: 'off' });
  await login(env);
  const path = join(config, 'tokens', 'default.token');
  chmodSync(path, 0o644);
  const { exitCode, stderr } = await runProcess(
    node,
    [installed.audit, 'list', '--limit', '1', '--quiet'],
    env,
  );
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`Warning: ${path} could be read by others (mode 0644); it is 0600 again.`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('settings that others may change send the token nowhere', async () => {
  const config = await temporaryFolder();
  const env = environment(config, { AUDIT_KEYRING: 'off' });
  await login(env);
  chmodSync(join(config, 'config.json'), 0o666);
  const { exitCode, stdout, stderr } = await runProcess(node, [installed.audit, 'list'], env);
  expect([exitCode, stdout]).toEqual([4, '']);
  expect(stderr).toContain('Others may change');
});

test('many runs at once leave a journal that can be proven', async () => {
  const data = await temporaryFolder();
  const env = {
    ...environment(await temporaryFolder()),
    AUDIT_DATA_DIR: data,
    AUDIT_API_URL: account.url,
    AUDIT_LOCATION: account.location,
    AUDIT_TOKEN: account.token,
  };
  const runs = Array.from({ length: 6 }, () =>
    runProcess(node, [installed.audit, 'list', '--limit', '1', '--quiet'], env),
  );
  for (const { exitCode, stderr } of await Promise.all(runs))
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const { exitCode, stderr } = await runProcess(node, [installed.audit, 'journal', 'verify'], env);
  expect(exitCode).toBe(0);
  expect(stderr).toContain('6 entries, each following from the one before.');
}, 60_000);
