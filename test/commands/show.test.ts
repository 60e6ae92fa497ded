import { expect, test } from 'vitest';
import { runAudit, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, smallEvents } from '../support/small-account.js';

test('an event is shown in full, with its neighbours, for the beginning of its id', async () => {
  const { exitCode, stdout, stderr } = await runAudit('show 6b020a03', worldOf(createSmallAccount()));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(
    [
      'Changed status of opportunity “Roof repair” from “open” to “won”',
      '',
      'When        2026-11-21 15:15:47 America/Chicago',
      '            2026-11-21T21:15:47.238Z',
      'Who         Maria Lopez <maria@acme.example>',
      '            person · UserMaria00000000001',
      '            This is the user whose session acted. An administrator who used',
      '            “login as user” appears as that user; the log does not tell.',
      'By          Web',
      'Event type  Updated',
      'Module      Opportunities',
      'Record      Roof repair',
      '            OpportunityRoof00001',
      'Contact     ContactAda0000000001',
      'Event ID    6b020a030000000000000002',
      '',
      'Field   Before                               After',
      'Status  open                                 won',
      '',
      'After it, on the same record',
      '  2026-11-21 16:03:41  Deleted opportunity “Roof repair”',
      '  6b02153d0000000000000003',
      '',
    ].join('\n'),
  );
});

test('a script gets the event, its neighbours, and whether that is all', async () => {
  const { stdout } = await runAudit(
    'show 6b02153d0000000000000003 --format json',
    worldOf(createSmallAccount()),
  );
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    event: { id: '6b02153d0000000000000003', before: { name: 'Roof repair', status: 'won' }, after: null },
    neighbours: { previous: { id: '6b020a030000000000000002' }, next: null },
    sameStroke: [],
    complete: true,
  });
});

test('--raw gives the account’s own bytes', async () => {
  const { stdout } = await runAudit('show 6b02020b --raw', worldOf(createSmallAccount()));
  expect(stdout).toBe(`${JSON.stringify(smallEvents[0])}\n`);
});

test('what the same hand did within a minute stands beside it', async () => {
  const events = [
    ...smallEvents,
    {
      ...smallEvents[2],
      _id: '6b0215600000000000000004',
      createdAt: '2026-11-21T22:04:16.000Z',
      id: 'OpportunityWall00001',
      documentName: 'Wall',
    },
    {
      ...smallEvents[2],
      _id: '6b0215970000000000000005',
      createdAt: '2026-11-21T22:05:11.000Z',
      id: 'OpportunityDoor00001',
      documentName: 'Door',
    },
  ];
  const { stdout } = await runAudit('show 6b02153d --format json', worldOf(createSmallAccount({ events })));
  expect(JSON.parse(stdout).sameStroke.map(({ record }: { record: string }) => record)).toEqual(['Wall']);
});

test('an id that is nowhere is looked for to the log’s end, and that is said', async () => {
  expect(await runAudit('show 6b02ffff', worldOf(createSmallAccount()))).toMatchObject({
    exitCode: 5,
    stdout: '',
    stderr:
      'audit: No event’s id is or begins with “6b02ffff”.\n'.replace('’', "'") +
      'Looked through all that the log holds: 2026-09-22 19:04 → 2026-11-21 18:04 America/Chicago. What is older is gone for good.\n' +
      'Find ids with: audit list\n',
  });
});

test('an id that does not say when it was made is found all the same', async () => {
  const events = [{ ...smallEvents[0], _id: 'event-x', createdAt: '2026-10-01T12:00:00.000Z' }];
  const { exitCode, stdout } = await runAudit('show event-x --raw', worldOf(createSmallAccount({ events })));
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)._id).toBe('event-x');
});

test('a beginning that several ids share is refused with the candidates', async () => {
  const { exitCode, stderr } = await runAudit('show 6b02', worldOf(createSmallAccount()));
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    'audit: 3 events have an id that begins with “6b02”.\n' +
      'Give more of it:\n' +
      '  6b02153d0000000000000003  2026-11-21 16:03:41  DELETED OPPORTUNITY\n' +
      '  6b020a030000000000000002  2026-11-21 15:15:47  UPDATED OPPORTUNITY\n' +
      '  6b02020b0000000000000001  2026-11-21 14:41:47  TAG_ADDED CONTACT\n',
  );
});

test('a whole id is found although it begins another one', async () => {
  const events = [
    { ...smallEvents[0], _id: 'event-1' },
    { ...smallEvents[1], _id: 'event-12' },
  ];
  const { exitCode, stdout } = await runAudit('show event-1 --raw', worldOf(createSmallAccount({ events })));
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)._id).toBe('event-1');
});

test('three characters are too few', async () => {
  const { exitCode, stderr } = await runAudit('show 6b0', worldOf(createSmallAccount()));
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr:
      "audit: “6b0” is too short for an event's id.\nGive its first 4 characters at least; audit list shows them.\n",
  });
});

test('where what stood around it cannot be read, the event is shown and the rest is not pretended', async () => {
  const instead = ({ target }: { target: string }) =>
    target.includes('&id=') ? errorReply(400, 'id is not taken') : undefined;
  const { exitCode, stdout, stderr } = await runAudit(
    'show 6b020a03 --format json',
    worldOf(createSmallAccount({ instead })),
  );
  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ event: { id: '6b020a030000000000000002' }, complete: false });
  expect(stderr).toBe('INCOMPLETE: what stood around it could not all be read.\n');
});
