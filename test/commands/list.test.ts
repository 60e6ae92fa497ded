import { expect, test } from 'vitest';
import { runAudit, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, smallEvents } from '../support/small-account.js';

const newestFirst = [
  '2026-11-21T22:03:41.729Z\tMaria Lopez\tDeleted\tDeleted opportunity “Roof repair”\tRoof repair\t6b02153d0000000000000003\n',
  '2026-11-21T21:15:47.238Z\tMaria Lopez\tUpdated\tChanged status of opportunity “Roof repair” from “open” to “won”\tRoof repair\t6b020a030000000000000002\n',
  '2026-11-21T20:41:47.800Z\tDevon Price\tTag added\tAdded tag “vip” to contact “Ada Example”\tAda Example\t6b02020b0000000000000001\n',
];
const wholeLog = '2026-09-22 19:04 → 2026-11-21 18:04 America/Chicago';
const late = 'events since 2026-11-21 17:59 may still arrive';

test('a script gets tab separated lines, newest first, and the coverage beside them', async () => {
  const outcome = await runAudit('list', worldOf(createSmallAccount()));
  expect(outcome).toMatchObject({
    exitCode: 0,
    stdout: newestFirst.join(''),
    stderr: `3 events · ${wholeLog} · complete · ${late}\n`,
  });
});

test('a person gets a table as wide as the screen, in the account’s zone', async () => {
  const { exitCode, stdout, stderr } = await runAudit(
    'list',
    worldOf(createSmallAccount(), { terminal: { columns: 80 } }),
  );
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    [
      'Time   User         Event type    Record        Event ID',
      '',
      '2026-11-21 Saturday',
      '16:03  Maria Lopez  Deleted       Roof repair   6b02153d0000000000000003',
      '       Deleted opportunity “Roof repair”',
      '15:15  Maria Lopez  Updated       Roof repair   6b020a030000000000000002',
      '       Changed status of opportunity “Roof repair” from “open” to “won”',
      '14:41  Devon Price  Tag added     Ada Example   6b02020b0000000000000001',
      '       Added tag “vip” to contact “Ada Example”',
      '',
    ].join('\n'),
  );
  expect(stderr).toBe(
    `\n3 events · ${wholeLog} · complete ·\nevents since 2026-11-21 17:59 may still arrive\n`,
  );
});

test('a limit is said to be one, and --all lifts it', async () => {
  const world = worldOf(createSmallAccount());
  const limited = await runAudit('list --limit 2', world);
  expect(limited).toMatchObject({
    exitCode: 0,
    stdout: newestFirst.slice(0, 2).join(''),
    stderr: `2 newest shown, more match (--all for the rest) · ${wholeLog} · ${late}\n`,
  });
  expect((await runAudit('list --all', world)).stdout).toBe(newestFirst.join(''));
});

test('fifty are shown unless told otherwise, and --quiet does not hide that there are more', async () => {
  const [event] = smallEvents;
  const events = Array.from({ length: 60 }, (_, index) => ({
    ...event,
    _id: `event-${String(index).padStart(2, '0')}`,
    createdAt: new Date(Date.parse('2026-11-20T12:00:00Z') + index * 1_000).toISOString(),
  }));
  const { exitCode, stdout, stderr } = await runAudit(
    'list --quiet',
    worldOf(createSmallAccount({ events })),
  );
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').length - 1).toBe(50);
  expect(stderr).toBe(`50 newest shown, more match (--all for the rest) · ${wholeLog} · ${late}\n`);
});

test('oldest first, chosen fields, with a header', async () => {
  const { stdout } = await runAudit(
    'list --order asc --fields id,recordType --header',
    worldOf(createSmallAccount()),
  );
  expect(stdout).toBe(
    'Event ID\tRecord type\n' +
      '6b02020b0000000000000001\tCONTACT\n' +
      '6b020a030000000000000002\tOPPORTUNITY\n' +
      '6b02153d0000000000000003\tOPPORTUNITY\n',
  );
});

