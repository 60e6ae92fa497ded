/** `npm run archive-million`: twice a sync from an account that answers at once, of 20,000 events and of a million: how fast, how large, how much memory; too long for `npm test`. Fails where memory grows with the log. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { newestMs, stepMs } from '../bench/dense-log.js';
import { runAudit, startInstantAccount } from '../bench/run.js';
import { builtProgram } from '../support/built.js';

/** performance.md: peak at 1,000,000 events / at 20,000. */
const mostGrowth = 1.15;
const sizes = [20_000, 1_000_000];
const peaks: number[] = [];

for (const events of sizes) {
  const account = await startInstantAccount({ events, latencyMs: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'audit-million-'));
  try {
    const since = new Date(newestMs - events * stepMs).toISOString();
    const words = ['archive', 'sync', '--since', since, '--archive-folder', join(folder, 'archive')];
    const options = { binary: builtProgram(), more: { AUDIT_CONFIG_DIR: join(folder, 'config') } };
    const { ms, peakBytes } = await runAudit(account.url, words, options);
    peaks.push(peakBytes);
    say(events, ms, peakBytes, join(folder, 'archive'));
  } finally {
    account.close();
    rmSync(folder, { recursive: true });
  }
}
const [small = 0, large = 0] = peaks;
process.stdout.write(`memory at ${sizes[1]} / at ${sizes[0]}: ${(large / small).toFixed(2)}\n`);
process.exitCode = large <= small * mostGrowth ? 0 : 1;

function say(events: number, ms: number, peakBytes: number, archive: string): void {
  const files = filesBelow(archive);
  const segments = files.filter((path) => path.endsWith('.ndjson.gz'));
  const packed = sizeOf(segments);
  const raw = segments.map((path) => gunzipSync(readFileSync(path)));
  const whole = Buffer.concat(raw.slice(0, 8));
  const ratio = sizeOf(segments.slice(0, 8)) / gzipSync(whole, { level: 6 }).length;
  const log = sizeOf(files.filter((path) => path.includes('/log/')));
  const rows = [
    `${events} events: ${(ms / 1_000).toFixed(1)} s, ${Math.round((events * 1_000) / ms)} a second`,
    `peak ${(peakBytes / 1e6).toFixed(0)} MB`,
    `${(packed / events).toFixed(1)} bytes an event in segments (${ratio.toFixed(3)} of one gzip of the raw, ${(raw.reduce((sum, { length }) => sum + length, 0) / events).toFixed(0)} unpacked)`,
    `${(log / events).toFixed(1)} in the log`,
    `${(sizeOf(files) / events).toFixed(1)} in all`,
  ];
  process.stdout.write(`${rows.join(' · ')}\n`);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function sizeOf(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + statSync(path).size, 0);
}
