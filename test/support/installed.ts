/** The built program for all tests of one file, with a home of its own and, where they ask for it, the embedded account that it serves. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { builtProgram } from './built.js';

/** What there is once the file's tests run. */
export interface Installed {
  /** The path of `bin/audit.js`. */
  readonly audit: string;
  readonly home: string;
  /** What cron gives, and the home; more on top. */
  env(more?: Readonly<Record<string, string>>): Record<string, string>;
}

/** Where the served account is and how to get in. */
export interface Served {
  readonly url: string;
  readonly location: string;
  readonly token: string;
}

/** Builds the program before the tests of the file that calls it; its home is removed after them. */
export function useInstalled(): Installed {
  let audit = '';
  let home = '';
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'audit-home-'));
    audit = builtProgram();
  }, 60_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  return {
    get audit() {
      return audit;
    },
    get home() {
      return home;
    },
    env: (more = {}) => ({ PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: home, ...more }),
  };
}

/** Serves the embedded account with `audit sandbox serve` while the tests of the file run. */
export function useServed(installed: Installed): Served {
  let server: ChildProcess;
  let said = '';
  const value = (name: string): string => new RegExp(`^export ${name}=(.+)$`, 'm').exec(said)?.[1] ?? '';
  beforeAll(async () => {
    server = spawn(process.execPath, [installed.audit, 'sandbox', 'serve'], {
      env: installed.env(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    while (!/^export AUDIT_TOKEN=.+\n/m.test(said)) {
      said += String(await once(server.stdout as NodeJS.ReadableStream, 'data'));
    }
  }, 60_000);
  afterAll(async () => {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
  });
  return {
    get url() {
      return value('AUDIT_API_URL');
    },
    get location() {
      return value('AUDIT_LOCATION');
    },
    get token() {
      return value('AUDIT_TOKEN');
    },
  };
}
