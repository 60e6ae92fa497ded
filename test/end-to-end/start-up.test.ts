import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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
  // 568 kB in 6 files when this was written; ten more files, or 200 kB more, are some 4 ms for everybody.
  expect(bytes).toBeLessThan(620_000);
  expect(files.length).toBeLessThan(8);
  expect(asked.length).toBeLessThanOrEqual(9);
});

/** Preloaded: notes what is loaded of Node from then on, and how often ICU was woken. */
const watcher = `
const { writeFileSync } = require('node:fs');
const before = new Set(process.moduleLoadList);
let woken = 0;
for (const name of ['DateTimeFormat', 'NumberFormat', 'Collator']) {
  const wake = (act) => (...args) => { woken += 1; return act(...args); };
  Intl[name] = new Proxy(Intl[name], { construct: wake(Reflect.construct), apply: wake(Reflect.apply) });
}
process.on('exit', () => {
  const loaded = process.moduleLoadList.filter((name) => !before.has(name)).map((name) => name.split(' ').at(-1));
  writeFileSync(process.env.SEEN, JSON.stringify({ loaded, woken }));
});
`;

test('audit list in UTC loads of Node what it needs, and wakes no ICU', async () => {
  const { env } = await serveSmallAccount();
  const folder = await temporaryFolder();
  const [preload, seen] = [join(folder, 'watcher.cjs'), join(folder, 'seen.json')];
  writeFileSync(preload, watcher);
  const world = { HOME: folder, PATH: process.env['PATH'] ?? '', AUDIT_TZ: 'UTC', SEEN: seen, ...env };
  // The first of a home begins the journal.
  for (const _ of ['first', 'second']) {
    const { exitCode } = await runProcess(process.execPath, ['-r', preload, program, 'list'], world);
    expect(exitCode).toBe(0);
  }
  const { loaded, woken } = JSON.parse(readFileSync(seen, 'utf8'));
  // Half a millisecond to six each, most of them for what they load in their turn.
  const spared = ['fs/promises', 'child_process', 'readline', 'tls', 'http2', 'assert', 'worker_threads'];
  expect(loaded).toContain('http');
  expect(spared.filter((name) => loaded.includes(name))).toEqual([]);
  expect(loaded.filter((name: string) => name.startsWith('internal/modules/esm/load'))).toEqual([]);
  expect(woken).toBe(0);
});