test('--fields alone lists the fields, and asks nobody', async () => {
  const { exitCode, stdout } = await runAudit('list --fields');
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')).toEqual([
    ...[
      'timestamp',
      'user',
      'eventType',
      'description',
      'record',
      'module',
      'id',
      'userId',
      'userEmail',
      'actor',
    ],
    ...['source', 'recordId', 'recordType', 'changedFields', 'changes', 'before', 'after', 'raw', ''],
  ]);
});

test('json holds the events and the coverage', async () => {
  const { stdout } = await runAudit(
    'list --format json --fields id --limit 1',
    worldOf(createSmallAccount()),
  );
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    events: [{ id: '6b02153d0000000000000003' }],
    coverage: {
      since: '2026-09-23T00:04:00.000Z',
      until: '2026-11-22T00:04:00.000Z',
      timeZone: 'America/Chicago',
      count: 1,
      complete: true,
      reasons: [],
      limit: 1,
      moreMatch: true,
    },
  });
});

test.each([
  ['--user devon', [2]],
  ['--user maria@acme.example', [0, 1]],
  ['--not-user maria', [2]],
  ['--type deleted,TAG_ADDED', [0, 2]],
  ['--type deleted --type tag-added', [0, 2]],
  ['--module contacts', [2]],
  ['--not-module contacts', [0, 1]],
  ['--not-type Deleted', [1, 2]],
  ['--source web', [0, 1, 2]],
  ['--not-source web', []],
  ['--record roof', [0, 1]],
  ['--record OpportunityRoof00001', [0, 1]],
  ['--search WON', [0, 1]],
  ['--user maria --type updated', [1]],
  ['--since 2026-11-21T15:00', [0, 1]],
  ['--until 2026-11-21T15:00', [2]],
  ['--since 3h --until 150m', [1]],
  ['--type raw:DELETED', [0]],
])('list %s finds what it says', async (flags, expected) => {
  const { exitCode, stdout } = await runAudit(`list ${flags}`, worldOf(createSmallAccount()));
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: expected.map((index) => newestFirst[index]).join(''),
  });
});

test('nothing found is said, and is no failure', async () => {
  expect(await runAudit('list --type restored', worldOf(createSmallAccount()))).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: `no events match (type) · ${wholeLog} · complete · ${late}\n`,
  });
});

test.each([
  ['--user mria', 'No user is called "mria".'],
  ['--user e', '"e" could be 2 users.'],
  ['--type delted', 'No event type is called "delted".'],
  ['--module contcts', 'No module is called "contcts".'],
  ['--source wep', 'No source is called "wep".'],
  ['--since 31/12/2026', '--since "31/12/2026" is not a time'],
  ['--since 1d --until 2d', 'is not before --until'],
  ['--fields idd', 'There is no field "idd".'],
  ['--format xml', 'There is no format "xml" here.'],
  ['--tz Chicago', 'There is no time zone "Chicago".'],
])('list %s is refused with exit 2 and words', async (flags, message) => {
  const { exitCode, stdout, stderr } = await runAudit(`list ${flags}`, worldOf(createSmallAccount()));
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(message);
});

test('a range that begins before the floor names what is lost, and is not called complete', async () => {
  expect(await runAudit('list --since 90d', worldOf(createSmallAccount()))).toMatchObject({
    exitCode: 3,
    stdout: newestFirst.join(''),
    stderr:
      "Warning: 2026-08-23 18:04 → 2026-09-22 19:04 (30 days) lies before the log's floor; the account keeps no more.\n" +
      '3 events · 2026-08-23 18:04 → 2026-11-21 18:04 America/Chicago · ' +
      'INCOMPLETE: 2026-08-23 18:04 → 2026-09-22 19:04 (30 days) is no longer kept\n',
  });
});

test('who asks for exactly as long as the account keeps is not told of a minute that fell out meanwhile', async () => {
  const { exitCode, stderr } = await runAudit('list --since 1440h', worldOf(createSmallAccount()));
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: `3 events · ${wholeLog} · complete · ${late}\n`,
  });
});

