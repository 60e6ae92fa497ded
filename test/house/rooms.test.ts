import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { complaints, homes, idleExceptions } from './rules.js';
import { parseSource, readSources, type SourceFile } from './source.js';

describe('the house is in order', () => {
  const sources = readSources('src');

  test('it is looked at whole', () => {
    expect(sources.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['src/program.ts', 'src/audit/event.ts']),
    );
  });

  test('who imports whom, which package lives where, how files open, what touches the outside world', () => {
    expect(complaints(sources)).toEqual([]);
  });

  test('no exception has outlived its reason', () => {
    expect(idleExceptions(sources)).toEqual([]);
    expect(idleExceptions([]).length).toBeGreaterThan(5);
  });

  test('every dependency has a home, and every home a dependency', () => {
    const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const installed = { ...dependencies, ...optionalDependencies, ...peerDependencies };
    expect(Object.keys(installed).filter((name) => !(name in homes))).toEqual([]);
    expect(Object.keys(homes).filter((name) => !(name in installed))).toEqual([]);
  });
});

describe('a breach of each rule is found', () => {
  const opening = '/** Owns a thing, and is apart for a reason. */\n';
  /** The complaints about a made-up file, and about those that stand beside it. */
  const about = (path: string, text: string, beside: readonly SourceFile[] = []) =>
    complaints([...beside, parseSource(path, opening + text)]);

  test.each([
    [
      'src/audit/time.ts',
      "import { x } from '../account/account.js';",
      'src/audit/time.ts:2 audit may not import account (src/account/account.ts)',
    ],
    [
      'src/output/table.ts',
      "import { x } from '../account/account.js';",
      'src/output/table.ts:2 output may not import account (src/account/account.ts)',
    ],
    [
      'src/sandbox/handler.ts',
      "import type { X } from '../account/account.js';",
      'src/sandbox/handler.ts:2 sandbox may not import account (src/account/account.ts)',
    ],
    [
      'src/commands/list.ts',
      "const x = await import('../sandbox/sandbox.js');",
      'src/commands/list.ts:2 commands may not import sandbox (src/sandbox/sandbox.ts)',
    ],
    [
      'src/reading/read.ts',
      "type X = import('../output/csv.js').Y;",
      'src/reading/read.ts:2 reading may not import output (src/output/csv.ts)',
    ],
  ])('a room that reaches into another: %s', (path, text, complaint) => {
    expect(about(path, text)).toEqual([complaint]);
  });

  test('what the table allows is allowed', () => {
    const text = "import { x } from '../sandbox/sandbox.js';\nimport { y } from '../errors.js';";
    expect(about('src/commands/sandbox.ts', text)).toEqual([]);
  });

  test('a room that nobody has planned', () => {
    expect(about('src/billing/invoice.ts', '')).toEqual([
      'src/billing/invoice.ts: the room billing is not in the house',
    ]);
  });

  test.each([
    [
      'src/output/csv.ts',
      "import chalk from 'chalk';",
      'src/output/csv.ts:2 chalk lives in terminal, not in output',
    ],
    [
      'src/account/transport.ts',
      "import x from 'left-pad';",
      'src/account/transport.ts:2 left-pad has no home',
    ],
    [
      'src/audit/time.ts',
      "import { join } from 'node:path';",
      'src/audit/time.ts:2 audit may not import node:path',
    ],
    [
      'src/commands/list.ts',
      'const x = await import(name);',
      'src/commands/list.ts:2 imports a computed name',
    ],
    [
      'src/terminal/ask.ts',
      "const x = await import('conf/dist/x.js');",
      'src/terminal/ask.ts:2 conf lives in profile, not in terminal',
    ],
  ])('a package away from home: %s', (path, text, complaint) => {
    expect(about(path, text)).toEqual([complaint]);
  });

  test('a package that two files load where one was promised', () => {
    const load = "const { default: Conf } = await import('conf');";
    const store = parseSource('src/profile/store.ts', opening + load);
    expect(about('src/profile/tokens.ts', load, [store])).toEqual([
      'conf is loaded by src/profile/store.ts and src/profile/tokens.ts: one file is its home',
    ]);
    expect(about('src/profile/tokens.ts', "import type Conf from 'conf';", [store])).toEqual([]);
  });

  test('a circle', () => {
    const a = parseSource('src/audit/a.ts', `${opening}import { b } from './b.js';`);
    const b = parseSource('src/audit/b.ts', `${opening}import { c } from './c.js';`);
    expect(about('src/audit/c.ts', "import type { A } from './a.js';", [a, b])).toEqual([
      'circle: src/audit/a.ts → src/audit/b.ts → src/audit/c.ts → src/audit/a.ts',
    ]);
  });

  test.each([
    [
      'src/audit/utils.ts',
      '',
      'src/audit/utils.ts is named utils.ts: a file is named by the noun that it owns',
    ],
    [
      'src/audit/time-helpers.ts',
      '',
      'src/audit/time-helpers.ts is named time-helpers.ts: a file is named by the noun that it owns',
    ],
    ['src/audit/time.ts', 'export default 1;', 'src/audit/time.ts:2 has a default export'],
    [
      'src/audit/time.ts',
      "export { x } from './event.js';",
      'src/audit/time.ts:2 exports what another file owns',
    ],
    [
      'src/audit/time.ts',
      "export * from './event.js';",
      'src/audit/time.ts:2 exports what another file owns',
    ],
    [
      'src/audit/time.ts',
      'export function now() {}',
      'src/audit/time.ts:2 exported function now has no docstring',
    ],
    [
      'src/audit/time.ts',
      '// A remark.\nexport const now = () => 1;',
      'src/audit/time.ts:3 exported function now has no docstring',
    ],
  ])('a form that the house does not have: %s %s', (path, text, complaint) => {
    expect(about(path, text)).toEqual([complaint]);
  });

  test('a docstring above a function is enough', () => {
    expect(
      about(
        'src/audit/time.ts',
        "import { x } from './event.js';\n/** Gives it. */\nexport function now() {}",
      ),
    ).toEqual([]);
  });

  test.each([
    ["import { x } from './event.js';", false],
    ['// Owns a thing.', false],
    ['/* Owns a thing. */', false],
    ['/** */', false],
    ['/** Owns a thing. */', true],
    ['/**\n * Owns a thing:\n * and why.\n */', true],
  ])('a file that opens with %j', (text, fine) => {
    const found = complaints([parseSource('src/audit/time.ts', `${text}\nexport const x = 1;`)]);
    expect(found).toEqual(fine ? [] : ['src/audit/time.ts:1 does not open with a sentence in a doc comment']);
  });

  test.each([
    ['console.log(1)', 'console.log'],
    ['process.exit(1)', 'process.exit'],
    ['process.env', 'process.env'],
    ["process['exit'](1)", 'process.exit'],
    ['globalThis.process.exit()', 'process.exit'],
    ['Date.now()', 'Date.now'],
    ['new Date()', 'new Date()'],
    ['Math.random()', 'Math.random'],
    ['performance.now()', 'performance.now'],
    ['Temporal.Now.instant()', 'Temporal.Now'],
    ['setTimeout(f, 1)', 'setTimeout'],
    ["fetch('x')", 'fetch'],
    ["'x'.toLocaleLowerCase()", 'toLocaleLowerCase'],
    ["'x'.localeCompare('y')", 'localeCompare'],
    ['crypto.randomUUID()', 'crypto.randomUUID'],
  ])('%s outside main', (text, what) => {
    expect(about('src/audit/time.ts', `export const x = ${text};`)).toEqual([
      `src/audit/time.ts:2 touches ${what}`,
    ]);
  });

  test.each([
    'new Date(0)',
    'Date.UTC(2026, 1)',
    "Date.parse('2026-01-01')",
    'Math.max(1, 2)',
    "'x'.toLowerCase()",
  ])('%s is pure and allowed everywhere', (text) => {
    expect(about('src/audit/time.ts', `export const x = ${text};`)).toEqual([]);
  });

  test('ending the process, the console and the language of the machine are for nobody', () => {
    const text = "process.exitCode = 1;\nprocess.exit(1);\nconsole.log('x'.toLocaleUpperCase());";
    expect(about('src/main.ts', text)).toEqual([
      'src/main.ts:3 touches process.exit',
      'src/main.ts:4 touches console.log',
      'src/main.ts:4 touches toLocaleUpperCase',
    ]);
  });
});
