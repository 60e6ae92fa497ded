/** Erasing a record out of an archive: its content is gone from the disk, every proof of the rest holds, and no death of the run leaves it half done. */
import { cp, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { carryOutErasure, planErasure } from '../../../src/archive/erasure/erasure.js';
import { ArchivedLog } from '../../../src/archive/reading/archived-log.js';
import { openArchive } from '../../../src/archive/store/open.js';
import { verifyArchive } from '../../../src/archive/verify/verify.js';
import { temporaryFolder } from '../../support/folder.js';
import { addTo, type MadeArchive, makeArchive, type Stride } from '../../support/made-archive.js';
import { Died, dieAt } from '../../support/mortal-disk.js';

vi.mock('node:fs/promises', async (original) =>
  (await import('../../support/mortal-disk.js')).mortal(await original()),
);
vi.mock('node:fs', async (original) =>
  (await import('../../support/mortal-disk.js')).mortalInPlace(await original()),
);

const secret = 'Ada Example <ada@home.example>';
const erasing = { case: 'DSR-2026-114', at: '2026-11-22T01:00:00.000Z' };

function wire(id: string, at: string, record: string, more: object = {}) {
  return { _id: id, createdAt: at, documentType: 'CONTACT', type: 'UPDATED', id: record, ...more };
}

const strides = [
  {
    since: '2026-10-01T00:00:00.000Z',
    until: '2026-10-03T00:00:00.000Z',
    events: [
      wire('a1', '2026-10-01T08:00:00.000Z', 'contact-ada', { documentName: secret }),
      wire('a2', '2026-10-01T09:00:00.000Z', 'contact-bob'),
      wire('b1', '2026-10-02T08:00:00.000Z', 'note-1', {
        secondaryId: 'contact-ada',
        after: { body: secret },
      }),
    ],
  },
  {
    since: '2026-10-03T00:00:00.000Z',
    until: '2026-10-05T00:00:00.000Z',
    events: [
      wire('c1', '2026-10-03T08:00:00.000Z', 'contact-bob', { after: { friend: 'contact-ada' } }),
      wire('d1', '2026-10-04T08:00:00.000Z', 'contact-ada', { documentName: secret }),
    ],
  },
];

async function made(): Promise<MadeArchive> {
  return makeArchive(await temporaryFolder(), strides);
}

async function planOf({ archiveFolder }: MadeArchive, recordId = 'contact-ada') {
  const { log } = await openArchive(archiveFolder);
  return planErasure({ folder: archiveFolder, size: log.size }, recordId);
}

async function eraseAda(archive: MadeArchive): Promise<void> {
  const plan = await planOf(archive);
  await addTo(archive, async (writer) => {
    await carryOutErasure(writer, plan, erasing);
  });
}

async function verdictOf({ folder, archiveFolder }: MadeArchive) {
  const { findings, erased, events } = await verifyArchive({
    folder: archiveFolder,
    configFolder: join(folder, 'config'),
    given: { keys: [], head: undefined },
    isIncremental: false,
    progress: () => {},
  });
  return { findings, erased, events };
}

/** Everything that lies in the archive's folder, unpacked. */
async function everything({ archiveFolder }: MadeArchive): Promise<string> {
  const entries = await readdir(archiveFolder, { recursive: true, withFileTypes: true });
  const texts = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const bytes = await readFile(join(entry.parentPath, entry.name));
      return (entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    });
  return (await Promise.all(texts)).join('\n');
}

async function idsAndReasons({ archiveFolder }: MadeArchive) {
  const log = await ArchivedLog.open(archiveFolder, new AbortController().signal);
  const reading = log.read({
    window: { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 9, 5) },
    order: 'oldest-first',
    matches: undefined,
    push: {},
    filterNames: [],
    limit: undefined,
  });
  const ids: string[] = [];
  for await (const batch of reading.batches()) ids.push(...batch.map(({ id }) => id));
  const { complete, reasons } = reading.coverage();
  return { ids, complete, reasons };
}

