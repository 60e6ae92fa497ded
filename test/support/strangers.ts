/** Tools of other people, which know nothing of us: run in a folder, to their end. */
import { spawnSync } from 'node:child_process';

export interface Stranger {
  readonly exitCode: number | null;
  /** What it said, on either stream. */
  readonly said: string;
}

/** Runs a line as it is typed into a shell. */
export function runLine(line: string, folder: string): Stranger {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      LC_ALL: 'C',
      GO111MODULE: 'off',
      GOCACHE: '/tmp/go-cache',
      GOPATH: '/usr/share/gocode',
    },
  });
  return { exitCode: status, said: `${stdout}${stderr}` };
}

/** Whether a tool is on this machine; where it is not, that is said aloud, so that nobody takes a skipped test for a passed one. */
export function isHere(tool: string): boolean {
  const found = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).status === 0;
  if (!found)
    process.stderr.write(
      `SKIPPED: ${tool} is not on this machine, and what it would check was not checked.\n`,
    );
  return found;
}
