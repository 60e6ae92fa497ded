import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InterruptedError, NetworkFailure } from '../../src/errors.js';
import { makePrivateFolder } from '../../src/profile/private-folder.js';
import { createProfileStore } from '../../src/profile/store.js';
import { createTokenFiles } from '../../src/profile/token-file.js';
import { addTags } from '../../src/sandbox/services/contacts.js';
import { openBusiness } from '../sandbox/business.js';
import { type EventfulClock, eventfulClock, type Happening } from '../support/eventful-clock.js';
import { type Outcome, programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { layDownSandbox } from '../support/sandbox.js';
import {
  createSmallAccount,
  errorReply,
  type SmallAccountOptions,
  smallEvents,
  smallLocationId,
} from '../support/small-account.js';
import { usualNowMs } from '../support/virtual-clock.js';

const example = smallEvents[0];

/** An event of the small account, so many seconds after the following began (or before). */
function eventAt(seconds: number, name = `at ${seconds} s`): object {
  return {
    ...example,
    _id: `event ${name}`,
    documentName: name,
    createdAt: new Date(usualNowMs + seconds * 1_000).toISOString(),
  };
}

interface Followed extends Outcome {
  /** The records of the events that were shown. */
  readonly names: readonly string[];
  readonly slept: readonly number[];
}

interface Story {
  readonly line?: string;
  readonly endS?: number;
  readonly happenings: (events: object[], clock: EventfulClock) => readonly Happening[];
  readonly account?: SmallAccountOptions;
  readonly world?: World;
  /** When it begins. */
  readonly startMs?: number;
}

/** Follows a small account in which things happen, until Ctrl-C after so many seconds. */
async function followSmall({
  line = '--fields record',
  endS = 60,
  happenings,
  account,
  world,
  startMs,
}: Story): Promise<Followed> {
  const events: object[] = [...(account?.events ?? smallEvents)];
  const controller = new AbortController();
  const end = { afterS: endS, act: () => controller.abort(interrupted()) };
  const clock: EventfulClock = eventfulClock(() => [...happenings(events, clock), end], startMs);
  const outcome = await runAudit(
    `list --follow ${line}`,
    worldOf(createSmallAccount({ ...account, events }), { ...world, clock, signal: controller.signal }),
  );
  return { ...outcome, names: outcome.stdout.split('\n').slice(0, -1), slept: clock.slept };
}

function interrupted(): InterruptedError {
  return new InterruptedError('interrupted', 'Interrupted.');
}

function adds(events: object[], afterS: number, ...added: readonly object[]): Happening {
  return { afterS, act: () => void events.push(...added) };
}

test('changes in the embedded account come as they are made, each once, oldest first', async () => {
  const folder = await programFolder();
  await layDownSandbox(join(folder, 'data'));
  const business = openBusiness(join(folder, 'data', 'sandbox'));
  const controller = new AbortController();
  const tag = (afterS: number, name: string): Happening => ({
    afterS,
    act: () =>
      business.database.transaction(() => {
        const change = business.change(usualNowMs + afterS * 1_000);
        const [contact] = change.records.list('contact');
        if (contact === undefined) throw new Error('there is no contact');
        addTags(change, contact, [name]);
      }),
  });
  const clock = eventfulClock(() => [
    ...Array.from({ length: 20 }, (_, index) => tag(1 + index * 7, `tag ${index}`)),
    { afterS: 600, act: () => controller.abort(interrupted()) },
  ]);
  const { exitCode, stdout } = await runAudit('list --follow --sandbox --format ndjson --fields after', {
    folder,
    clock,
    signal: controller.signal,
  });
  expect(exitCode).toBe(130);
  const tags = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).after.tagsAdded[0]);
  expect(tags).toEqual(Array.from({ length: 20 }, (_, index) => `tag ${index}`));
});

