/** `audit archive status`: what a person and cron are told of an archive, without anybody being asked. */
import { describe, expect, test } from 'vitest';
import { makeArchive } from '../support/made-archive.js';
import { programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, smallEvents } from '../support/small-account.js';
import { usualNowMs, virtualClock } from '../support/virtual-clock.js';

const floor = { at: '2026-09-23T00:00:00.000Z', origin: 'announced' } as const;

/** 61 days of which a week in October could not be read, and nothing since Friday noon. */
async function holedArchive(): Promise<string> {
  const folder = await programFolder();
  await makeArchive(folder, [
    {
      since: '2026-09-22T00:00:00.000Z',
      until: '2026-11-20T12:00:00.000Z',
      events: smallEvents.slice(0, 1),
      record: {
        at: '2026-11-20T12:05:00.000Z',
        complete: false,
        floor: { ...floor, at: '2026-09-21T12:05:00.000Z' },
        gaps: [
          {
            kind: 'unreadable-span',
            since: '2026-10-08T00:00:00.000Z',
            until: '2026-10-15T00:00:00.000Z',
            message: 'no',
          },
          {
            kind: 'unreadable-span',
            since: '2026-09-22T06:00:00.000Z',
            until: '2026-09-22T12:00:00.000Z',
            message: 'no',
          },
        ],
        lateness: { count: 2, longestMs: 3 * 3_600_000 },
      },
      names: { location: { id: 'SmallLocation0000001', name: 'Acme Roofing', timeZone: 'America/Chicago' } },
    },
  ]);
  return folder;
}

function status(folder: string, words = '', world: World = {}) {
  const line = `archive status --archive-folder ${folder}/archive ${words}`;
  return runAudit(line, { folder, clock: virtualClock(usualNowMs), ...world });
}

