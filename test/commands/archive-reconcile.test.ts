import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type MadeArchive, makeArchive } from '../support/made-archive.js';
import { programFolder, runAudit } from '../support/program.js';
import { smallEvents } from '../support/small-account.js';

async function made(): Promise<MadeArchive> {
  return makeArchive(await programFolder(), [
    {
      since: '2026-11-01T00:00:00.000Z',
      until: '2026-11-22T00:00:00.000Z',
      events: smallEvents,
      names: { location: { id: 'SmallLocation0000001', name: 'Acme', timeZone: 'America/Chicago' } },
    },
  ]);
}

async function run({ folder, archiveFolder }: MadeArchive, line: readonly string[]) {
  return runAudit(line, { folder, env: { AUDIT_ARCHIVE_FOLDER: archiveFolder } });
}

async function reconcile(archive: MadeArchive, csv: string, ...flags: readonly string[]) {
  const path = join(archive.folder, 'file.csv');
  await writeFile(path, csv);
  return run(archive, ['archive', 'reconcile', path, ...flags]);
}

describe('audit archive reconcile', () => {
  test('finds no difference to an export of the same', async () => {
    const archive = await made();
    const path = join(archive.folder, 'report.csv');
    await run(archive, ['export', '--archive', '-o', path]);
    const { stdout, exitCode } = await run(archive, ['archive', 'reconcile', path]);
    expect(stdout.split('\n')[0]).toBe(
      '3 events in both · 2026-11-21 14:41:47 → 2026-11-21 16:03:41 America/Chicago',
    );
    expect(exitCode).toBe(0);
  });

  test('names what only one of the two holds, and what it did not compare', async () => {
    const [first, second, third] = smallEvents.map(({ _id }) => _id);
    const csv = `"Date",Event ID,User\n2026-11-21 14:41,${first},Devon\n2026-11-21 16:04,forged,Maria\n2026-11-21 16:03,${third},Maria\n`;
    const { stdout, exitCode } = await reconcile(await made(), csv);
    expect(stdout).toBe(
      [
        '2 events in both · 2026-11-21 14:41:00 → 2026-11-21 16:04:00 America/Chicago',
        'only in the file  forged  2026-11-21 16:04:00',
        `only in the archive  ${second}  2026-11-21 15:15:47`,
        'Compared by Event ID (times: Date; not compared: User). What a filter kept out of the file is missing from it, too.',
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(3);
  });

  test('says which spans the archive does not hold, and blames nobody for them', async () => {
    const csv = 'id,timestamp\nlong-ago,2026-10-01T00:00:00.000Z\n';
    const { stdout, exitCode } = await reconcile(await made(), csv, '--format', 'json');
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      window: { since: '2026-10-01T00:00:00.000Z', until: '2026-10-01T00:00:00.001Z' },
      matched: 0,
      incomparable: 1,
      onlyInFile: [],
      onlyInArchive: [],
      notArchived: [{ since: '2026-10-01T00:00:00.000Z', until: '2026-10-01T00:00:00.001Z' }],
      columns: { id: 'id', time: 'timestamp', notCompared: [] },
    });
    expect(exitCode).toBe(3);
  });

  test('refuses a file without event ids, and says what it has instead', async () => {
    const { stderr, exitCode } = await reconcile(
      await made(),
      'Timestamp,User,Event type\n2026-11-21,Maria,Updated\n',
    );
    expect(stderr).toContain('has no event ids, and events that are only alike prove nothing.');
    expect(stderr).toContain('Its columns: Timestamp, User, Event type');
    expect(exitCode).toBe(2);
  });
});
