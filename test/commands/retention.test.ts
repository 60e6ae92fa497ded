import { describe, expect, test } from 'vitest';
import { makeArchive } from '../support/made-archive.js';
import { programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, smallEvents } from '../support/small-account.js';
import { usualNowMs, virtualClock } from '../support/virtual-clock.js';

const dayMs = 86_400_000;
const floorMs = usualNowMs - 60 * dayMs;

function eventAt(ms: number, id: string): object {
  return { ...smallEvents[0], _id: id, createdAt: new Date(ms).toISOString() };
}

const oldCalendar = {
  _id: 'del-calendar',
  createdAt: '2026-09-26T12:00:00.000Z',
  documentType: 'CALENDAR',
  type: 'DELETED',
  id: 'CalendarOld',
  documentName: 'First visits',
  source: 'WEB_USER',
  sourceId: 'UserMaria00000000001',
  before: { name: 'First visits' },
};
const account = () =>
  createSmallAccount({
    events: [...smallEvents.slice(0, 2), oldCalendar, eventAt(floorMs + 3 * 3_600_000, 'oldest')],
  });

test('how long is kept, how far back it really reaches, and what goes next', async () => {
  expect(await runAudit('retention', worldOf(account()))).toMatchObject({
    exitCode: 0,
    stdout: [
      'Kept\t60 days, announced by the account (plan Growth)',
      'Floor\t2026-09-22 19:04 America/Chicago',
      'Oldest\t2026-09-22 22:04, 3 hours after the floor (measured with 6 requests)',
      '\tAdded tag “vip” to contact “Ada Example” · oldest',
      'Leaves\t2026-11-21 21:04, in 3 hours',
      'Leaving\t1 event within 24h',
      'Restorable\t1 deletion: audit deletions',
      'Next to go\tcalendar “First visits”, until 2026-11-25 06:00, in 3 days',
      '\taudit restore del-calendar',
      '',
    ].join('\n'),
    stderr: '',
  });
});

test('a script gets frozen keys', async () => {
  const { stdout } = await runAudit('retention --check 5d --format json', worldOf(account()));
  expect(JSON.parse(stdout)).toEqual({
    schema: 1,
    now: '2026-11-22T00:04:00.000Z',
    timeZone: 'America/Chicago',
    retention: { days: 60, origin: 'announced', plan: 'Growth' },
    floor: { at: '2026-09-23T00:04:00.000Z', origin: 'announced' },
    oldest: {
      id: 'oldest',
      timestamp: '2026-09-23T03:04:00.000Z',
      description: 'Added tag “vip” to contact “Ada Example”',
      leaves: '2026-11-22T03:04:00.000Z',
    },
    requests: 6,
    ahead: { duration: '5d', isCheck: true, events: 2, eventsAreAll: true, deletions: 1 },
    deletions: {
      count: 1,
      first: { id: 'del-calendar', until: '2026-11-25T12:00:00.000Z', kind: 'calendar' },
    },
    archive: null,
  });
});

describe('where there is an archive', () => {
  /** Eight days before the floor and one after it; the oldest event that the account has is not in it. */
  async function archived(until = floorMs + dayMs) {
    const since = new Date(floorMs - 8 * dayMs).toISOString();
    const ages = [-7 * dayMs, -dayMs, -60_000, 60_000];
    const archive = await makeArchive(await programFolder(), [
      {
        since,
        until: new Date(until).toISOString(),
        events: ages.map((age, index) => eventAt(floorMs + age, `archived-${index}`)),
        names: {
          location: { id: 'SmallLocation0000001', name: 'Acme', timeZone: 'America/Chicago' },
          capabilities: { retentionDays: 60, plan: 'Growth' },
        },
      },
    ]);
    const { folder, archiveFolder } = archive;
    return { folder, env: { AUDIT_ARCHIVE_FOLDER: archiveFolder } };
  }

  test('it is told what only the archive still holds, and whether it has what leaves next', async () => {
    const { stdout } = await runAudit('retention', worldOf(account(), await archived()));
    expect(stdout).toContain(
      [
        'Leaving\t1 event within 24h',
        'Archive\t3 events from before the floor, since 2026-09-15 19:04, only there',
        '\tit has all that leaves within 24h',
        '',
      ].join('\n'),
    );
    const until = floorMs + dayMs / 2;
    const lacking = await runAudit('retention', worldOf(account(), await archived(until)));
    expect(lacking.stdout).toContain('\tit lacks some of what leaves within 24h: audit archive sync\n');
  });

  test('--archive asks it alone', async () => {
    const nobody = { ...(await archived()), clock: virtualClock() };
    const { stdout } = await runAudit('retention --archive', nobody);
    expect(stdout.split('\n')).toEqual([
      'Kept\t60 days, announced by the account when it was last asked (plan Growth)',
      'Floor\t2026-09-22 19:04 America/Chicago',
      'Oldest\t2026-09-22 19:05, 60 seconds after the floor (as the archive has it)',
      '\tAdded tag “vip” to contact “Ada Example” · archived-3',
      'Leaves\t2026-11-21 18:05, in 60 seconds',
      'Leaving\t1 event within 24h',
      'Archive\t3 events from before the floor, since 2026-09-15 19:04, only there',
      '\tit has all that leaves within 24h',
      'Restorable\tno deletion can be brought back',
      '',
    ]);
    expect(JSON.parse((await runAudit('retention --archive --format json', nobody)).stdout)).toMatchObject({
      requests: null,
      archive: {
        eventsBehindFloor: 3,
        isExact: true,
        oldest: '2026-09-16T00:04:00.000Z',
        hasLeaving: true,
      },
    });
  });
});