test('without a beginning nothing comes but what is new, and Ctrl-C says how to go on', async () => {
  const { exitCode, names, stderr } = await followSmall({
    line: '--fields record --user devon --tz UTC',
    endS: 30,
    happenings: (events) => [adds(events, 7, eventAt(7)), adds(events, 12, eventAt(12), eventAt(11))],
  });
  expect(exitCode).toBe(130);
  expect(names).toEqual(['at 7 s', 'at 11 s', 'at 12 s']);
  expect(stderr).toBe(
    [
      'Following the log from 2026-11-22 00:04:00 UTC on, a look every 5 s. Ctrl-C ends it.',
      '3 events · 2026-11-22 00:04:00 → 2026-11-22 00:04:25 UTC · complete',
      'Go on from here (events may arrive late, so it shows 3 events of these again):',
      '  audit list --follow --fields record --since 2026-11-22T00:04:00.000Z --user devon --tz UTC',
      'audit: Interrupted.',
      '',
    ].join('\n'),
  );
});

test('what arrives late, behind what was shown, is shown when it arrives, and once', async () => {
  const { names } = await followSmall({
    endS: 900,
    happenings: (events) => [
      adds(events, 100, eventAt(100)),
      adds(events, 200, eventAt(20, 'three minutes late'), eventAt(100, 'its twin')),
      adds(events, 380, eventAt(100, 'late by 280 s')),
    ],
  });
  expect(names).toEqual(['at 100 s', 'three minutes late', 'its twin', 'late by 280 s']);
});

test('what a phone tells hours later is shown then, as long as it happened while the log was followed', async () => {
  const hourS = 3_600;
  const { names } = await followSmall({
    endS: 10 * hourS,
    line: '--fields record --interval 1m',
    happenings: (events) => [
      adds(events, 100, eventAt(100)),
      adds(events, 3 * hourS, eventAt(200, 'offline'), eventAt(-200, 'before anybody looked')),
      adds(events, 9 * hourS, eventAt(hourS, 'offline for longer')),
    ],
  });
  expect(names).toEqual(['at 100 s', 'offline', 'offline for longer']);
});

test('whoever goes on from the line that Ctrl-C left misses nothing, however late it comes', async () => {
  const first = await followSmall({
    endS: 400,
    happenings: (events) => [adds(events, 50, eventAt(50)), adds(events, 350, eventAt(350))],
  });
  const [, since = ''] = /--since (\S+)/.exec(first.stderr) ?? [];
  expect(Date.parse(since)).toBe(usualNowMs + 95_000);
  const second = await followSmall({
    line: `--fields record --since ${since}`,
    happenings: () => [],
    account: { events: [eventAt(50), eventAt(120, 'late'), eventAt(350)] },
    startMs: usualNowMs + 400_000,
  });
  expect(second.names).toEqual(['late', 'at 350 s']);
});

function withoutHeartbeats(stderr: string): readonly string[] {
  return stderr.split('\n').filter((line) => !/^(?:Following ·|Waiting for a new token)/.test(line));
}

const smallApi = 'api.acme.example';

test('a network that is gone for a quarter of an hour loses nothing, and is told in two lines', async () => {
  let isDown = false;
  const setDown = (now: boolean) => {
    isDown = now;
  };
  const { names, stderr } = await followSmall({
    endS: 3_000,
    account: {
      instead: () => {
        if (isDown) throw new NetworkFailure('reset', 'closed the connection');
        return undefined;
      },
    },
    happenings: (events) => [
      adds(events, 10, eventAt(10)),
      { afterS: 12, act: () => setDown(true) },
      adds(events, 60, eventAt(60)),
      adds(events, 700, eventAt(700), eventAt(690)),
      { afterS: 912, act: () => setDown(false) },
      adds(events, 1_500, eventAt(1_500)),
    ],
  });
  expect(names).toEqual(['at 10 s', 'at 60 s', 'at 690 s', 'at 700 s', 'at 1500 s']);
  expect(withoutHeartbeats(stderr).slice(1, 3)).toEqual([
    `${smallApi} could not be reached: closed the connection. Tried 20 times in 2 min. It is tried again; nothing is lost.`,
    'The account answers again; nothing was missed.',
  ]);
});

