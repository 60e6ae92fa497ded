/** `audit archive sync`, in-process, against small accounts that behave and misbehave. */
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foldCoverage } from '../../src/archive/store/coverage-ledger.js';
import type { CoverageRecord } from '../../src/archive/store/ledger.js';
import { openArchive } from '../../src/archive/store/open.js';
import type { Ask, Reply } from '../../src/sandbox/exchange.js';
import { archiveContents } from '../support/archive-contents.js';
import { programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, smallEvents } from '../support/small-account.js';
import { usualNowMs, virtualClock } from '../support/virtual-clock.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** An account and a machine of one person's; `events` and `instead` may be changed between syncs. */
class Household {
  events: object[] = [...smallEvents];
  users: object[] = [{ id: 'u1', name: 'Maria Lopez', email: 'maria@acme.example' }];
  instead: (ask: Ask) => Reply | undefined = () => undefined;
  nowMs = usualNowMs;
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get archive(): string {
    return join(this.folder, 'archive');
  }

  run(line: string, world: World = {}) {
    const { events, users, instead, folder, nowMs } = this;
    const account = createSmallAccount({ events, users, instead });
    const words = [...line.split(' '), '--archive-folder', this.archive];
    return runAudit(words, worldOf(account, { folder, clock: virtualClock(nowMs), ...world }));
  }

  async records(): Promise<readonly CoverageRecord[]> {
    const found: CoverageRecord[] = [];
    for await (const { record } of (await openArchive(this.archive)).ledger())
      if (record.kind === 'coverage') found.push(record);
    return found;
  }
}

async function household(): Promise<Household> {
  return new Household(await programFolder());
}

function event(id: string, instantMs: number, more: object = {}): object {
  return {
    _id: id,
    createdAt: new Date(instantMs).toISOString(),
    documentType: 'CONTACT',
    type: 'UPDATED',
    ...more,
  };
}

/** Whether a question asks for what happened at an instant. */
function asksFor({ target }: Ask, instantMs: number): boolean {
  const { pathname, searchParams } = new URL(target, 'http://x.example');
  if (pathname !== '/audit/search/v2') return false;
  const at = (name: string) => Date.parse(searchParams.get(name) ?? '');
  return at('startAt') <= instantMs && instantMs <= at('endAt');
}

