import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

interface PackedFile {
  readonly path: string;
  readonly mode: number;
}

const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

describe('what is published', () => {
  let files: readonly PackedFile[] = [];

  beforeAll(async () => {
    // Without scripts: packing would build, and pull dist away from under the tests that run it.
    const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const { stdout } = await promisify(execFile)('npm', pack, { cwd: projectFolder });
    const [packed] = JSON.parse(stdout) as readonly { readonly files: readonly PackedFile[] }[];
    files = packed?.files ?? [];
  });

  test('is the program and what one must read, and nothing else', () => {
    const tops = new Set(files.map(({ path }) => path.split('/')[0]));
    expect([...tops].sort()).toEqual(['LICENSE', 'README.md', 'bin', 'dist', 'package.json']);
    expect(files.filter(({ path }) => path.startsWith('bin/')).map(({ path }) => path)).toEqual([
      'bin/audit.js',
      'bin/launch.js',
      'bin/package.json',
    ]);
  });

  test('holds of the built program only what there is a source for, and its entry', () => {
    const sources = new Set(
      readdirSync(new URL('../../src/', import.meta.url), { recursive: true, encoding: 'utf8' }).map((file) =>
        file.replaceAll('\\', '/').replace(/\.ts$/, '.js'),
      ),
    );
    const built = files
      .filter(({ path }) => path.startsWith('dist/'))
      .map(({ path }) => path.slice('dist/'.length));
    expect(built).toContain('main.js');
    // The short way is built once more, in another form, with what it answers from beside it.
    const unexplained = built.filter((path) => !sources.has(path.replace(/^commonjs\//, '')));
    expect(unexplained).toEqual(
      unexplained.filter((path) => /^commonjs\/(?:grammar|help|package)\.json$/.test(path)),
    );
  });

  test('can be run as it is', () => {
    expect(files.find(({ path }) => path === 'bin/audit.js')?.mode).toBe(0o755);
  });
});
