import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/sandbox/listener.js';
import { builtProgram, runProcess } from '../support/built.js';
import { temporaryFolder } from '../support/folder.js';
import { createSmallAccount, smallLocationId } from '../support/small-account.js';

// What a start costs, in what noise cannot fake: the code that Node compiles, the packages that it is from, the requests.

let program = '';
beforeAll(() => {
  program = builtProgram();
}, 60_000);

interface Started {
  /** Every file of code. */
  readonly files: readonly string[];
  readonly packages: readonly string[];
  readonly bytes: number;
}

/** Runs the built program and gives what it has loaded: Node itself tells, in its report of coverage. */
async function start(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const folder = await temporaryFolder();
  const report = mkdtempSync(join(folder, 'loaded-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const world = { HOME: home, PATH: process.env['PATH'] ?? '', NODE_V8_COVERAGE: report, ...env };
  const { exitCode, stderr } = await runProcess(process.execPath, [program, ...words], world);
  expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  const files = readdirSync(report).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(report, name), 'utf8')) as {
      readonly result: readonly { readonly url: string }[];
    };
    return result.filter(({ url }) => url.startsWith('file:')).map(({ url }) => fileURLToPath(url));
  });
  const names = files.flatMap((path) => {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/.][^/]*)\//.exec(path) ?? [];
    return name === undefined ? [] : [name];
  });
  return {
    files: files.map((path) => basename(path)),
    packages: [...new Set(names)].sort(),
    bytes: files.reduce((sum, path) => sum + statSync(path).size, 0),
  };
}

/** What the variables say of a small account on loopback, and what it is asked. */
async function serveSmallAccount() {
  const account = createSmallAccount();
  const { url, close } = await listen(account.answer, { host: '127.0.0.1', port: 0 });
  onTestFinished(close);
  const env = { AUDIT_API_URL: url, AUDIT_LOCATION: smallLocationId, AUDIT_TOKEN: 'a-session-token' };
  return { env, asked: account.asked };
}

test.each([['--version'], ['list', '--help'], ['help', 'sandbox'], ['__complete', 'zsh', 'list', '--u']])(
  'audit %s %s … loads the entry and the short way, and no package',
  async (...words) => {
    const { files, packages } = await start(words);
    expect(files).toEqual(
      words[0] === '--version' ? ['audit.js', 'launch.js'] : ['audit.js', 'launch.js', 'short-way.cjs'],
    );
    expect(packages).toEqual([]);
  },
);

test('what asks no account loads no client', async () => {
  expect((await start(['list', '--fields'])).packages).not.toContain('undici');
});

test('audit list with variables loads what reads, and nothing that keeps, draws or asks', async () => {
  const { env, asked } = await serveSmallAccount();
  const { packages, bytes, files } = await start(['list'], env);
  expect(packages).toEqual([]);
  // 560 kB in 9 files when this was written; ten more files, or 200 kB more, are some 4 ms for everybody.
  expect(bytes).toBeLessThan(600_000);
  expect(files.length).toBeLessThan(12);
  expect(asked.length).toBeLessThanOrEqual(9);
});
