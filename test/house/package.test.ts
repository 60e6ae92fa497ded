import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

interface PackedFile {
  readonly path: string;
  readonly mode: number;
}

interface Packed {
  readonly files: readonly PackedFile[];
  /** Bytes of the archive, and of what is in it. */
  readonly size: number;
  readonly unpackedSize: number;
}

const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/** The built files that these import, at once or later, and so on; they themselves first. */
function loadedFrom(entries: readonly string[]): readonly string[] {
  const found = new Set(entries);
  for (const path of found) {
    const text = readFileSync(join(projectFolder, 'dist', path), 'utf8');
    for (const [, other = ''] of text.matchAll(/\brequire\("(\.[^"]+\.cjs)"\)/g)) {
      found.add(join(dirname(path), other));
    }
  }
  return [...found];
}

describe('what is published', () => {
  let packed: Packed | undefined;
  let files: readonly PackedFile[] = [];

  beforeAll(async () => {
    // Without scripts: packing would build, and pull dist away from under the tests that run it.
    const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const { stdout } = await promisify(execFile)('npm', pack, { cwd: projectFolder });
    [packed] = JSON.parse(stdout) as readonly Packed[];
    files = packed?.files ?? [];
  });

  test('is the program and what one must read, and nothing else', () => {
    const tops = new Set(files.map(({ path }) => path.split('/')[0]));
    expect([...tops].sort()).toEqual(['LICENSE', 'README.md', 'bin', 'dist', 'package.json']);
    expect(files.filter(({ path }) => path.startsWith('bin/')).map(({ path }) => path)).toEqual([
      'bin/audit.js',
      'bin/compiled.js',
      'bin/launch.js',
      'bin/package.json',
    ]);
  });

  test('holds of the built program what its entries load, and what they read', () => {
    const built = files
      .filter(({ path }) => path.startsWith('dist/'))
      .map(({ path }) => path.slice('dist/'.length));
    const entries = ['main.cjs', 'profile/keyring-process.cjs', 'short-way.cjs'];
    const read = ['grammar.json', 'help.json', 'licences.txt'];
    expect(built.sort()).toEqual([...loadedFrom(entries), ...read].sort());
  });

  test('is as small as the README says, and no smaller than half of it', () => {
    const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
    const said = /at most (\d+) kB packed and (\d+) MB unpacked, in (\d+) files/.exec(readme)?.slice(1);
    const most = (said ?? []).map(Number).map((number, index) => number * ([1e3, 1e6, 1][index] ?? 1));
    const found = [packed?.size, packed?.unpackedSize, packed?.files.length].map(Number);
    expect(most).toHaveLength(3);
    expect(
      found.map((size, index) => size / (most[index] ?? 0)).filter((part) => !(part > 0.5 && part <= 1)),
    ).toEqual([]);
  });

  test('names the licence of every package whose code it holds', () => {
    const licences = readFileSync(join(projectFolder, 'dist', 'licences.txt'), 'utf8');
    const held = files
      .filter(({ path }) => path.endsWith('.cjs'))
      .flatMap(({ path }) => [
        ...readFileSync(join(projectFolder, path), 'utf8').matchAll(
          /^\/\/ node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm,
        ),
      ])
      .map(([, name]) => name);
    expect(held).toContain('commander');
    expect([...new Set(held)].filter((name) => !licences.includes(`${name} `))).toEqual([]);
  });

  test('can be run as it is', () => {
    expect(files.find(({ path }) => path === 'bin/audit.js')?.mode).toBe(0o755);
  });
});
