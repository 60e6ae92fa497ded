import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ArchivedLog } from '../../src/archive/reading/archived-log.js';
import { type MadeArchive, makeArchive, type Stride } from '../support/made-archive.js';
import { programFolder, runAudit, worldOf } from '../support/program.js';
import { createSmallAccount, type SmallAccountOptions, smallEvents } from '../support/small-account.js';

const collected: Stride = {
  since: '2026-09-01T00:00:00.000Z',
  until: '2026-11-21T23:00:00.000Z',
  events: smallEvents,
  names: { location: { id: 'SmallLocation0000001', name: 'Acme', timeZone: 'America/Chicago' } },
};

function recheck(
  { folder, archiveFolder }: MadeArchive,
  options: SmallAccountOptions,
  line = 'archive recheck',
) {
  const world = worldOf(createSmallAccount(options), { env: { AUDIT_ARCHIVE_FOLDER: archiveFolder } });
  return runAudit(line, { ...world, folder });
}

async function records({ archiveFolder }: MadeArchive) {
  const { archive } = await ArchivedLog.open(archiveFolder, new AbortController().signal);
  const found = [];
  for await (const { record } of archive.ledger()) if (record.kind === 'recheck') found.push(record);
  return found;
}

const span = '2026-09-22 20:04:00 → 2026-11-21 17:00:00 America/Chicago';

describe('audit archive recheck', () => {
  test('finds nothing where the service holds what was archived, and notes that in the archive', async () => {
    const archive = await makeArchive(await programFolder(), [collected]);
    const { stdout, exitCode } = await recheck(archive, {});
    expect(stdout).toBe(`3 events compared, of ${span}: none has changed, none has vanished\n`);
    expect(exitCode).toBe(0);
    expect(await records(archive)).toMatchObject([{ looked: 3, changed: [], vanished: [] }]);
  });

  test('reports an event that changed and one that vanished, and ends with 10', async () => {
    const archive = await makeArchive(await programFolder(), [collected]);
    const [first, second] = smallEvents;
    const events = [{ ...first, sourceId: 'somebody-else' }, second as object];
    const { stdout, exitCode } = await recheck(archive, { events }, 'archive recheck --all');
    expect(stdout).toBe(
      [
        `3 events compared, of ${span}`,
        'changed since it was archived: 6b02020b0000000000000001',
        'vanished since it was archived: 6b02153d0000000000000003',
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(10);
    expect(await records(archive)).toMatchObject([
      { looked: 3, changed: ['6b02020b0000000000000001'], vanished: ['6b02153d0000000000000003'] },
    ]);
  });

  test('takes nothing for vanished where the account fails, and notes nothing', async () => {
    const archive = await makeArchive(await programFolder(), [collected]);
    const instead: SmallAccountOptions['instead'] = ({ target }) =>
      target.startsWith('/audit/search') ? { status: 500, headers: {}, body: '{}' } : undefined;
    const { stdout, exitCode } = await recheck(archive, { instead });
    expect(stdout).toBe('');
    expect(exitCode).toBe(6);
    expect(await records(archive)).toEqual([]);
  });

  test('compares nothing of a segment that was cut, says so, and ends with 3', async () => {
    const archive = await makeArchive(await programFolder(), [collected]);
    const { manifest } = await ArchivedLog.open(archive.archiveFolder, new AbortController().signal);
    await truncate(join(archive.archiveFolder, manifest[0]?.path ?? ''), 30);
    const { stdout, exitCode } = await recheck(archive, {});
    expect(stdout).toContain(
      'could not be compared: 2026-11-21 14:41:47 → 2026-11-21 16:03:41 America/Chicago',
    );
    expect(stdout).not.toContain('vanished');
    expect(exitCode).toBe(3);
  });

  test('counts what the archive does not hold, which is no proof of anything', async () => {
    const archive = await makeArchive(await programFolder(), [
      { ...collected, events: smallEvents.slice(1) },
    ]);
    const { stdout, exitCode } = await recheck(archive, {});
    expect(stdout).toContain('1 event of the account not in the archive');
    expect(exitCode).toBe(0);
  });

  test('looks at short spans here and there for a sample', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      ...(smallEvents[0] as object),
      _id: `e-${String(index).padStart(3, '0')}`,
      createdAt: new Date(Date.UTC(2026, 10, 10, 0, index)).toISOString(),
    }));
    const archive = await makeArchive(await programFolder(), [{ ...collected, events: many }]);
    const { stdout, exitCode } = await recheck(
      archive,
      { events: many },
      'archive recheck --sample 50 --format json',
    );
    const { looked } = JSON.parse(stdout);
    expect(looked).toBeGreaterThan(0);
    expect(looked).toBeLessThan(100);
    expect(exitCode).toBe(0);
  });
});
