import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtProgram, type Ended, runProcess } from '../support/built.js';
import { temporaryFolder } from '../support/folder.js';

/** A built program of its own, whose folder is nobody else's. */
async function installed(): Promise<{
  readonly kept: string;
  readonly program: string;
  readonly run: (line?: string) => Promise<Ended>;
}> {
  const folder = join(await temporaryFolder(), 'audit');
  const built = join(dirname(builtProgram()), '..');
  for (const name of ['bin', 'dist', 'package.json'])
    cpSync(join(built, name), join(folder, name), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['undici', 'conf'])
    symlinkSync(join(built, 'node_modules', name), join(folder, 'node_modules', name));
  const program = join(folder, 'bin', 'audit.js');
  const env = { HOME: join(folder, 'home'), PATH: process.env['PATH'] ?? '' };
  return {
    kept: join(folder, 'node_modules', '.cache', 'audit'),
    program,
    run: (line = 'list --fields') => runProcess(process.execPath, [program, ...line.split(' ')], env),
  };
}

function stateOf(folder: string): Readonly<Record<string, readonly [inode: number, mode: string]>> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const { ino, mode } = statSync(join(folder, name));
      return [name, [ino, (mode & 0o777).toString(8)]];
    }),
  );
}

// A newer Node keeps what it compiles by itself, and elsewhere.
describe.skipIf('enableCompileCache' in module)('what a start has compiled', () => {
  test('is taken up by the next one as it is', async () => {
    const { kept, run } = await installed();
    const first = await run();
    const state = stateOf(kept);
    expect(Object.keys(state)).toContain(`main.cjs.${process.version}-${process.arch}`);
    expect(new Set(Object.values(state).map(([, mode]) => mode))).toEqual(new Set(['644']));
    expect(await run()).toEqual(first);
    expect(stateOf(kept)).toEqual(state);
  });

  test('imports packages as it did at first', async () => {
    const { run } = await installed();
    const first = await run('profile use sandbox');
    expect(first).toMatchObject({ exitCode: 0 });
    expect(await run('profile use sandbox')).toEqual(first);
  });

  test('grows by what a later start needs beyond it, and only by that', async () => {
    const folder = await temporaryFolder();
    const [kept, source] = [join(folder, 'kept'), join(folder, 'two.cjs')];
    const functions = ['first', 'second'].map(
      (name) =>
        `exports.${name} = () => { ${`return [1, 2].map((n) => n + ${name.length});`.padEnd(9_000)} };`,
    );
    writeFileSync(source, functions.join('\n'));
    const compiled = join(dirname(builtProgram()), 'compiled.js');
    const call = async (name: string): Promise<readonly [size: number, inode: number]> => {
      const line = `const { useCompiled } = require(process.argv[1]);
        const keep = useCompiled(process.argv[2], process.argv[3], true);
        require(process.argv[4]).${name}();
        keep();`;
      const ended = await runProcess(process.execPath, ['-e', line, compiled, folder, kept, source], {});
      expect(ended).toEqual({ exitCode: 0, stdout: '', stderr: '' });
      const file = `two.cjs.${process.version}-${process.arch}`;
      expect(readdirSync(kept)).toEqual([file]);
      const { size, ino } = statSync(join(kept, file));
      return [size, ino];
    };
    const first = await call('first');
    expect(await call('first')).toEqual(first);
    const both = await call('second');
    expect(both[0]).toBeGreaterThan(first[0]);
    expect(await call('first')).toEqual(both);
  });

  test('is not used once others could have written to it, nor for another source, nor where it is damaged', async () => {
    const { kept, program, run } = await installed();
    const first = await run();
    const path = join(kept, `main.cjs.${process.version}-${process.arch}`);
    const spoil: readonly (() => void)[] = [
      () => chmodSync(path, 0o666),
      () => writeFileSync(path, readFileSync(path).subarray(0, -100)),
      () => writeFileSync(path, ''),
      () => {
        const bytes = readFileSync(path);
        const middle = bytes.length >> 1;
        bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
        writeFileSync(path, bytes);
      },
      () => {
        const main = join(program, '..', '..', 'dist', 'main.cjs');
        writeFileSync(main, `${readFileSync(main, 'utf8')}// Another end.\n`);
      },
    ];
    for (const act of spoil) {
      const before = stateOf(kept);
      act();
      expect(await run()).toEqual(first);
      expect(stateOf(kept)).not.toEqual(before);
      expect(readFileSync(path).length).toBeGreaterThan(100_000);
      expect(Object.values(stateOf(kept)).map(([, mode]) => mode)).not.toContain('666');
    }
  });

  test('is kept by nobody who may not write beside the program, who is not told', async () => {
    const { kept, run } = await installed();
    mkdirSync(dirname(kept), { recursive: true });
    // A file in the folder's place stops root too.
    writeFileSync(kept, '');
    expect(await run()).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

test.skipIf(process.getuid?.() !== 0)('who only borrows the program leaves nothing in it', async () => {
  const { kept, program, run } = await installed();
  chownSync(join(program, '..', '..'), 65_534, 65_534);
  expect(await run()).toMatchObject({ exitCode: 0, stderr: '' });
  expect(existsSync(kept)).toBe(false);
});

test('a newer Node is told to keep what it compiles beside the program, not where others write', async () => {
  const { kept, program } = await installed();
  const [preload, seen] = [join(program, '..', 'newer.cjs'), join(program, '..', 'seen')];
  writeFileSync(
    preload,
    `Object.defineProperty(process.versions, 'node', { value: '22.1.0' });
    require('node:module').enableCompileCache = (folder) => require('node:fs').writeFileSync(${JSON.stringify(seen)}, String(folder));`,
  );
  const env = { HOME: join(program, '..', 'home'), PATH: process.env['PATH'] ?? '' };
  await runProcess(process.execPath, ['-r', preload, program, 'list', '--fields'], env);
  expect(readFileSync(seen, 'utf8')).toBe(kept);
});