describe('the first sync', () => {
  test('has everything that the account keeps, says where the keys are, and ends with 0', async () => {
    const home = await household();
    const { exitCode, stderr, stdout } = await home.run('archive sync');
    const { lines, kinds } = await archiveContents(home.archive);

    expect(exitCode).toBe(0);
    expect(stdout).toBe('');
    expect(lines).toEqual(smallEvents.map((one) => JSON.stringify(one)));
    expect(kinds).toEqual(['archive', 'names', 'coverage']);
    expect(stderr).toMatch(
      /^A new archive, in .*\nIts public key: hoopai-audit\/api\.acme\.example\/Small\S+\n/,
    );
    expect(stderr).toContain('Keep the public key elsewhere');
    expect(stderr).toContain('3 events added · up to 2026-11-21 18:04 America/Chicago');
    expect((await home.records())[0]).toMatchObject({
      window: { since: '2026-09-23T00:04:05.000Z', until: '2026-11-22T00:04:00.000Z' },
      complete: true,
      settledUntil: '2026-11-21T23:59:00.000Z',
      new: 3,
      gaps: [],
    });
  });

  test('is not begun for an account that does not answer', async () => {
    const home = await household();
    home.instead = () => errorReply(503, 'down');
    const { exitCode, stderr } = await home.run('archive sync');
    expect(exitCode).toBe(6);
    expect(stderr).not.toContain('archive');
    await expect(readdir(home.archive)).rejects.toThrow('ENOENT');
  });

  test('tells of its keys once, though nothing could be read', async () => {
    const home = await household();
    home.instead = ({ target }) =>
      target.startsWith('/audit/search') ? errorReply(401, 'Invalid token') : undefined;
    const first = await home.run('archive sync');
    expect([first.exitCode, first.stderr.match(/^A new archive/gm)?.length]).toEqual([4, 1]);
    home.instead = () => undefined;
    const second = await home.run('archive sync');
    expect([second.exitCode, second.stderr.includes('A new archive')]).toEqual([0, false]);
  });

  test('keeps the account’s own bytes, whatever they are', async () => {
    const home = await household();
    const raw =
      '{"_id":"e1","createdAt":"2026-11-21T20:00:00.000Z",\r\n "n":12345678901234567890,"x":1.0,"x":"\\u00e9\\ud800","type":"A"}';
    home.instead = ({ target }) =>
      target.startsWith('/audit/search/v2')
        ? {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: asksFor({ target } as Ask, Date.parse('2026-11-21T20:00:00.000Z'))
              ? `{"logs":[${raw}],"pagination":{"hasMore":false}}`
              : '{"logs":[],"pagination":{"hasMore":false}}',
          }
        : undefined;
    await home.run('archive sync');

    expect((await archiveContents(home.archive)).lines).toEqual([raw.replace('\r\n', '  ')]);
  });

  test('freezes the names of the time, and later only what has changed', async () => {
    const home = await household();
    await home.run('archive sync');
    await home.run('archive sync');
    home.users = [{ id: 'u1', name: 'Maria Price', email: 'maria@acme.example' }];
    await home.run('archive sync');
    const names: object[] = [];
    for await (const { record } of (await openArchive(home.archive)).ledger())
      if (record.kind === 'names') names.push(record);

    expect(names).toHaveLength(2);
    expect(names[0]).toMatchObject({
      users: [{ id: 'u1', name: 'Maria Lopez', email: 'maria@acme.example' }],
      location: { name: 'Acme Roofing', timeZone: 'America/Chicago' },
      capabilities: { retentionDays: 60, plan: 'Growth' },
    });
    expect(Object.keys(names[1] ?? {})).toEqual(['ledger', 'kind', 'at', 'users']);
  });
});

describe('a later sync', () => {
  test('adds what is new, each event once, and records that there was nothing new', async () => {
    const home = await household();
    await home.run('archive sync');
    const nothing = await home.run('archive sync');
    home.nowMs += hourMs;
    home.events.push(event('new', home.nowMs - minuteMs));
    const something = await home.run('archive sync');

    expect([nothing.exitCode, something.exitCode]).toEqual([0, 0]);
    expect(nothing.stderr).toContain('nothing new · up to 2026-11-21 18:04 America/Chicago');
    expect(something.stderr).toContain('1 event added');
    expect((await archiveContents(home.archive)).names).toEqual([
      ...smallEvents.map(({ _id }) => _id),
      'new',
    ]);
    expect((await home.records()).map((record) => record.new)).toEqual([3, 0, 1]);
  });

  test('finds what came late, looks twice as far back from then on, and says so', async () => {
    const home = await household();
    await home.run('archive sync');
    home.nowMs += hourMs;
    home.events.push(event('late', usualNowMs - 19 * minuteMs));
    const found = await home.run('archive sync');
    home.nowMs += hourMs;
    const after = await home.run('archive sync');

    expect(found.stderr).toContain('1 event came late, by 19 minutes at least.');
    expect((await home.records())[1]?.lateness).toEqual({ count: 1, longestMs: 19 * minuteMs });
    expect(after.stderr).toContain(
      '38 minutes of it again for events that come late (twice as late as any came so far)',
    );
  });

  test('looks a whole day back once a day, whatever it has seen', async () => {
    const home = await household();
    await home.run('archive sync');
    home.nowMs += dayMs;
    home.events.push(event('very-late', usualNowMs - 20 * hourMs));
    const { stderr } = await home.run('archive sync');

    expect(stderr).toContain(
      '24 hours of it again for events that come late (once a day, to see how late they come)',
    );
    expect((await archiveContents(home.archive)).names).toContain('very-late');
  });

  test('keeps an event that has changed beside what it was, and warns', async () => {
    const home = await household();
    const instantMs = usualNowMs - minuteMs;
    home.events = [event('e1', instantMs, { type: 'UPDATED' })];
    await home.run('archive sync');
    home.events = [event('e1', instantMs, { type: 'DELETED' })];
    const changed = await home.run('archive sync');
    const again = await home.run('archive sync');

    expect(changed.exitCode).toBe(0);
    expect(changed.stderr).toContain(
      '1 event came with other content than the archive has: “e1”. Both are kept.',
    );
    expect(again.stderr).not.toContain('other content');
    expect((await archiveContents(home.archive)).names).toEqual(['e1', 'e1']);
    expect((await home.records()).map((record) => record.changed)).toEqual([[], ['e1'], []]);
  });

  test('looks again as far back as it is told to', async () => {
    const home = await household();
    await home.run('archive sync');
    home.events.push(event('ten-days-late', usualNowMs - 10 * dayMs));
    await home.run('archive sync');
    expect((await archiveContents(home.archive)).names).not.toContain('ten-days-late');
    const { stderr } = await home.run('archive sync --since 14d');
    expect(stderr).toContain(', 13 days of it again for events that come late (as --since asks)');
    expect((await archiveContents(home.archive)).names).toContain('ten-days-late');
  });
});

