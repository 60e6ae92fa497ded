import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { type Ended, runProcess } from '../support/built.js';
import { temporaryFolder } from '../support/folder.js';
import { useInstalled } from '../support/installed.js';

const node = process.execPath;
const installed = useInstalled();
const bare = installed.env;

function run(line: string, env = bare()): Promise<Ended> {
  return runProcess(node, [installed.audit, ...line.split(' ')], env);
}

function shell(line: string, env = bare()): Promise<Ended> {
  return runProcess('bash', ['-c', line.replaceAll('audit ', `"${node}" "${installed.audit}" `)], env);
}

beforeAll(async () => {
  expect((await run('list --sandbox --limit 1')).exitCode).toBe(0);
}, 60_000);

test('cron’s bare environment is enough, and nothing is left running', async () => {
  const { exitCode, stdout, stderr } = await run('list --sandbox --limit 3');
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').length).toBe(4);
  expect(stderr).toMatch(/^3 newest shown, more match \(--all for the rest\) · .+\n$/);
});

test('audit | head is a quiet end', async () => {
  const { exitCode, stdout, stderr } = await shell(
    'set -o pipefail; audit export --sandbox --quiet | head -n 1',
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^Timestamp,User,Event type,.+\r\n$/);
});

test('a full disk is told, and is no success', async () => {
  const { exitCode, stderr } = await shell('audit export --sandbox --quiet > /dev/full');
  expect(exitCode).toBe(3);
  expect(stderr).toContain('audit: The output could not be written: ');
});

test.each(['>&-', '2>&-', '>&- 2>&-', '<&-'])('list with %s ends in peace', async (closing) => {
  const { exitCode } = await shell(`audit list --sandbox --limit 1 ${closing}`);
  expect(exitCode).toBe(0);
});

test('with no home, data goes to a temporary folder, and that is said only when something is written', async () => {
  const temporary = await temporaryFolder();
  const env = bare({ HOME: '', TMPDIR: temporary });
  const version = await run('--version', env);
  expect({ code: version.exitCode, stderr: version.stderr, left: readdirSync(temporary) }).toEqual({
    code: 0,
    stderr: '',
    left: [],
  });
  const listed = await run('list --sandbox --limit 1', env);
  expect(listed.exitCode).toBe(0);
  expect(listed.stderr).toMatch(
    /^There is no home folder: kept in .+, which may not last\. .+\n1 newest shown/,
  );
  expect(readdirSync(temporary)).toHaveLength(1);
});

test('a data folder that cannot be made is told, with what to set', async () => {
  const { exitCode, stderr } = await run('list --sandbox', bare({ AUDIT_DATA_DIR: '/dev/null/data' }));
  expect(exitCode).toBe(4);
  expect(stderr).toBe(
    'audit: /dev/null/data cannot be made or used (ENOTDIR).\n' +
      'Name folders that can be written: AUDIT_CONFIG_DIR=… AUDIT_DATA_DIR=…\n',
  );
});

test('a TZ that names no zone, and no locale, change nothing', async () => {
  const usual = await run('list --sandbox --limit 5');
  const odd = await run('list --sandbox --limit 5', bare({ TZ: 'Nowhere/Atall', LC_ALL: 'xx_XX' }));
  expect(odd).toMatchObject({ exitCode: 0, stdout: usual.stdout });
});

test('two first uses at once see the same account', async () => {
  const env = bare({ AUDIT_DATA_DIR: await temporaryFolder() });
  const [one, other] = await Promise.all([
    run('list --sandbox --all --fields id', env),
    run('list --sandbox --all --fields id', env),
  ]);
  expect(one.exitCode).toBe(0);
  expect(other).toMatchObject({ exitCode: 0, stdout: one.stdout });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends a server that is kept up, and its port is free',
  async (signal) => {
    const child = spawn(node, [installed.audit, 'sandbox', 'serve'], {
      env: bare(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [chunk] = await once(child.stdout, 'data');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0] ?? '';
    expect((await fetch(url)).status).toBe(404);
    child.kill(signal);
    const [exitCode] = await once(child, 'exit');
    expect(exitCode).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  },
);

test('Ctrl-C while the account keeps one waiting ends with 130 and a word', async () => {
  const { createServer } = await import('node:http');
  const server = createServer(() => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const variables = {
    AUDIT_API_URL: `http://127.0.0.1:${port}`,
    AUDIT_TOKEN: 'a-secret-token',
    AUDIT_LOCATION: 'L',
  };
  const child = spawn(node, [installed.audit, 'list'], {
    env: bare(variables),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  await once(server, 'request');
  child.kill('SIGINT');
  const [exitCode] = await once(child, 'exit');
  server.close();
  server.closeAllConnections();
  expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: 'audit: Interrupted.\n' });
});

test('a Node that is too old is told so before anything is imported', async () => {
  const script = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } }); require(${JSON.stringify(installed.audit)})`;
  expect(await runProcess(node, ['-e', script], bare())).toEqual({
    exitCode: 1,
    stdout: '',
    stderr:
      'audit needs Node 20.19 or newer; this is Node 18.20.4.\n' +
      'Install a newer one (https://nodejs.org) and run the command again.\n',
  });
});