describe('erasing a record', () => {
  test('shows beforehand what goes with it and where else it is named', async () => {
    const { events, mentions, holds } = await planOf(await made());
    expect(events.map(({ leaf, isOwn, event }) => [leaf, isOwn, event.id])).toEqual([
      [1, true, 'a1'],
      [3, false, 'b1'],
      [6, true, 'd1'],
    ]);
    expect({ mentions, holds }).toEqual({ mentions: 1, holds: [] });
  });

  test('takes every byte of it off the disk, and every proof of the rest stays valid', async () => {
    const archive = await made();
    const before = (await openArchive(archive.archiveFolder)).log;
    const [size, root] = [before.size, Buffer.from(await before.rootAt())];
    expect(await everything(archive)).toContain(secret);
    await eraseAda(archive);
    expect(await everything(archive)).not.toContain(secret);
    expect(await verdictOf(archive)).toEqual({ findings: [], erased: 3, events: 5 });
    const after = (await openArchive(archive.archiveFolder)).log;
    expect(Buffer.from(await after.rootAt(size))).toEqual(root);
  });

  test('finds it however its id is written', async () => {
    const written = ['"ada\\/é"', '"ada/é"', '"\\u0061da/\\u00e9"', '"ada/\\u4E2D"'];
    const events = written.map(
      (id, index) => `{"_id":"e${index}","createdAt":"2026-10-01T08:00:00.000Z","id":${id}}`,
    );
    const archive = await makeArchive(await temporaryFolder(), [{ ...(strides[0] as Stride), events }]);
    const found = async (id: string) => (await planOf(archive, id)).events.map(({ event }) => event.id);
    expect(await found('ada/é')).toEqual(['e0', 'e1', 'e2']);
    expect(await found('ada/中')).toEqual(['e3']);
  });

  test('is told to whoever asks the archive: fewer events, and under which case', async () => {
    const archive = await made();
    await eraseAda(archive);
    const { ids, complete, reasons } = await idsAndReasons(archive);
    expect({ ids, complete }).toEqual({ ids: ['a2', 'c1'], complete: false });
    expect(reasons).toEqual([
      {
        kind: 'erased-events',
        count: 3,
        cases: ['DSR-2026-114'],
        window: { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 9, 5) },
      },
    ]);
  });

  test('finds nothing a second time, and another erasure leaves the first alone', async () => {
    const archive = await made();
    await eraseAda(archive);
    expect((await planOf(archive)).events).toEqual([]);
    const bob = await planOf(archive, 'contact-bob');
    await addTo(archive, async (writer) => {
      await carryOutErasure(writer, bob, { ...erasing, case: 'DSR-2026-115' });
    });
    expect(await verdictOf(archive)).toEqual({ findings: [], erased: 5, events: 5 });
    expect(await everything(archive)).not.toContain('friend');
  });

  test('is done once, also of an event that belongs to no day, and not again at each opening', async () => {
    const archive = await makeArchive(await temporaryFolder(), [
      {
        ...{ since: '2026-10-01T00:00:00.000Z', until: '2026-10-02T00:00:00.000Z' },
        events: [wire('late', '9999-12-31T23:59:59-10:00', 'contact-ada', { documentName: secret })],
      },
    ]);
    await eraseAda(archive);
    expect(await everything(archive)).not.toContain(secret);
    const path = 'events/location=SmallLocation0000001/date=unknown/000000000001-000000000001.ndjson.gz';
    const { ino } = await stat(join(archive.archiveFolder, path));
    await addTo(archive, async () => {});
    expect((await stat(join(archive.archiveFolder, path))).ino).toBe(ino);
    expect(await verdictOf(archive)).toEqual({ findings: [], erased: 1, events: 1 });
  });

  test('finds an id whose letters the account has escaped', async () => {
    const escaped = '{"_id":"x1","createdAt":"2026-10-01T08:00:00.000Z","id":"contact-\\u0061da"}';
    const archive = await makeArchive(await temporaryFolder(), [
      { since: '2026-10-01T00:00:00.000Z', until: '2026-10-02T00:00:00.000Z', events: [escaped] },
    ]);
    expect((await planOf(archive)).events.map(({ event }) => event.id)).toEqual(['x1']);
  });

  test('is not taken for done because an event looks like an erased one', async () => {
    const sly =
      '{"erased":{"leaf":1,"case":"DSR-2026-114"},"_id":"x1","createdAt":"2026-10-01T08:00:00.000Z"}';
    const archive = await makeArchive(await temporaryFolder(), [
      { since: '2026-10-01T00:00:00.000Z', until: '2026-10-02T00:00:00.000Z', events: [sly] },
    ]);
    expect(await verdictOf(archive)).toEqual({ findings: [], erased: 0, events: 1 });
    expect((await idsAndReasons(archive)).ids).toEqual(['x1']);
  });
});

// Each step is a death of its own in store/death.test.ts; here a few before, within and after the commit, others for each kind.
describe.each([
  ['kill', 1],
  ['power', 5],
] as const)('whoever loses an erasure to a %s', (death, firstStep) => {
  test('has not begun it, or sees the next run end it', async () => {
    const untouched = await made();
    let isOver = false;
    let step: number = firstStep;
    for (; !isOver; step += 8) {
      const archive = { folder: await temporaryFolder(), archiveFolder: '' };
      await cp(untouched.folder, archive.folder, { recursive: true });
      const copy = { ...archive, archiveFolder: join(archive.folder, 'archive') };
      dieAt({ step, death });
      isOver = await eraseAda(copy).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Died)) throw error;
          return false;
        },
      );
      dieAt(undefined);
      await addTo(copy, async () => {});
      const { findings, erased } = await verdictOf(copy);
      const isSecretThere = (await everything(copy)).includes(secret);
      expect(findings, `after a ${death} at step ${step}`).toEqual([]);
      expect(isSecretThere, `after a ${death} at step ${step}`).toBe(erased === 0);
    }
    expect(step).toBeGreaterThan(30);
  });
});
