/** A run that adds to an archive dies at each of its steps in turn: the archive is valid whenever that was, and the next run gives what an undisturbed one would have. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { withArchiveForWriting } from '../../../src/archive/store/writing.js';
import { AuditError } from '../../../src/errors.js';
import { archiveContents } from '../../support/archive-contents.js';
import { temporaryFolder } from '../../support/folder.js';
import { type Death, Died, dieAt } from '../../support/mortal-disk.js';

vi.mock('node:fs/promises', async (original) =>
  (await import('../../support/mortal-disk.js')).mortal(await original()),
);
vi.mock('node:fs', async (original) =>
  (await import('../../support/mortal-disk.js')).mortalInPlace(await original()),
);

const at = '2026-11-22T00:00:00.000Z';

function writing(folder: string) {
  return {
    configFolder: join(folder, 'config'),
    clock: { nowMs: () => Date.parse(at) },
    runner: { userName: 'ada', hostName: 'desk', processId: 1, nodeVersion: '', isRunning: () => false },
    version: '1.2.3',
    say: async () => {},
    account: { apiUrl: 'https://api.acme.example', locationId: 'L1' },
  };
}

/** Adds those of the events that the archive lacks, as a sync would, in one commit. */
async function addMissing(folder: string, ids: readonly string[]): Promise<void> {
  const archive = join(folder, 'archive');
  await withArchiveForWriting(archive, writing(folder), async (writer) => {
    const known = new Set((await archiveContents(archive)).names);
    for (const [index, id] of ids.entries()) if (!known.has(id)) await writer.addEvent(event(id, index));
    await writer.addRecord({ ledger: 1, kind: 'release', at, hold: 'h', case: ids.join(' ') });
    await writer.commit();
  });
}

function event(id: string, index: number) {
  const instantMs = Date.UTC(2026, 10, 20 + (index % 2), 12);
  const rawText = JSON.stringify({ _id: id, createdAt: new Date(instantMs).toISOString() });
  return { id, instantMs, type: 'UPDATED', module: 'CONTACT', sourceId: undefined, rawText };
}

const made = new Map<string, Promise<string>>();

/** A folder with an archive of these events, made once. */
function archiveOf(ids: readonly string[]): Promise<string> {
  const make = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audit-death-'));
    await addMissing(folder, ids);
    return folder;
  };
  const folder = made.get(ids.join()) ?? make();
  made.set(ids.join(), folder);
  return folder;
}

afterAll(async () => {
  for (const folder of made.values()) await rm(await folder, { recursive: true });
});

/** Whether the run came to its end before that step; what it left is looked at, and gone on with. */
async function livesOn(death: Death, step: number, before: readonly string[], all: readonly string[]) {
  const folder = await temporaryFolder();
  const archive = join(folder, 'archive');
  if (before.length > 0) await cp(await archiveOf(before), folder, { recursive: true });
  dieAt({ step, death });
  const isOver = await addMissing(folder, all).then(
    () => true,
    (error: unknown) => {
      if (death === 'full') expect(error).toBeInstanceOf(AuditError);
      else if (!(error instanceof Died)) throw error;
      return false;
    },
  );
  dieAt(undefined);
  if (before.length > 0) {
    const left = (await archiveContents(archive)).names.join();
    expect([before.join(), all.join()], `after a ${death} at step ${step}`).toContain(left);
  }
  await addMissing(folder, all);
  const { names, kinds } = await archiveContents(archive);
  expect(names, `after a ${death} at step ${step}`).toEqual(all);
  expect(kinds[0]).toBe('archive');
  return isOver;
}

describe.each<Death>(['kill', 'power'])('whoever loses a run to a %s', (death) => {
  test('has an archive as it was or as it was to be, at each step, and goes on with it', async () => {
    let step = 1;
    while (!(await livesOn(death, step, ['a'], ['a', 'b']))) step += 1;
    expect(step).toBeGreaterThan(30);
  });

  test('has begun an archive or not, and goes on with it', async () => {
    // The steps of a commit are the same as above; what is only here is few.
    let step = 1;
    while (!(await livesOn(death, step, [], ['a']))) step += step < 20 ? 1 : 7;
    expect(step).toBeGreaterThan(30);
  });
});

test('whoever has a full disk has the archive as it was or as it was to be, and is told', async () => {
  let step = 1;
  while (!(await livesOn('full', step, ['a'], ['a', 'b']))) step += 3;
  expect(step).toBeGreaterThan(30);
});
