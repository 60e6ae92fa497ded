import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeArchive } from '../support/made-archive.js';
import { programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, jsonReply } from '../support/small-account.js';
import { usualNowMs } from '../support/virtual-clock.js';

/** State, what, and the rest of the line, by what was looked at. */
function findings(stdout: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const [state, what = '', ...rest] = line.split('\t');
        return [what, [state, ...rest.filter((text) => text !== '')].join(': ')];
      }),
  );
}

async function doctor(world: World, flags = '') {
  const { exitCode, stdout, stderr } = await runAudit(`doctor ${flags}`, world);
  return { exitCode, stderr, found: findings(stdout) };
}

test('an account that works is looked at from Node to the restore route', async () => {
  const folder = await programFolder();
  expect(await doctor(worldOf(createSmallAccount(), { folder }))).toEqual({
    exitCode: 0,
    stderr: '',
    found: {
      Program: 'ok: audit 1.2.3, Node 20.20.0',
      'Settings folder': `ok: ${join(folder, 'config')} (made when it is needed)`,
      'Data folder': `ok: ${join(folder, 'data')} (made when it is needed)`,
      Variables: 'note: AUDIT_TOKEN, AUDIT_LOCATION, AUDIT_API_URL are set and go before the profile',
      Profiles: 'note: none: Connect your account: audit login',
      Token: 'ok: from AUDIT_TOKEN, sent as bearer',
      Log: 'ok: api.acme.example lets you read it',
      Account: 'ok: Acme Roofing (SmallLocation0000001), times in America/Chicago (the account)',
      Clock: 'ok: agrees with the account’s',
      Rights: 'ok: the token does not say whose it is; viewing is proven',
      Names: 'ok: 2 users, no pipelines, no calendars, no objects',
      Capabilities: 'ok: filters run here; pages of 100, 60 days kept',
      Restore:
        'note: assisted: the account announces no route, so the steps on its screen are told, watched and verified: ' +
        "If you know its route: audit login --restore-route 'POST /path/{eventId}'",
    },
  });
});

test('who is not logged in is told how to begin', async () => {
  const { exitCode, found } = await doctor({});
  expect(exitCode).toBe(4);
  expect(found['Connection']).toMatch(/^FAILS: You are not logged in\.: Connect your account: audit login/);
});

test('a token that is refused fails in the log, and what else can be told is', async () => {
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/audit/') ? errorReply(401, 'Invalid token') : undefined;
  const { exitCode, found } = await doctor(worldOf(createSmallAccount({ instead })));
  expect(exitCode).toBe(4);
  expect(found['Log']).toMatch(
    /^FAILS: api\.acme\.example does not accept the token.+: Log in again: audit login/,
  );
  expect(found['Names']).toBe('ok: 2 users, no pipelines, no calendars, no objects');
});

test('an account that nobody reaches ends the looking, and soon', async () => {
  const { exitCode, found } = await doctor({
    env: { AUDIT_API_URL: 'https://nowhere.example', AUDIT_TOKEN: 'x', AUDIT_LOCATION: 'y' },
  });
  expect(exitCode).toBe(6);
  expect(Object.keys(found).at(-1)).toBe('Log');
  expect(found['Log']).toMatch(/^FAILS: nowhere\.example could not be reached/);
});

test('a private integration token is explained', async () => {
  const { found } = await doctor(
    worldOf(createSmallAccount(), { env: { AUDIT_TOKEN: 'pit-0123456789abcdef' } }),
  );
  expect(found['Token']).toBe(
    'note: from AUDIT_TOKEN, sent as bearer: a private integration token, good for names and refused by the log: ' +
      'The log wants the session token of an administrator: audit login',
  );
});

test('a token that says that it has expired is believed', async () => {
  const claims = Buffer.from(JSON.stringify({ exp: usualNowMs / 1000 - 60 })).toString('base64url');
  const world = worldOf(createSmallAccount(), { env: { AUDIT_TOKEN: `e30.${claims}.c2ln` } });
  const { exitCode, found } = await doctor(world);
  expect(exitCode).toBe(4);
  expect(found['Token']).toBe(
    'FAILS: from AUDIT_TOKEN, sent as bearer, expired 2026-11-22 13:48 Pacific/Chatham: ' +
      'Get a new one: audit login (or set AUDIT_TOKEN)',
  );
});

