/** `npm run archive-alterations [seed]`: ten thousand random alterations of an archive, each verified; none may pass in silence. Too long for `npm test`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alterAndVerify } from '../support/altering.js';

const rounds = 50;
const timesEach = 200;
const firstSeed = Number(process.argv[2] ?? Date.now() % 1_000_000);
let found = 0;
const unnoticed: string[] = [];
for (let round = 0; round < rounds; round += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'audit-alterations-'));
  try {
    const outcome = await alterAndVerify(folder, timesEach, firstSeed + round);
    found += outcome.found;
    process.stderr.write('.');
    unnoticed.push(...outcome.unnoticed.map((what) => `seed ${firstSeed + round}: ${what}`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const said = rounds * timesEach - found - unnoticed.length;
process.stdout.write(
  `${rounds * timesEach} alterations from seed ${firstSeed}: ${found} found, ${said} of what is derived or belongs to no archive and said, ${unnoticed.length} unnoticed\n${unnoticed.map((what) => `  ${what}\n`).join('')}`,
);
process.exitCode = unnoticed.length === 0 ? 0 : 1;
