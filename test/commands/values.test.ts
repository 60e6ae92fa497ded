import { expect, test } from 'vitest';
import { resolveVocabulary } from '../../src/audit/vocabulary.js';
import { runAudit, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, jsonReply, smallEvents } from '../support/small-account.js';

const window = '2026-09-22 19:04 → 2026-11-21 18:04 America/Chicago';
const late = 'events since 2026-11-21 17:59 may still arrive';

test('what --type accepts is told without an account, and every word of it is accepted', async () => {
  const { exitCode, stdout, stderr } = await runAudit('values types');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const lines = stdout.split('\n').slice(0, -1);
  expect(lines).toContain('deleted\tDeleted\tdelete, removed, remove, deletion\tDELETED');
  for (const line of lines) {
    const [spelling = '', , also = '', wires = ''] = line.split('\t');
    for (const word of [spelling, ...also.split(', ')].filter((text) => text !== '')) {
      expect(resolveVocabulary('type', [word], []).toSorted()).toEqual(wires.split(', ').toSorted());
    }
  }
});

test('users have a name, a role, an id, and what to type', async () => {
  expect(await runAudit('values users --header', worldOf(createSmallAccount()))).toMatchObject({
    exitCode: 0,
    stdout:
      'Spelling\tName\tRole\tUser ID\n' +
      'devon@acme.example\tDevon Price\taccount user\tUserDevon00000000001\n' +
      'maria@acme.example\tMaria Lopez\taccount admin\tUserMaria00000000001\n',
    stderr: '',
  });
});

test('for a window they are counted, the busiest first, those that left too, workflows not', async () => {
  const events = [
    ...smallEvents,
    { ...smallEvents[0], _id: 'by-former', sourceId: 'UserTom000000000001', sourceName: 'Tom Becker' },
    { ...smallEvents[0], _id: 'by-workflow', source: 'WORKFLOW_NEW', sourceId: 'flow-1', sourceName: null },
  ];
  const world = worldOf(createSmallAccount({ events }));
  expect(await runAudit('values users --since 7d', world)).toMatchObject({
    exitCode: 0,
    stdout:
      'maria@acme.example\tMaria Lopez\taccount admin\tUserMaria00000000001\t2\n' +
      'devon@acme.example\tDevon Price\taccount user\tUserDevon00000000001\t1\n' +
      'raw:UserTom000000000001\tTom Becker\tnot listed\tUserTom000000000001\t1\n',
  });
});

test('counts obey the filters, and end with their coverage', async () => {
  const { exitCode, stdout, stderr } = await runAudit(
    'values types --user maria --format json',
    worldOf(createSmallAccount()),
  );
  const { schema, kind, values, coverage } = JSON.parse(stdout);
  expect({ exitCode, schema, kind }).toEqual({ exitCode: 0, schema: 1, kind: 'types' });
  expect(values.slice(0, 2)).toEqual([
    {
      spelling: 'updated',
      label: 'Updated',
      also: ['update', 'edited', 'edit', 'changed', 'change', 'modified'],
      wires: ['UPDATED'],
      events: 1,
    },
    {
      spelling: 'deleted',
      label: 'Deleted',
      also: ['delete', 'removed', 'remove', 'deletion'],
      wires: ['DELETED'],
      events: 1,
    },
  ]);
  expect(coverage).toMatchObject({ count: 2, complete: true, timeZone: 'America/Chicago' });
  expect(stderr).toBe(`2 events · ${window} · complete · ${late}\n`);
});

test('a value that only this account has is counted and can be typed', async () => {
  const events = [{ ...smallEvents[0], documentType: 'SPACE_SHIP' }];
  const world = worldOf(createSmallAccount({ events }));
  const { stdout } = await runAudit('values modules --since 7d', world);
  expect(stdout.split('\n')[0]).toBe('raw:SPACE_SHIP\tSpace ship\t\tSPACE_SHIP\t1');
  expect((await runAudit('list --module raw:SPACE_SHIP --fields id', world)).stdout).toBe(
    '6b02020b0000000000000001\n',
  );
});

test('custom objects are told by key and name', async () => {
  const objects = [
    { id: 'o1', standard: false, key: 'custom_objects.pet', labels: { singular: 'Pet', plural: 'Pets' } },
  ];
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/objects/') ? jsonReply(200, { objects }) : undefined;
  const shown = await runAudit('values objects', worldOf(createSmallAccount({ instead })));
  expect(shown.stderr + shown.stdout).toBe('pet\tPets\tcustom\tcustom_objects.pet\n');
});

test('a person gets columns, and on a narrow screen one value below the other', async () => {
  const at = async (columns: number) =>
    (await runAudit('values users', worldOf(createSmallAccount(), { terminal: { columns } }))).stdout;
  expect(await at(80)).toBe(
    'Spelling            Name         Role           User ID\n' +
      'devon@acme.example  Devon Price  account user   UserDevon00000000001\n' +
      'maria@acme.example  Maria Lopez  account admin  UserMaria00000000001\n',
  );
  expect(await at(30)).toBe(
    'devon@acme.example\n  Name: Devon Price\n  Role: account user\n  User ID:\n  UserDevon00000000001\n\n' +
      'maria@acme.example\n  Name: Maria Lopez\n  Role: account admin\n  User ID:\n  UserMaria00000000001\n',
  );
});

test('names cannot move the cursor of whoever reads them', async () => {
  const users = [{ id: 'u1', name: 'Eve\u001b[2J\nfake', email: 'eve@acme.example' }];
  for (const terminal of [undefined, { columns: 80 }]) {
    const world = worldOf(createSmallAccount({ users }), terminal === undefined ? {} : { terminal });
    const { stdout } = await runAudit('values users', world);
    expect(stdout).toContain('Eve\\x1b[2J\\nfake');
    expect(stdout).not.toContain('\u001b');
  }
});

test('users that the token may not read are an error with words, not an empty list', async () => {
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/users/') ? errorReply(401, 'The token is not authorized for this scope.') : undefined;
  const { exitCode, stdout, stderr } = await runAudit(
    'values users',
    worldOf(createSmallAccount({ instead })),
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
  expect(stderr).toContain('does not let this token read /users/');
});

test('a kind that is none is refused with those that there are', async () => {
  expect(await runAudit('values userz')).toMatchObject({
    exitCode: 2,
    stderr:
      'audit: There are no values called “userz”.\nThere are: users, types, modules, sources, objects\n',
  });
});

test('an account without custom objects says so', async () => {
  expect(await runAudit('values objects', worldOf(createSmallAccount()))).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: 'The account has no objects.\n',
  });
});
