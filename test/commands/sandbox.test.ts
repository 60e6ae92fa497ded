import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createNetwork } from '../../src/account/undici-network.js';
import { InterruptedError } from '../../src/errors.js';
import { programFolder, runAudit } from '../support/program.js';
import { layDownSandbox } from '../support/sandbox.js';

async function folderWithSandbox(): Promise<string> {
  const folder = await programFolder();
  await layDownSandbox(join(folder, 'data'));
  return folder;
}

test('info says how much there is and where', async () => {
  const folder = await folderWithSandbox();
  const { exitCode, stdout } = await runAudit('sandbox info', { folder });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^Account {4}.+ \(\w+\)\nEvents {5}[\d,]+, 2026-09-\d\d .+ → 2026-11-21 .+ America\/Chicago\n/,
  );
  const asJson = JSON.parse((await runAudit('sandbox info --format json', { folder })).stdout);
  expect(asJson).toMatchObject({ schema: 1, retentionDays: 60, folder: join(folder, 'data', 'sandbox') });
  expect(asJson.events).toBeGreaterThan(2_000);
});

test('serve keeps it up over real HTTP until Ctrl-C, with what to export for another shell', async () => {
  const folder = await folderWithSandbox();
  const interrupt = new AbortController();
  const port = await freePort();
  const serving = runAudit(`sandbox serve --port ${port}`, { folder, signal: interrupt.signal });
  const network = createNetwork();
  const probe = {
    method: 'GET',
    url: `http://127.0.0.1:${port}/nothing`,
    headers: {},
    timeoutMs: 1_000,
  } as const;
  await expect
    .poll(() =>
      network.request(probe).then(
        ({ status }) => status,
        () => undefined,
      ),
    )
    .toBe(404);

  interrupt.abort(new InterruptedError('interrupted', 'Interrupted.'));
  const { exitCode, stdout, stderr } = await serving;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '\nServing; Ctrl-C ends it.\n' });
  const env = Object.fromEntries(
    [...stdout.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
  );
  expect(env).toEqual({
    AUDIT_API_URL: `http://127.0.0.1:${port}`,
    AUDIT_LOCATION: expect.any(String),
    AUDIT_TOKEN: expect.any(String),
  });
  await expect(network.request(probe)).rejects.toThrow();
  await network.close();
});

test('what serve prints is enough for another shell, with nothing on disk', async () => {
  const folder = await folderWithSandbox();
  const interrupt = new AbortController();
  const port = await freePort();
  const serving = runAudit(`sandbox serve --port ${port}`, { folder, signal: interrupt.signal });
  const network = createNetwork();
  const { AUDIT_LOCATION = '', AUDIT_TOKEN = '' } = await envOf(folder);
  const env = { AUDIT_API_URL: `http://127.0.0.1:${port}`, AUDIT_LOCATION, AUDIT_TOKEN };
  await expect.poll(async () => (await runAudit('list --limit 2', { env, network })).exitCode).toBe(0);
  interrupt.abort(new InterruptedError('interrupted', 'Interrupted.'));
  await serving;
  await network.close();
});

test('a port that is taken is said to be', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { exitCode, stderr } = await runAudit(`sandbox serve --port ${port}`, {
    folder: await folderWithSandbox(),
  });
  server.close();
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: `audit: Port ${port} of this machine cannot be had (EADDRINUSE).\nName another one with --port, or leave it out.\n`,
  });
});

test.each(['0', '70000', 'http'])('--port %s is refused', async (port) => {
  expect((await runAudit(`sandbox serve --port ${port}`)).exitCode).toBe(2);
});

test('reset begins afresh, also where the database can no longer be read', async () => {
  const folder = await folderWithSandbox();
  const file = join(folder, 'data', 'sandbox', 'account.db');
  for (const end of ['-wal', '-shm']) await rm(file + end, { force: true });
  await writeFile(file, 'this is no database'.repeat(1_000));
  const broken = await runAudit('list --sandbox', { folder });
  expect(broken.exitCode).toBe(6);
  expect(broken.stderr).toContain('audit sandbox reset');
  const { exitCode, stderr } = await runAudit('sandbox reset', { folder });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^Begun afresh: .+, [\d,]+ events\.\n$/);
  expect((await runAudit('list --sandbox --limit 1', { folder })).exitCode).toBe(0);
});

test('--faults without a list says which there are; a word that is none is refused', async () => {
  const listed = await runAudit('sandbox serve --faults');
  expect(listed.stdout).toMatch(/^limit=10\/10s {2,}so many requests in so long, then 429$/m);
  const { exitCode, stderr } = await runAudit('sandbox serve --faults errors=lots');
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: 'audit: “errors=lots” is no fault that can be rehearsed.\nIt is written errors=5%.\n',
  });
});

test('on a bad day a whole export is still whole, and nothing is doubled', async () => {
  const folder = await folderWithSandbox();
  const info = JSON.parse((await runAudit('sandbox info --format json', { folder })).stdout);
  const interrupt = new AbortController();
  const port = await freePort();
  const faults = 'errors=10%,cut=5%,reset=5%,strict,shuffle,repeat,no-cursor,max-page=50';
  const serving = runAudit(`sandbox serve --port ${port} --faults ${faults}`, {
    folder,
    signal: interrupt.signal,
  });
  const network = createNetwork();
  const { AUDIT_LOCATION = '', AUDIT_TOKEN = '' } = await envOf(folder);
  const env = { AUDIT_API_URL: `http://127.0.0.1:${port}`, AUDIT_LOCATION, AUDIT_TOKEN };
  await expect.poll(async () => (await runAudit('list --limit 1', { env, network })).exitCode).toBe(0);
  const { exitCode, stdout } = await runAudit('export --format ndjson', { env, network });
  interrupt.abort(new InterruptedError('interrupted', 'Interrupted.'));
  await serving;
  await network.close();
  const ids = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).id);
  expect([exitCode, ids.length, new Set(ids).size]).toEqual([0, info.events, info.events]);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function envOf(folder: string): Promise<Record<string, string>> {
  const { stdout } = await runAudit('sandbox serve', {
    folder,
    signal: AbortSignal.abort(new InterruptedError('interrupted', 'x')),
  });
  return Object.fromEntries(
    [...stdout.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

test('--location reads the other location of the company, with a token that is good there', async () => {
  const folder = await folderWithSandbox();
  const { stdout } = await runAudit('sandbox info --format json', { folder });
  const [studio, harborview] = (JSON.parse(stdout) as { locations: { id: string }[] }).locations;
  const info = await runAudit(`sandbox info --location ${harborview?.id}`, { folder });
  expect(info.stdout).toContain(`Harborview Dental (${harborview?.id})`);
  const there = await runAudit(
    `list --sandbox --location ${harborview?.id} --user grace --limit 1 --fields user`,
    {
      folder,
    },
  );
  expect([there.exitCode, there.stdout]).toEqual([0, 'Grace Nakagawa\n']);
  const nowhere = await runAudit('sandbox info --location nowhere', { folder });
  expect([nowhere.exitCode, nowhere.stderr]).toEqual([
    5,
    `audit: The embedded account has no location “nowhere”.\nIt has ${studio?.id} and ${harborview?.id}; audit sandbox info tells their names.\n`,
  ]);
});
