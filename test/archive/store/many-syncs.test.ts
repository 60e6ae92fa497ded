/** An archive grows by a few small files with each sync: what they cost is told by how often another thread is asked for one. */
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ArchivedLog } from '../../../src/archive/reading/archived-log.js';
import { verifyArchive } from '../../../src/archive/verify/verify.js';
import { readArchiveState } from '../../../src/commands/archive-state.js';
import { dayRead } from '../../support/alterable-archive.js';
import { temporaryFolder } from '../../support/folder.js';
import { addTo, type MadeArchive, makeArchive } from '../../support/made-archive.js';

const asked = vi.hoisted(() => ({ times: 0 }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<Record<string, unknown>>();
  const counted = (work: unknown) =>
    typeof work !== 'function'
      ? work
      : (...words: unknown[]) => {
          asked.times += 1;
          return work(...words);
        };
  return Object.fromEntries(Object.entries(real).map(([name, work]) => [name, counted(work)]));
});

async function timesAsked(work: () => Promise<unknown>): Promise<number> {
  asked.times = 0;
  await work();
  return asked.times;
}

/** For whoever opens, looks at, adds to and verifies it. */
async function costsOf(syncs: number) {
  const strides = Array.from({ length: syncs }, () => dayRead('2026-11-01', 3));
  const archive: MadeArchive = await makeArchive(await temporaryFolder(), strides);
  const { folder, archiveFolder } = archive;
  const question = { folder: archiveFolder, configFolder: join(folder, 'config'), progress: () => {} };
  const given = { keys: [], head: undefined };
  return {
    opening: await timesAsked(() => ArchivedLog.open(archiveFolder, new AbortController().signal)),
    status: await timesAsked(() => readArchiveState(archiveFolder, Date.UTC(2026, 10, 2))),
    adding: await timesAsked(() => addTo(archive, async () => {})),
    verifying: await timesAsked(() => verifyArchive({ ...question, given, isIncremental: false })),
  };
}

test('An archive of forty syncs asks other threads no more often than one of four', async () => {
  const [few, many] = [await costsOf(4), await costsOf(40)];
  expect(many).toEqual(few);
  expect(few.opening).toBeGreaterThan(0);
});