test('three days with the lid closed are caught up on', async () => {
  const dayS = 86_400;
  const { names } = await followSmall({
    endS: 4 * dayS,
    line: '--fields record --interval 1h',
    happenings: (events, clock) => [
      adds(events, 10, eventAt(10)),
      {
        afterS: 20,
        act: () => {
          events.push(...Array.from({ length: 300 }, (_, index) => eventAt(1_000 + index * 800)));
          clock.skip(3 * dayS * 1_000);
        },
      },
    ],
  });
  expect(names).toEqual([
    'at 10 s',
    ...Array.from({ length: 300 }, (_, index) => `at ${1_000 + index * 800} s`),
  ]);
});

/** Refuses every token but these. */
function refusing(good: ReadonlySet<string>): NonNullable<SmallAccountOptions['instead']> {
  return ({ headers }) =>
    good.has(headers['authorization'] ?? '') ? undefined : errorReply(401, 'The token has expired.');
}

test('an expired token of a profile is waited for, and nothing is lost meanwhile', async () => {
  const folder = await programFolder();
  const tokens = createTokenFiles(join(folder, 'config'), makePrivateFolder);
  const profiles = createProfileStore(join(folder, 'config'), makePrivateFolder);
  const apiUrl = `https://${smallApi}`;
  await profiles.save({ name: 'acme', apiUrl, locationId: smallLocationId, auth: 'bearer' });
  await tokens.set('acme', 'first');
  const good = new Set(['Bearer first']);
  const { exitCode, names, stderr } = await followSmall({
    line: '--fields record --profile acme',
    endS: 9_000,
    account: { instead: refusing(good) },
    world: { folder, env: { AUDIT_TOKEN: '' } },
    happenings: (events) => [
      adds(events, 10, eventAt(10)),
      { afterS: 3_600, act: () => good.clear() },
      adds(events, 3_700, eventAt(3_700)),
      { afterS: 7_200, act: () => void good.add('Bearer second') },
      { afterS: 7_200, act: async () => void (await tokens.set('acme', 'second')) },
      adds(events, 7_300, eventAt(7_300)),
    ],
  });
  expect(exitCode).toBe(130);
  expect(names).toEqual(['at 10 s', 'at 3700 s', 'at 7300 s']);
  expect(withoutHeartbeats(stderr).slice(1, 4)).toEqual([
    'The token has expired ("The token has expired"). Log in again in another terminal (audit login --profile acme), and it goes on from here; nothing is lost.',
    'The account answers again; nothing was missed.',
    expect.stringMatching(/^3 events · /),
  ]);
});

test('an expired token that nobody can renew ends it with the line to go on with', async () => {
  const good = new Set(['Bearer a-session-token']);
  const { exitCode, names, stderr } = await followSmall({
    endS: 9_000,
    account: { instead: refusing(good) },
    happenings: (events) => [
      adds(events, 10, eventAt(10)),
      { afterS: 3_601, act: () => good.clear() },
      adds(events, 3_602, eventAt(3_602)),
    ],
  });
  expect(exitCode).toBe(4);
  expect(names).toEqual(['at 10 s']);
  expect(stderr).toContain('  audit list --follow --fields record --since 2026-11-22T00:59:00.000Z\n');
});

test('a heartbeat comes every quarter of an hour where nobody watches, and says how far it has looked', async () => {
  const { stderr } = await followSmall({
    endS: 2_000,
    happenings: (events) => [adds(events, 1_000, eventAt(1_000))],
  });
  expect(stderr.split('\n').slice(1, 3)).toEqual([
    'Following · no events since 2026-11-21 18:04 · looked at 18:19:00 America/Chicago',
    'Following · 1 event since 2026-11-21 18:04 · looked at 18:34:00 America/Chicago',
  ]);
});

