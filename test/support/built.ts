/** The program as it is installed: built, in a folder of its own, run as another process. */
import { execFile, execFileSync, type SpawnOptions } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';

const repository = new URL('../..', import.meta.url).pathname;

/** The path of the built `bin/audit.js`; built anew only when a source file has changed. */
export function builtProgram(): string {
  const cache = join(repository, 'node_modules', '.cache', 'audit-built');
  const folder = join(cache, digestOfSources());
  if (!existsSync(folder)) build(folder, cache);
  return join(folder, 'bin', 'audit.js');
}

function build(folder: string, cache: string): void {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(cache, { recursive: true });
  for (const name of ['bin', 'package.json'])
    cpSync(join(repository, name), join(draft, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(draft, 'node_modules'));
  const script = join(repository, 'src', 'build', 'build.mjs');
  execFileSync(process.execPath, [script, join(draft, 'dist')], { stdio: 'pipe' });
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another test file was quicker.
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const part of ['src', 'bin', 'package.json', 'tsconfig.json']) {
    const path = join(repository, part);
    const files = part.includes('.')
      ? [path]
      : readdirSync(path, { recursive: true, encoding: 'utf8' })
          .sort()
          .map((name) => join(path, name));
    for (const file of files)
      if (/\.(?:ts|m?js|json)$/.test(file)) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with exactly the given environment, to its end. */
export function runProcess(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  options: Pick<SpawnOptions, 'cwd'> = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      [...args],
      { ...options, env, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end();
  });
}