test.each([
  ['--check 5d', 3, 'Within 5d: 1 deletion can no longer be brought back; 2 events leave the log.'],
  ['--check 5d --of deletions', 3, 'Within 5d: 1 deletion can no longer be brought back.'],
  ['--check 5d --of events', 3, 'Within 5d: 2 events leave the log.'],
  ['--check 24h', 3, 'Within 24h: 1 event leaves the log.'],
  ['--check 24h --of deletions', 0, ''],
  ['--check 2h', 0, ''],
])('cron: retention %s exits %i', async (flags, code, words) => {
  const { exitCode, stderr } = await runAudit(`retention ${flags} --quiet`, worldOf(account()));
  expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: words === '' ? '' : `${words}\n` });
});

test.each(['5', '5 fortnights', '-3d', '0d', ''])(
  'a length of time that is none (%j) is refused',
  async (text) => {
    expect(await runAudit(['retention', '--check', text])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: `audit: --check is “${text}”, which is no length of time.\nA number and a unit: --check 24h, 7d, 2w, 3mo\n`,
    });
  },
);

test('an account that keeps more than it is thought to shows it', async () => {
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/audit/capabilities') ? errorReply(404, 'Not Found') : undefined;
  const events = [...smallEvents, eventAt(floorMs - 40 * dayMs, 'older')];
  const { stdout } = await runAudit('retention', worldOf(createSmallAccount({ events, instead })));
  expect(stdout).toContain('Kept\t60 days, assumed: the account announces nothing\n');
  expect(stdout).toMatch(
    /^Oldest\t2026-08-13 19:04, 40 days before the floor: the account keeps more than that/m,
  );
});

test('an empty log is called empty', async () => {
  const { exitCode, stdout } = await runAudit(
    'retention --check 7d',
    worldOf(createSmallAccount({ events: [] })),
  );
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Oldest\tthe log is empty \(measured with \d+ requests\)$/m);
});

test('where the log cannot be read nobody is told that nothing expires', async () => {
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/audit/search') ? errorReply(500, 'Internal server error') : undefined;
  const { exitCode, stdout } = await runAudit(
    'retention --check 7d',
    worldOf(createSmallAccount({ instead })),
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: '' });
});

describe('the oldest event is found without reading the log', () => {
  test.each([
    ['even', 40, (index: number) => 60 * dayMs * (index / 1_500)],
    ['crowded at its old end', 100, (index: number) => 60 * dayMs * (index / 1_500) ** 6],
    ['crowded at its new end', 40, (index: number) => 60 * dayMs * (1 - ((1_500 - index) / 1_500) ** 6)],
    ['all in its first second', 50, (index: number) => index / 1.5],
    ['all in its last second', 100, (index: number) => 60 * dayMs - 2_000 + index / 1.5],
    ['all at one instant', 200, () => 30 * dayMs],
  ] as const)('of a log that is %s, with fewer than %i requests', async (_, most, offsetMs) => {
    const events = Array.from({ length: 1_500 }, (_unused, index) =>
      eventAt(Math.floor(floorMs + 1 + offsetMs(index)), `event-${String(index).padStart(4, '0')}`),
    );
    const instead = ({ target }: { target: string }) =>
      target.startsWith('/audit/capabilities') ? errorReply(404, 'Not Found') : undefined;
    const world: World = worldOf(createSmallAccount({ events, instead }));
    const { stdout } = await runAudit('retention --check 1s --format json', world);
    const { oldest, requests } = JSON.parse(stdout);
    expect(oldest.timestamp).toBe(new Date(Math.floor(floorMs + 1 + offsetMs(0))).toISOString());
    expect(requests).toBeLessThan(most);
  });
});

test('where deletions cannot be read nobody is told that none expires, whatever else is known', async () => {
  const instead = ({ target }: { target: string }) =>
    target.includes('type=DELETED') ? errorReply(500, 'Internal server error') : undefined;
  const capabilities = { filters: ['type'], maxPageSize: 100, retentionDays: 60, restore: false };
  const { exitCode, stdout } = await runAudit(
    'retention --check 1s',
    worldOf(createSmallAccount({ instead, capabilities })),
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: '' });
});
