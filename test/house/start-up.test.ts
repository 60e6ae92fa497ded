import { dirname, join } from 'node:path/posix';
import { expect, test } from 'vitest';
import { readSources } from './source.js';

const sources = new Map(readSources('src').map((source) => [source.path, source]));

/** What a file loads at once, and what that loads, and so on: project files by path, packages by name. */
function loadedAtOnce(path: string): readonly string[] {
  const found = new Set([path]);
  for (const loaded of found) {
    for (const { specifier, typeOnly, isLazy } of sources.get(loaded)?.imports ?? []) {
      if (typeOnly || isLazy || specifier.startsWith('node:')) continue;
      found.add(
        specifier.startsWith('.') ? join(dirname(loaded), specifier).replace(/\.js$/, '.ts') : specifier,
      );
    }
  }
  return [...found];
}

const outside = (paths: readonly string[]) => paths.filter((path) => !path.startsWith('src/'));
const usages = [...sources.keys()].filter((path) => path.startsWith('src/usage/'));

test.each(usages)('%s says how a command is typed without loading a package or any of the work', (path) => {
  const loaded = loadedAtOnce(path);
  expect(outside(loaded)).toEqual([]);
  const work = /^src\/(account|archive|journal|reading|sandbox|terminal|profile)\//;
  expect(loaded.filter((file) => work.test(file))).toEqual([]);
});

test('the short way loads no package, and nothing of the program', () => {
  const loaded = loadedAtOnce('src/short-way/answer.ts');
  expect(outside(loaded)).toEqual([]);
  expect(loaded.filter((path) => !/^src\/(short-way|completion|usage|profile)\//.test(path))).toEqual([]);
});

test('the program loads no package before it knows what is asked of it', () => {
  expect(outside(loadedAtOnce('src/main.ts'))).toEqual([]);
});

test.each([
  ['list', ['get-east-asian-width']],
  ['export', ['get-east-asian-width', 'temporal-polyfill']],
  ['show', ['cli-table3', 'get-east-asian-width']],
])('%s loads neither the database nor what only a terminal needs', (name, packages) => {
  expect(outside(loadedAtOnce(`src/commands/${name}.ts`)).sort()).toEqual(packages);
});
