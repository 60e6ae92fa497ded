/** `npm run archive-verify-million`: verifies a million events of about 1 kB, beside `sha256sum` of the same bytes in the same run; too long for `npm test`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtProgram } from '../support/built.js';
import { addTo, madeAccount } from '../support/made-archive.js';

const days = 50;
const eventsADay = 20_000;
const dayMs = 86_400_000;
const firstMs = Date.parse('2026-09-01T00:00:00Z');
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'audit-verify-million-'));
const archiveFolder = join(folder, 'archive');
try {
  if (process.argv[2] === undefined || process.argv[3] === 'make') await make();
  for (const flags of [[], [], ['--incremental']]) measure(flags);
} finally {
  if (process.argv[2] === undefined) rmSync(folder, { recursive: true });
}

async function make(): Promise<void> {
  await addTo({ folder, archiveFolder }, async (writer) => {
    for (let day = 0; day < days; day += 1) {
      for (let number = 0; number < eventsADay; number += 1) await writer.addEvent(eventOf(day, number));
      await writer.addRecord({ ledger: 1, kind: 'release', at: '', hold: `day ${day}`, case: '' });
      await writer.commit();
    }
  });
}

function eventOf(day: number, number: number) {
  const instantMs = firstMs + day * dayMs + number * 4_000;
  const id = `${(day * eventsADay + number).toString(16).padStart(8, '0')}${madeAccount.locationId.slice(0, 8)}`;
  const record = { stage: `stage ${number % 9}`, notes: `${number} `.repeat(60), value: number * 17 };
  const raw = {
    _id: id,
    createdAt: new Date(instantMs).toISOString(),
    documentType: 'OPPORTUNITY',
    type: 'UPDATED',
    id: `record_${number}`,
    sourceId: `user_${number % 40}`,
    before: record,
    after: { ...record, value: number * 19 },
  };
  const rawText = JSON.stringify(raw);
  return { id, instantMs, type: 'UPDATED', module: 'OPPORTUNITY', sourceId: raw.sourceId, rawText };
}

function measure(flags: readonly string[]): void {
  execFileSync('sh', ['-c', `find '${archiveFolder}/events' -name '*.gz' -exec zcat {} + > '${folder}/all'`]);
  const sum = seconds(() => execFileSync('sh', ['-c', `sha256sum '${join(folder, 'all')}'`]));
  const bytes = Number(execFileSync('stat', ['-c', '%s', join(folder, 'all')], { encoding: 'utf8' }));
  rmSync(join(folder, 'all'));
  const key = JSON.parse(readFileSync(join(archiveFolder, 'archive.json'), 'utf8')).keys[0].publicKey;
  const env = {
    ...process.env,
    AUDIT_CONFIG_DIR: join(folder, 'config'),
    AUDIT_DATA_DIR: join(folder, 'data'),
  };
  let verdict = '';
  const ours = seconds(() => {
    const words = [
      'archive',
      'verify',
      '--archive-folder',
      archiveFolder,
      '--key',
      key,
      '--allow-gaps',
      ...flags,
    ];
    const { stdout, stderr, status } = spawnSync(process.execPath, [builtProgram(), ...words], {
      env: { ...env, AUDIT_NO_JOURNAL: '1' },
      encoding: 'utf8',
    });
    verdict = `${status} ${stdout.split('\n')[0]}${stderr}`;
  });
  process.stdout.write(
    `${flags.join(' ') || 'whole'}: ${ours.toFixed(2)} s; sha256sum of ${(bytes / 1e6).toFixed(0)} MB ${sum.toFixed(2)} s; ratio ${(ours / sum).toFixed(2)}; ${verdict}\n`,
  );
}

function seconds(work: () => void): number {
  const startedMs = performance.now();
  work();
  return (performance.now() - startedMs) / 1_000;
}
