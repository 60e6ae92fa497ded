/** `npm run export-million`: twice as many events as the service's own export gives, into one file, and every row counted; too long for `npm test`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newestMs, stepMs } from '../bench/dense-log.js';
import { startInstantAccount } from '../bench/run.js';
import { builtProgram } from '../support/built.js';

const events = 1_000_000;
const program = builtProgram();
const account = await startInstantAccount({ events, latencyMs: 0 });
const folder = mkdtempSync(join(tmpdir(), 'audit-million-'));
const file = join(folder, 'million.csv');
const since = new Date(newestMs - events * stepMs).toISOString();
const until = new Date(newestMs + 1).toISOString();
try {
  const startedMs = performance.now();
  audit(['export', '--since', since, '--until', until, '-o', file]);
  process.stdout.write(`${((performance.now() - startedMs) / 1_000).toFixed(1)} s\n`);
  process.stdout.write(audit(['export', 'verify', file]));
  const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'));
  process.exitCode = manifest.file.rows === events && manifest.coverage.complete === true ? 0 : 1;
} finally {
  account.close();
  rmSync(folder, { recursive: true });
}

function audit(words: readonly string[]): string {
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    PATH,
    HOME,
    AUDIT_API_URL: account.url,
    AUDIT_TOKEN: 'long',
    AUDIT_LOCATION: 'BENCH',
    AUDIT_NO_JOURNAL: '1',
  };
  return execFileSync(process.execPath, [program, ...words], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