describe('rows that nobody can read', () => {
  test('are kept as they came, each once, more of them than the engine remembers', async () => {
    const home = await household();
    const rows = Array.from({ length: 120 }, (_, index) => `{"rubbish":${index}}`);
    home.instead = (ask) =>
      asksFor(ask, usualNowMs - hourMs)
        ? {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: `{"logs":[${rows.join(',')}],"pagination":{"hasMore":false}}`,
          }
        : undefined;
    const first = await home.run('archive sync');
    const second = await home.run('archive sync --since 2d');
    const { names, lines } = await archiveContents(home.archive);

    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(first.stderr).toContain('120 rows came without a usable id or time');
    expect(lines).toEqual(rows);
    expect(new Set(names)).toEqual(new Set(['malformed']));
    expect((await home.records()).map(({ malformed }) => malformed)).toEqual([120, 0]);
    const [segment] = await (await openArchive(home.archive)).manifest();
    expect(segment?.path).toMatch(/\/date=unknown\//);
  });
});

describe('what cannot be read', () => {
  const badMs = usualNowMs - 5 * dayMs;

  /** The account fails wherever one instant is asked for. */
  function failing(home: Household): void {
    home.events.push(
      event('hidden', badMs),
      event('before', badMs - hourMs),
      event('behind', badMs + hourMs),
    );
    home.instead = (ask) => (asksFor(ask, badMs) ? errorReply(500, 'no') : undefined);
  }

  test('is a hole that the next sync fills; until then the exit code is 3', async () => {
    const home = await household();
    failing(home);
    const holed = await home.run('archive sync');
    const left = (await archiveContents(home.archive)).names;
    const { holes } = await foldCoverage((await openArchive(home.archive)).ledger());
    home.instead = () => undefined;
    const filled = await home.run('archive sync');

    expect(holed.exitCode).toBe(3);
    expect(holed.stderr).toContain('could not be read; the next sync tries again, until 2027-01-15');
    expect(left).toEqual(expect.arrayContaining(['before', 'behind']));
    expect(left).not.toContain('hidden');
    expect(holes).toHaveLength(1);
    expect(filled.exitCode).toBe(0);
    expect(filled.stderr).toContain('and then 1 hole');
    expect((await archiveContents(home.archive)).names).toContain('hidden');
    expect((await foldCoverage((await openArchive(home.archive)).ledger())).holes).toEqual([]);
  });

  test('is lost when the floor has overtaken it, which is said once and stands in the archive', async () => {
    const home = await household();
    failing(home);
    await home.run('archive sync');
    home.nowMs = badMs + 61 * dayMs;
    const later = await home.run('archive sync');
    const status = await home.run('archive status --check --format json');

    expect(later.exitCode).toBe(3);
    expect(later.stderr).toMatch(/2026-11-16 18:0\d → 2026-11-16 18:0\d America\/Chicago is lost for good/);
    expect((await home.run('archive sync')).exitCode).toBe(0);
    expect(JSON.parse(status.stdout).lost).toHaveLength(1);
    expect(status.exitCode).toBe(3);
    expect((await home.run('archive status --check --allow-lost')).exitCode).toBe(0);
  });

  test('is lost where nobody synced for longer than the account keeps its log: 3, and the span is named', async () => {
    const home = await household();
    await home.run('archive sync');
    home.nowMs += 70 * dayMs;
    const { exitCode, stderr } = await home.run('archive sync');

    expect(exitCode).toBe(3);
    expect(stderr).toContain('2026-11-21 18:04 → 2026-12-01 18:04 America/Chicago is lost for good');
  });
});

describe('a sync that is ended early', () => {
  test('by an expired token ends with 4, keeps what it has and says how to go on', async () => {
    const home = await household();
    const edgeMs = usualNowMs - 3 * hourMs;
    home.instead = (ask) =>
      asksFor(ask, edgeMs) ? errorReply(401, 'Invalid token: access token is expired') : undefined;
    const { exitCode, stderr } = await home.run('archive sync');
    home.instead = () => undefined;
    const later = await home.run('archive sync');

    expect(exitCode).toBe(4);
    expect(stderr).toContain('go on with: audit archive sync');
    expect(later.exitCode).toBe(0);
    expect((await archiveContents(home.archive)).names).toHaveLength(3);
  });

  test('by an account that is out of reach ends with 6 and leaves a valid archive', async () => {
    const home = await household();
    await home.run('archive sync');
    home.instead = () => errorReply(503, 'down');
    const { exitCode } = await home.run('archive sync');

    expect(exitCode).toBe(6);
    expect((await archiveContents(home.archive)).names).toHaveLength(3);
  });

  test('by Ctrl-C ends with 130', async () => {
    const home = await household();
    const stop = new AbortController();
    const { InterruptedError } = await import('../../src/errors.js');
    home.instead = (ask) => {
      if (ask.target.startsWith('/audit/search'))
        stop.abort(new InterruptedError('interrupted', 'Interrupted.'));
      return undefined;
    };
    const { exitCode, stderr } = await home.run('archive sync', { signal: stop.signal });

    expect(exitCode).toBe(130);
    expect(stderr).toContain('no event added before it ended');
    expect(stderr).not.toContain('nothing new');
    home.instead = () => undefined;
    expect((await home.run('archive sync')).exitCode).toBe(0);
    expect((await archiveContents(home.archive)).names).toHaveLength(3);
  });
});

describe('an archive that is not as it should be', () => {
  test('is not synced by two at once', async () => {
    const home = await household();
    await home.run('archive sync');
    await symlink(
      JSON.stringify({ processId: 99, hostName: 'desk', since: '2026-11-22T00:00:00Z' }),
      join(home.archive, 'lock'),
    );
    const { exitCode, stderr } = await home.run('archive sync', { runner: { isRunning: (id) => id === 99 } });

    expect(exitCode).toBe(2);
    expect(stderr).toContain('is being written by process 99 on desk');
  });

  test('that was rolled back is noticed on the machine that knows better, and left alone', async () => {
    const home = await household();
    await home.run('archive sync');
    const older = join(home.folder, 'older');
    const { cp } = await import('node:fs/promises');
    await cp(home.archive, older, { recursive: true });
    home.nowMs += hourMs;
    await home.run('archive sync');
    await rm(home.archive, { recursive: true });
    await rename(older, home.archive);
    const { exitCode, stderr } = await home.run('archive sync');

    expect(exitCode).toBe(10);
    expect(stderr).toContain('this machine knows');
  });

  test('is not begun among other things, nor are they touched', async () => {
    const home = await household();
    await mkdir(join(home.archive, 'drafts'), { recursive: true });
    await writeFile(join(home.archive, 'drafts', 'novel.txt'), 'Chapter 1');
    const { exitCode, stderr } = await home.run('archive sync');

    expect(exitCode).toBe(2);
    expect(stderr).toContain('is no archive, and there is something in it: drafts.');
    expect(await readFile(join(home.archive, 'drafts', 'novel.txt'), 'utf8')).toBe('Chapter 1');
  });

  test('reads nothing of the future', async () => {
    const home = await household();
    const { exitCode, stderr } = await home.run('archive sync --since 2027-01-01');

    expect(exitCode).toBe(2);
    expect(stderr).toContain('--since 2027-01-01 lies in the future');
    expect((await home.run('archive sync')).stderr).toContain('3 events added');
  });

  test('that belongs to another account is not added to', async () => {
    const home = await household();
    await home.run('archive sync');
    const { exitCode, stderr } = await home.run('archive sync', { env: { AUDIT_LOCATION: 'Another' } });

    expect(exitCode).toBe(2);
    expect(stderr).toContain('Each account has an archive of its own');
  });

  test('in which a link lies in the place of a folder is not written through it', async () => {
    const home = await household();
    await home.run('archive sync');
    const elsewhere = join(home.folder, 'elsewhere');
    await mkdir(elsewhere);
    await rename(join(home.archive, 'ledger'), join(elsewhere, 'ledger'));
    await symlink(join(elsewhere, 'ledger'), join(home.archive, 'ledger'));
    const { exitCode, stderr } = await home.run('archive sync');

    expect(exitCode).toBe(10);
    expect(stderr).toContain('is no folder: a link or a file lies in its place');
  });

  test('whose manifest is gone or foreign is given a new one', async () => {
    const home = await household();
    await home.run('archive sync');
    const path = join(home.archive, 'manifest.ndjson');
    const text = await readFile(path, 'utf8');
    for (const damage of [
      () => rm(path),
      () => writeFile(path, text.slice(0, 40)),
      () => writeFile(path, '{}\n'),
    ]) {
      await damage();
      await home.run('archive sync');
      expect(await readFile(path, 'utf8')).toBe(text);
    }
  });
});

test('a script reads what came of it as JSON', async () => {
  const home = await household();
  const { stdout } = await home.run('archive sync --format json');
  const { archive, head, ...rest } = JSON.parse(stdout);

  expect(archive).toMatchObject({ folder: home.archive, events: 3 });
  expect(head).toMatch(/^hoopai-audit\/\S+ 6 [A-Za-z0-9+/]{43}=$/);
  expect(rest).toEqual({
    schema: 1,
    window: { since: '2026-09-23T00:04:00.000Z', until: '2026-11-22T00:04:00.000Z' },
    lookedBackMs: null,
    new: 3,
    repeated: 0,
    changed: [],
    malformed: 0,
    late: { count: 0, longestMs: 0 },
    settledUntil: '2026-11-21T23:59:00.000Z',
    complete: true,
    holes: [],
    lost: [],
    timestamp: null,
    failure: null,
  });
});

test('an account in good order is read with few requests', async () => {
  const home = await household();
  await home.run('archive sync');
  const account = createSmallAccount({ events: home.events });
  await runAudit(
    ['archive', 'sync', '--archive-folder', home.archive],
    worldOf(account, { folder: home.folder }),
  );
  const searches = account.asked.filter(({ target }) => target.startsWith('/audit/search'));

  expect(searches.length).toBeLessThanOrEqual(3);
});
