import { type ExecFileException, execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.js';
import { openAccount, openingMs } from './account.js';

const root = new URL('../..', import.meta.url).pathname;
let built = '';

// Other processes need JavaScript: the sandbox is compiled once, beside the packages that it imports.
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'audit-sandbox-build-'));
  await writeFile(join(built, 'package.json'), '{"type":"module"}');
  await symlink(join(root, 'node_modules'), join(built, 'node_modules'));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options =
    '--ignoreConfig --module nodenext --target es2023 --types node --skipLibCheck --strict --rootDir src/sandbox';
  await run([compiler, 'src/sandbox/sandbox.ts', ...options.split(' '), '--outDir', join(built, 'js')]);
});

afterAll(() => rm(built, { recursive: true, force: true }));

interface Ended {
  readonly code: number | string | null;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
}

function run(parameters: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, parameters, { cwd: root }, (error: ExecFileException | null, stdout) => {
      resolve({ code: error === null ? 0 : (error.code ?? null), signal: error?.signal, stdout });
    });
  });
}

/** A process that opens the account in a folder and prints how that went. */
function opening(folder: string, before = ''): Promise<Ended> {
  const script = `
    ${before}
    const { openSandbox } = await import(${JSON.stringify(join(built, 'js/sandbox.js'))});
    const sandbox = await openSandbox({ folder: ${JSON.stringify(folder)}, nowMs: () => ${openingMs} });
    console.log(JSON.stringify([sandbox.preparation, sandbox.info().events, sandbox.tokens.adminToken]));
    sandbox.close();`;
  return run(['--input-type=module', '--eval', script]);
}

test('of several processes that open a new folder at once one simulates, the others wait, and all see the same', async () => {
  const folder = await temporaryFolder();
  const ended = await Promise.all([opening(folder), opening(folder), opening(folder)]);
  const told = ended.map(({ stdout }) => JSON.parse(stdout) as [string, number, string]);
  expect(told.map(([preparation]) => preparation).toSorted()).toEqual(['founded', 'ready', 'ready']);
  expect(new Set(told.map(([, events, token]) => `${events} ${token}`)).size).toBe(1);
});

test('a process killed in the middle of its first simulation leaves nothing half', async () => {
  const folder = await temporaryFolder();
  const killed = await opening(
    folder,
    `const { createRequire } = await import('node:module');
     const libsql = createRequire(${JSON.stringify(join(root, 'package.json'))})('libsql');
     const prepare = libsql.prototype.prepare;
     let writes = 0;
     libsql.prototype.prepare = function (sql) {
       const statement = prepare.call(this, sql);
       if (!sql.trim().startsWith('INSERT INTO event')) return statement;
       const run = statement.run.bind(statement);
       statement.run = (values) => {
         if ((writes += 1) > 1500) process.kill(process.pid, 'SIGKILL');
         return run(values);
       };
       return statement;
     };`,
  );
  expect([killed.signal, killed.stdout]).toEqual(['SIGKILL', '']);
  const { sandbox, log } = await openAccount({ folder });
  const fresh = await openAccount();
  expect(sandbox.preparation).toBe('founded');
  expect(await log()).toEqual(await fresh.log());
});