test('a range that ends in the future is read up to now, and says so', async () => {
  const { exitCode, stderr } = await runAudit('list --until 2027-01-01', worldOf(createSmallAccount()));
  expect(exitCode).toBe(0);
  expect(stderr).toBe(
    `--until 2027-01-01 00:00 lies in the future: read up to now.\n3 events · ${wholeLog} · complete · ${late}\n`,
  );
});

test.each([
  [401, 'Invalid token: access token is invalid', 4, 'api.acme.example does not accept the token'],
  [401, 'The token is not authorized for this scope.', 4, 'does not let this token read /'],
  [
    403,
    'The token does not have access to this location.',
    4,
    'has no access to location SmallLocation0000001',
  ],
  [500, 'Internal server error', 6, 'api.acme.example kept failing: 500'],
])(
  'an account that answers %d “%s” ends with exit %d and nothing on stdout',
  async (status, words, code, message) => {
    const instead = () => errorReply(status, words);
    const { exitCode, stdout, stderr } = await runAudit(
      'list --format json',
      worldOf(createSmallAccount({ instead })),
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    const { error } = JSON.parse(stderr.split('\n').at(-2) ?? '');
    expect(error.exitCode).toBe(code);
    expect(error.message).toContain(message);
  },
);

test('a wait is told in words', async () => {
  let refused = false;
  const instead = ({ target }: { target: string }) => {
    if (refused || !target.startsWith('/audit/search')) return undefined;
    refused = true;
    return errorReply(429, 'Too Many Requests', { 'retry-after': '30' });
  };
  const { exitCode, stdout, stderr } = await runAudit('list', worldOf(createSmallAccount({ instead })));
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: newestFirst.join('') });
  expect(stderr).toMatch(/^Waiting \d+ s: .+\.\n/);
});

test('names that the token may not read are missing, and that is said', async () => {
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/users/') ? errorReply(401, 'The token is not authorized for this scope.') : undefined;
  const world = worldOf(createSmallAccount({ instead }));
  const shown = await runAudit('list', world);
  expect(shown).toMatchObject({ exitCode: 0, stdout: newestFirst.join('') });
  expect(shown.stderr).toMatch(/^The account's users could not be read, so ids stand for some names: /);
  expect((await runAudit('list --user maria', world)).exitCode).toBe(4);
});

test('what the token may not read for one reason is said in one sentence', async () => {
  const instead = ({ target }: { target: string }) =>
    /^\/(?:users|calendars|objects)\//.test(target)
      ? errorReply(403, 'The token does not have access to this location.')
      : undefined;
  const { stderr } = await runAudit('list --quiet', worldOf(createSmallAccount({ instead })));
  expect(stderr).not.toContain('could not be read');
  const said = await runAudit('list', worldOf(createSmallAccount({ instead })));
  expect(said.stderr).toMatch(
    /^The account's users, calendars and custom objects could not be read, so ids stand for some names: The token has no access to location \S+ at \S+\n[^\n]*complete/,
  );
});

test('an unknown vocabulary and a record without a name are shown as they are', async () => {
  const events = [
    {
      _id: 'x1',
      createdAt: '2026-11-21T20:00:00.000Z',
      documentType: 'SPACE_SHIP',
      type: 'LAUNCHED',
      id: 'ship-7',
    },
  ];
  const { exitCode, stdout } = await runAudit(
    'list --fields eventType,module,record,user',
    worldOf(createSmallAccount({ events })),
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'Launched\tSpace ship\tship-7\tUnknown\n' });
});

test('text from the log cannot move the cursor of whoever reads it', async () => {
  const events = [{ ...smallEvents[0], documentName: 'Ada\u001b[2J\u202eExample\nfake row' }];
  const account = createSmallAccount({ events });
  for (const terminal of [undefined, { columns: 80 }]) {
    const { stdout } = await runAudit('list', worldOf(account, terminal === undefined ? {} : { terminal }));
    expect(stdout).toContain('Ada\\x1b[2J');
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
  }
});
