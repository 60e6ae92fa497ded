/** `npm run bench [-- --out bench.md]`: every figure against its floor, in one run of the built program. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { limited, memory, slowAnswers, throughput } from './reading.js';
import { benchPage } from './table.js';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const measures = [
  ...(await throughput(200_000, 5)),
  ...(await memory(200_000, 20_000, 3)),
  ...(await slowAnswers(200)),
  ...(await limited(400)),
];
const page = benchPage(measures);
process.stdout.write(page);
if (values.out !== undefined) writeFileSync(values.out, page);