test('--quiet leaves nothing on stderr but the end', async () => {
  const { stderr } = await followSmall({
    line: '--fields record --quiet',
    endS: 2_000,
    happenings: () => [],
  });
  expect(stderr).toBe(
    [
      'no events · 2026-11-21 18:04:00 → 2026-11-21 18:37:15 America/Chicago · complete',
      'Go on from here:',
      '  audit list --follow --fields record --since 2026-11-22T00:32:15.000Z',
      'audit: Interrupted.',
      '',
    ].join('\n'),
  );
});

test('--limit shows so many of the newest first, and what fell among them later is new', async () => {
  const { names } = await followSmall({
    line: '--fields record --limit 2',
    happenings: (events) => [
      adds(events, 10, eventAt(10), eventAt(-20_000, 'long before')),
      adds(events, 20, { ...eventAt(-60, 'a minute late') }),
    ],
    account: { events: [...smallEvents, eventAt(-100)] },
  });
  expect(names).toEqual(['Roof repair', 'at -100 s', 'at 10 s', 'a minute late']);
});

test('--since shows everything from there on, and filters go on filtering', async () => {
  const { names } = await followSmall({
    line: '--fields record --since 2026-11-21 --type tag-added',
    happenings: (events) => [adds(events, 10, { ...eventAt(10), type: 'DELETED' }, eventAt(11))],
  });
  expect(names).toEqual(['Ada Example', 'at 11 s']);
});

test('a person gets rows of a table whose columns fit what the log holds, not only the first row', async () => {
  const { stdout } = await followSmall({
    line: '',
    happenings: (events) => [
      adds(events, 3, eventAt(3, 'Al')),
      adds(events, 62 * 60, eventAt(62 * 60, 'Bo')),
    ],
    endS: 4_000,
    account: { events: smallEvents.map((event) => ({ ...event, _id: event._id.slice(-6) })) },
    world: { terminal: { columns: 120 } },
  });
  expect(stdout).toBe(
    [
      'Time   User         Event type    Description                                                     Record        Event ID',
      '',
      '2026-11-21 Saturday',
      '18:04  Devon Price  Tag added     Added tag “vip” to contact “Al”                                 Al            event Al',
      '19:06  Devon Price  Tag added     Added tag “vip” to contact “Bo”                                 Bo            event Bo',
      '',
    ].join('\n'),
  );
});

test('a script gets a header once, at the beginning', async () => {
  const { stdout } = await followSmall({
    line: '--fields record,id --format csv',
    happenings: (events) => [adds(events, 3, eventAt(3)), adds(events, 33, eventAt(33))],
  });
  expect(stdout).toBe('Record,Event ID\r\nat 3 s,event at 3 s\r\nat 33 s,event at 33 s\r\n');
});

test('a reader that goes away ends it quietly', async () => {
  const { exitCode, stderr } = await followSmall({
    happenings: (events) => [adds(events, 3, eventAt(3)), adds(events, 33, eventAt(33))],
    endS: 1_000,
    world: { stdoutClosesAfter: 2 },
  });
  expect({ exitCode, said: stderr.split('\n').length }).toEqual({ exitCode: 0, said: 2 });
});

test.each([
  [
    '--format json',
    '{"error":{"code":"follow-json","exitCode":2,"message":"A JSON document has an end, and a log that is followed has none.","hint":"Take --format ndjson: one event a line."}}\n',
  ],
  [
    '--until yesterday',
    'audit: --follow and --until do not go together.\nNew events come last. --since says where to begin, --limit how many of the newest to show first.\n',
  ],
  [
    '--order desc',
    'audit: --follow and --order desc do not go together.\nNew events come last. --since says where to begin, --limit how many of the newest to show first.\n',
  ],
  [
    '--limit 10001',
    'audit: --follow shows at most 10000 earlier events first.\nFor more, say where to begin with --since.\n',
  ],
  [
    '--interval 0s',
    'audit: --interval is “0s”, which is no time between two looks.\nGive seconds, minutes or an hour: 5s, 2m, 1h.\n',
  ],
])('--follow %s is refused in words', async (flags, words) => {
  expect(await runAudit(`list --follow ${flags}`, worldOf(createSmallAccount()))).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: words,
  });
});

