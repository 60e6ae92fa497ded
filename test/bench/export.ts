/** `npm run bench-export`: what an export costs beside the reading alone, and beside jq over the same pages. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
import { newestMs, stepMs } from './dense-log.js';
import { median, startInstantAccount } from './run.js';

interface Usage {
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
}

const { values } = parseArgs({
  options: { events: { type: 'string', default: '500000' }, rounds: { type: 'string', default: '3' } },
});
const events = Number(values.events);
const program = fileURLToPath(new URL('../../bin/audit.js', import.meta.url));
const readingAlone = await bound('export-reading-alone.ts');
const usage = fileURLToPath(new URL('export-usage.mjs', import.meta.url));
const since = new Date(newestMs - events * stepMs).toISOString();
const until = new Date(newestMs + 1).toISOString();
const folder = mkdtempSync(join(tmpdir(), 'audit-bench-'));
const account = await startInstantAccount({ events, latencyMs: 0 });
const file = join(folder, 'report.csv');
const exporting = ['export', '--since', since, '--until', until];
const measures: Readonly<Record<string, () => Promise<Usage>>> = {
  'reading alone': () => runNode([readingAlone, account.url, since, until]),
  'CSV to /dev/null': () => runNode([program, ...exporting]),
  'CSV into a file': () => runNode([program, ...exporting, '-o', file]),
  'packed CSV into a file': () => runNode([program, ...exporting, '--gzip', '-o', `${file}.gz`]),
  'one row a field into a file': () => runNode([program, ...exporting, '--per-field', '-o', file]),
  'NDJSON into a file': () => runNode([program, ...exporting, '--format', 'ndjson', '-o', `${file}.ndjson`]),
  'jq -r @csv over the pages': await jq(),
};
try {
  for (const [what, measure] of Object.entries(measures)) await report(what, measure);
} finally {
  account.close();
  rmSync(folder, { recursive: true });
}

/** A script beside this one, bound with what it imports of the program as the program itself is. */
async function bound(name: string): Promise<string> {
  const outfile = fileURLToPath(
    new URL(`../../node_modules/.cache/audit-bench/${name}.mjs`, import.meta.url),
  );
  const input = fileURLToPath(new URL(name, import.meta.url));
  const bundle = await rolldown({ input, platform: 'node', external: ['undici/lib/dispatcher/pool.js'] });
  await bundle.write({ file: outfile, format: 'es', codeSplitting: false });
  await bundle.close();
  return outfile;
}

async function report(what: string, measure: () => Promise<Usage>): Promise<void> {
  const rounds: Usage[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) rounds.push(await measure());
  const middle = (of: (round: Usage) => number) => median(rounds.map(of));
  const [ms, cpuMs, peak] = [middle((r) => r.ms), middle((r) => r.cpuMs), middle((r) => r.peakBytes)];
  process.stdout.write(
    `${what.padEnd(28)} ${String(Math.round(events / (ms / 1_000))).padStart(7)} events/s  ` +
      `${(cpuMs / 1_000).toFixed(1).padStart(5)} s CPU  ${Number.isNaN(peak) ? '' : `${Math.round(peak / 1e6)} MB`}\n`,
  );
}

async function runNode(words: readonly string[]): Promise<Usage> {
  const environment = { AUDIT_API_URL: account.url, AUDIT_TOKEN: 'bench', AUDIT_LOCATION: 'BENCH' };
  const { ms, used } = await run(process.execPath, ['--import', usage, ...words], {
    env: { PATH: process.env['PATH'], HOME: folder, AUDIT_NO_JOURNAL: '1', ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const told: Pick<Usage, 'cpuMs' | 'peakBytes'> = JSON.parse(used);
  return { ms, ...told };
}

/** The pages lie in a file: jq has neither to ask nor to wait for them. The shell tells what it used. */
async function jq(): Promise<() => Promise<Usage>> {
  const pages = join(folder, 'pages.json');
  const out = createWriteStream(pages);
  for (let page = 1; page <= events / 100; page += 1) {
    const answer = await fetch(`${account.url}/audit/search/v2?page=${page}&pageSize=100`);
    out.write(Buffer.from(await answer.arrayBuffer()));
  }
  await new Promise<void>((resolve) => out.end(resolve));
  const row = '[.createdAt,.sourceName,.type,.documentType,.documentName,._id,.sourceId,.source,.id]';
  const cells = `${row} + [(.changedFields|join(",")),(.before|tojson),(.after|tojson)]`;
  const script = 'TIMEFORMAT=\'%U %S\'; time jq -r "$0"';
  return async () => {
    const stdin = openSync(pages, 'r');
    const words = ['-c', script, `.logs[] | ${cells} | @csv`];
    const { ms, word } = await run('bash', words, { stdio: [stdin, 'ignore', 'pipe'] });
    const cpuMs = word
      .trim()
      .split(' ')
      .reduce((sum, seconds) => sum + Number(seconds) * 1_000, 0);
    return { ms, cpuMs, peakBytes: Number.NaN };
  };
}

interface Ended {
  readonly ms: number;
  readonly word: string;
  /** What came on descriptor 3. */
  readonly used: string;
}

function run(command: string, words: readonly string[], options: SpawnOptions): Promise<Ended> {
  const startedMs = performance.now();
  const child = spawn(command, words, options);
  let word = '';
  let used = '';
  child.stderr?.on('data', (chunk) => {
    word += String(chunk);
  });
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    used += String(chunk);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve({ ms: performance.now() - startedMs, word, used });
      else reject(new Error(`${command} ${words.join(' ')} ended with ${code}: ${word}`));
    });
  });
}