test('a clock that is an hour off is noticed by the account’s answers', async () => {
  const date = new Date(usualNowMs + 3_600_000).toUTCString();
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/audit/search')
      ? jsonReply(200, { logs: [], pagination: { hasMore: false } }, { date })
      : undefined;
  const { exitCode, found } = await doctor(worldOf(createSmallAccount({ instead })));
  expect(exitCode).toBe(0);
  expect(found['Clock']).toMatch(
    /^note: this machine is \d+ minutes behind the account; times go by the account’s clock: Set this machine’s clock\.$/,
  );
});

test('a user who is no administrator is told what that means', async () => {
  const claims = Buffer.from(JSON.stringify({ sub: 'UserDevon00000000001' })).toString('base64url');
  const world = worldOf(createSmallAccount(), { env: { AUDIT_TOKEN: `e30.${claims}.c2ln` } });
  expect((await doctor(world)).found['Rights']).toBe(
    'note: Devon Price, account user: only administrators restore: To restore, log in as an administrator: audit login',
  );
});

test('a folder that is none is found before anything is written there', async () => {
  const folder = await programFolder();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'data'), 'a file');
  const { exitCode, found } = await doctor(worldOf(createSmallAccount(), { folder }));
  expect(exitCode).toBe(4);
  expect(found['Data folder']).toBe(
    `FAILS: ${join(folder, 'data')} cannot be used: ${join(folder, 'data')} (it is no folder): ` +
      'Name a folder that can be written: AUDIT_DATA_DIR=…',
  );
});

test('the embedded account works from the first moment', async () => {
  const { exitCode, found } = await doctor({}, '--sandbox');
  expect(exitCode).toBe(0);
  expect(found['Restore']).toBe('ok: by the account’s own route');
});

test('a person sees marks that line up, and what to do below', async () => {
  const { stdout } = await runAudit('doctor', worldOf(createSmallAccount(), { terminal: { columns: 60 } }));
  const lines = stdout.split('\n');
  expect(lines.filter((line) => line.length > 60 && !line.includes('/'))).toEqual([]);
  expect(stdout).toContain(
    'note   Profiles         none\n                        → Connect your account: audit login\n',
  );
});

test('a person at a narrow screen sees what was found below what it is about', async () => {
  const { stdout } = await runAudit('doctor', worldOf(createSmallAccount(), { terminal: { columns: 24 } }));
  expect(stdout.split('\n').filter((line) => line.length > 24)).toEqual([]);
  expect(stdout).toContain('note  Profiles\n  none\n  → Connect your\n  account: audit login\n');
});

test('an archive’s time is in the zone of its account', async () => {
  const { folder, archiveFolder } = await makeArchive(await programFolder(), [
    {
      since: '2026-10-01T00:00:00.000Z',
      until: '2026-11-22T00:00:00.000Z',
      names: { location: { id: 'SmallLocation0000001', name: 'Acme', timeZone: 'America/Chicago' } },
    },
  ]);
  const world = worldOf(createSmallAccount(), { folder, env: { AUDIT_ARCHIVE_FOLDER: archiveFolder } });
  const { stdout } = await runAudit('doctor', world);
  expect(stdout).toContain('Archive\tno events, up to 2026-11-21 18:00 America/Chicago');
});

test('json is for a ticket, and holds no secret', async () => {
  const world = worldOf(createSmallAccount(), { env: { AUDIT_TOKEN: 'a-very-secret-token' } });
  const { stdout } = await runAudit('doctor --format json', world);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 1, ok: true });
  expect(JSON.parse(stdout).checks[0]).toEqual({
    what: 'Program',
    state: 'works',
    text: 'audit 1.2.3, Node 20.20.0',
    next: null,
  });
  expect(stdout).not.toContain('a-very-secret-token');
});

test('what it asked of the account is noted in the journal', async () => {
  const folder = await programFolder();
  await runAudit('doctor', worldOf(createSmallAccount(), { folder }));
  const { stdout } = await runAudit('journal --format json', { folder });
  expect(JSON.parse(stdout).entries).toMatchObject([
    { command: ['doctor'], account: { location: 'SmallLocation0000001' }, rows: null, exitCode: 0 },
  ]);
});