test('--interval without --follow is refused', async () => {
  expect(await runAudit('list --interval 5s', worldOf(createSmallAccount()))).toMatchObject({ exitCode: 2 });
});

test('it looks as often as it is told, and more rarely where a look takes many requests', async () => {
  const { slept } = await followSmall({
    line: '--fields record --interval 20s',
    happenings: () => [],
    endS: 59,
  });
  expect(slept).toEqual([20_000, 20_000, 20_000]);
});

test('whatever comes, late or on time, through whatever failures, is shown exactly once', async () => {
  const arrival = fc.record({
    afterS: fc.integer({ min: 1, max: 3_000 }),
    lateS: fc.integer({ min: 0, max: 2_000 }),
  });
  const outage = fc.record({
    afterS: fc.integer({ min: 1, max: 2_500 }),
    forS: fc.integer({ min: 1, max: 600 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(arrival, { maxLength: 120 }),
      fc.array(outage, { maxLength: 3 }),
      async (arrivals, outages) => {
        let failing = 0;
        const fail = (by: number) => () => {
          failing += by;
        };
        const { names } = await followSmall({
          endS: 5_000,
          account: {
            events: [],
            instead: () => (failing > 0 ? errorReply(502, 'Bad gateway') : undefined),
          },
          happenings: (events) => [
            ...arrivals.map(({ afterS, lateS }, index) =>
              adds(events, afterS, eventAt(Math.max(1, afterS - lateS), `${index}`)),
            ),
            ...outages.flatMap(({ afterS, forS }) => [
              { afterS, act: fail(1) },
              { afterS: afterS + forS, act: fail(-1) },
            ]),
          ],
        });
        expect([...names].sort()).toEqual(arrivals.map((_, index) => `${index}`).sort());
      },
    ),
    { numRuns: 12 },
  );
}, 60_000);

test('who is renamed or comes meanwhile is shown by name, and names are asked for rarely', async () => {
  const users: object[] = [{ id: 'u1', name: 'Maria Lopez' }];
  const by = (user: string, seconds: number) => ({
    ...eventAt(seconds, `${user} at ${seconds} s`),
    sourceId: user,
    sourceName: undefined,
  });
  const asksForUsers: number[] = [];
  let nowS = () => 0;
  const { names, exitCode } = await followSmall({
    line: '--fields user,record',
    endS: 1_500,
    account: {
      users,
      instead: ({ target }) => {
        if (target.startsWith('/users/search')) asksForUsers.push(nowS());
        return nowS() > 1_200 && target.startsWith('/users/') ? errorReply(403, 'no') : undefined;
      },
    },
    happenings: (events, clock) => {
      nowS = () => (clock.nowMs() - usualNowMs) / 1_000;
      const renamed = { afterS: 300, act: () => void users.splice(0, 1, { id: 'u1', name: 'Maria Ortiz' }) };
      return [
        { afterS: 95, act: () => void users.push({ id: 'u2', name: 'Devon Price' }) },
        adds(events, 100, by('u2', 100)),
        adds(events, 200, by('workflow-1', 200)),
        renamed,
        adds(events, 400, by('workflow-1', 400), by('u1', 400)),
        adds(events, 1_000, by('u1', 1_000)),
        adds(events, 1_300, by('u2', 1_300), by('u3', 1_300)),
      ];
    },
  });
  expect(exitCode).toBe(130);
  expect(names).toEqual([
    'Devon Price\tu2 at 100 s',
    'User workflow-1\tworkflow-1 at 200 s',
    'Maria Lopez\tu1 at 400 s',
    'User workflow-1\tworkflow-1 at 400 s',
    'Maria Ortiz\tu1 at 1000 s',
    'Devon Price\tu2 at 1300 s',
    'User u3\tu3 at 1300 s',
  ]);
  expect(asksForUsers).toEqual([0, 105, 205, 1_005, 1_305]);
});