describe('whoever looks at an archive', () => {
  test('sees what it covers, what it lacks and until when that can be had, offline', async () => {
    const folder = await holedArchive();
    const { exitCode, stdout } = await status(folder);

    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(2)).toEqual([
      expect.stringMatching(/^Events\t1 event in 1 segment, \d+ bytes$/),
      expect.stringMatching(/^Log\t4 leaves; with it \S+ kB on the disk$/),
      'Covers\t2026-09-21 19:00 → 2026-11-20 06:00 America/Chicago, settled until 2026-11-20 06:00',
      'Holes\t2026-10-07 19:00 → 2026-10-14 19:00 America/Chicago, can be filled until 2026-12-06 18:00',
      'Lost\t2026-09-22 01:00 → 2026-09-22 07:00 America/Chicago, for good',
      'Last sync\t2026-11-20 06:05 America/Chicago, 35 hours ago',
      'Late\t2 events came after a sync that should have had them, up to 3 hours at least',
      'Erased\tnothing',
      'Held\tnothing',
      'Next\twhat happened from 2026-10-07 19:00 America/Chicago on leaves the log from 2026-12-06 18:00 America/Chicago on (--live asks the account for its first event)',
      '',
    ]);
  });

  test('reads of a sync that has just ended that it was just now', async () => {
    const clock = virtualClock(Date.parse('2026-11-20T12:05:00.900Z'));
    const { stdout } = await status(await holedArchive(), '', { clock });
    expect(stdout).toContain('Last sync\t2026-11-20 06:05 America/Chicago, just now\n');
  });

  test.each([
    [20, '+###+-+###########', 'plain'],
    [80, '▒█████████████████▒░░░░░░░▒█████████████████████████████████████████·', 'drawn'],
  ])('on a terminal of %i columns it is a bar too', async (columns, bar, look) => {
    const folder = await holedArchive();
    const env = look === 'plain' ? { LC_ALL: 'C' } : { LANG: 'en_US.UTF-8' };
    const { stdout } = await status(folder, '', { terminal: { columns, hasColor: false }, env });

    expect(stdout.split('\n').map((line) => line.trim())).toContain(bar);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test('may ask the account which event leaves its log next without being archived', async () => {
    const folder = await holedArchive();
    const world = worldOf(createSmallAccount());
    const { stdout } = await status(folder, '--live', world);

    expect(stdout).toContain(
      'Next\t6b02020b0000000000000001 of 2026-11-21 14:41 America/Chicago is the first to leave the log without being in the archive, on 2027-01-20 14:41 America/Chicago',
    );
  });

  test('gets the same as JSON', async () => {
    const { stdout } = await status(await holedArchive(), '--format json');

    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      archive: { events: 1, segments: 1, leaves: 4 },
      covered: [
        { since: '2026-09-22T00:00:00.000Z', until: '2026-09-22T06:00:00.000Z' },
        { since: '2026-09-22T12:00:00.000Z', until: '2026-10-08T00:00:00.000Z' },
        { since: '2026-10-15T00:00:00.000Z', until: '2026-11-20T12:00:00.000Z' },
      ],
      holes: [{ since: '2026-10-08T00:00:00.000Z', fillableUntil: '2026-12-07T00:00:00.000Z' }],
      lost: [{ since: '2026-09-22T06:00:00.000Z', until: '2026-09-22T12:00:00.000Z' }],
      erasures: { count: 0, events: 0, last: null, cases: [] },
      holds: { inForce: [], released: 0 },
      retention: { days: 60, origin: 'announced' },
      next: null,
      asked: false,
    });
  });

  test('sees what was erased and what is held, in words and as JSON', async () => {
    const folder = await holedArchive();
    const scope = { window: { since: '2026-10-01T00:00:00.000Z', until: '9999-12-31T23:59:59.999Z' } };
    const since = { since: '2026-11-20T12:00:00.000Z', until: '2026-11-20T12:00:01.000Z' };
    const at = (minute: number) => ({ ledger: 1, at: `2026-11-21T08:0${minute}:00.000Z` }) as const;
    await makeArchive(folder, [
      {
        ...since,
        others: [
          { ...at(1), kind: 'erasure', case: 'DSR-1', leaves: [1] },
          { ...at(2), kind: 'erasure', case: 'DSR-2', leaves: [1] },
          { ...at(3), kind: 'hold', hold: 'hold-1', case: 'Matter 14', scope: { records: ['sha256:ab'] } },
          { ...at(4), kind: 'hold', hold: 'hold-2', case: 'Matter 15', scope },
          { ...at(5), kind: 'release', hold: 'hold-1', case: 'settled' },
        ],
      },
    ]);
    const { stdout } = await status(folder);
    expect(stdout.split('\n').filter((line) => /^(Erased|Held)/.test(line))).toEqual([
      'Erased\tthe content of 1 event, in 2 erasures, the last on 2026-11-21 02:02 America/Chicago (DSR-2)',
      'Held\thold-2, since 2026-11-21 02:04 America/Chicago: everything since 2026-09-30 19:00 America/Chicago (Matter 15)',
    ]);
    expect(JSON.parse((await status(folder, '--format json')).stdout)).toMatchObject({
      erasures: { count: 2, events: 1, last: '2026-11-21T08:02:00.000Z', cases: ['DSR-1', 'DSR-2'] },
      holds: {
        inForce: [{ hold: 'hold-2', since: '2026-11-21T08:04:00.000Z', case: 'Matter 15', scope }],
        released: 1,
      },
    });
    const unreadable = { ledger: 1, at: 'once', kind: 'erasure', case: 'DSR-3', leaves: [2] } as const;
    await makeArchive(folder, [{ ...since, others: [unreadable] }]);
    expect((await status(folder)).stdout).toContain('the last on once America/Chicago (DSR-3)\n');
    const released = { ...at(6), kind: 'release', hold: 'hold-2', case: 'settled' } as const;
    await makeArchive(folder, [{ ...since, others: [released] }]);
    expect((await status(folder)).stdout).toContain('\nHeld\tnothing; 2 holds released\n');
  });

  test('is told where there is none', async () => {
    const { exitCode, stderr } = await status(await programFolder());

    expect(exitCode).toBe(5);
    expect(stderr).toContain('Begin one: audit archive sync');
  });
});

describe('cron', () => {
  test('is told of holes, of what is lost, and of a sync that is too long ago, and until when that is mended', async () => {
    const { exitCode, stderr } = await status(await holedArchive(), '--check 24h');

    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      [
        'The last sync was 35 hours ago; what happened then leaves the account’s log on 2027-01-19 06:00 America/Chicago, in 58 days: audit archive sync',
        '1 hole can still be filled, the first until 2026-12-06 18:00 America/Chicago: audit archive sync',
        '2026-09-22 01:00 → 2026-09-22 07:00 America/Chicago was never read, and is lost for good (--allow-lost accepts it).',
        '',
      ].join('\n'),
    );
  });

  test('hears nothing of an archive in good order', async () => {
    const folder = await programFolder();
    await makeArchive(folder, [
      { since: '2026-09-23T00:00:00.000Z', until: '2026-11-22T00:00:00.000Z', record: { floor } },
    ]);
    const { exitCode, stderr } = await status(folder, '--check --quiet');

    expect([exitCode, stderr]).toEqual([0, '']);
  });
});
