/** `npm run bench [-- --out file]`: every figure against its floor, in one run of the built program; printed, and written to `bench.md`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { limited, memory, rareFilter, slowAnswers, throughput } from './reading.js';
import { startUp } from './start-up.js';
import { benchPage, type Measure } from './table.js';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'bench.md' } } });

const parts: Readonly<Record<string, () => Promise<readonly Measure[]>>> = {
  'start-up': () => startUp(20),
  throughput: () => throughput(200_000, 5),
  memory: () => memory(200_000, 20_000, 3),
  'slow answers': () => slowAnswers(200),
  'a rare filter': () => rareFilter(200_000, 20),
  'a rate limit': () => limited(400),
};

const startedMs = performance.now();
const measures: Measure[] = [];
for (const [name, measure] of Object.entries(parts)) {
  process.stderr.write(`Measuring ${name}…\n`);
  measures.push(...(await measure()));
}
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const page = benchPage({ measures, version: manifest.version, tookMs: performance.now() - startedMs });
process.stdout.write(page);
writeFileSync(values.out, page);
process.stderr.write(`Written to ${values.out}\n`);
