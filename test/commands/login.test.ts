import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Ask } from '../../src/sandbox/exchange.js';
import { programFolder, runAudit, type World } from '../support/program.js';
import { openRemoteAccount } from '../support/sandbox.js';
import { createSmallAccount, errorReply, jsonReply, smallLocationId } from '../support/small-account.js';

const acme = 'https://acme.example';
const there = `--api-url ${acme} --location ${smallLocationId}`;

/** A JWT's form; nobody checks its signature, and neither do we. */
function tokenOf(claims: object): string {
  return ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'c2ln'].join('.');
}

const mariasToken = tokenOf({
  user_id: 'UserMaria00000000001',
  exp: Date.parse('2026-11-22T00:46:00Z') / 1000,
});

function world(instead?: (ask: Ask) => ReturnType<typeof errorReply> | undefined): World {
  const account = createSmallAccount(instead === undefined ? {} : { instead });
  return { hosts: { [acme]: account.answer }, terminal: { columns: 200 } };
}

test('a person is asked for the token, told what it is good for, and logged in', async () => {
  const folder = await programFolder();
  const { exitCode, stdout, stderr, questions } = await runAudit(`login --api-url ${acme}`, {
    ...world(),
    folder,
    answers: [` ${mariasToken} \n`, ` ${smallLocationId} `],
  });
  expect({ exitCode, stdout, questions }).toEqual({
    exitCode: 0,
    stdout: '',
    questions: ['Token (it is not shown):', 'Account (location) id, as in the address of its settings page:'],
  });
  const path = join(folder, 'config', 'tokens', 'default.token');
  expect(stderr).toBe(
    [
      '',
      'Account  Acme Roofing (SmallLocation0000001)',
      'User     Maria Lopez <maria@acme.example>, account admin',
      'Rights   view the log',
      'Expires  2026-11-21 18:46 America/Chicago (in 42 minutes)',
      'Log      back to 2026-09-22 19:04 America/Chicago (60 days, announced by the account)',
      'Header   bearer',
      '',
      `Logged in. Token kept in the file ${path} (mode 0600, folder 0700).`,
      'Profile “default” is in use from now on.',
      '',
    ].join('\n'),
  );
  expect(await readFile(path, 'utf8')).toBe(`${mariasToken}\n`);
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  const after = await runAudit('list --fields id --limit 1', { ...world(), folder });
  expect(after).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('6b02153d0000000000000003') });
});

test('a script hands the token over on standard input', async () => {
  const folder = await programFolder();
  const account = await openRemoteAccount();
  const outcome = await runAudit(
    `login --with-token --profile acme --api-url ${acme} --location ${account.locationId}`,
    {
      folder,
      hosts: { [acme]: account.answer },
      stdin: `${account.tokens.adminToken}\n`,
    },
  );
  expect(outcome.exitCode).toBe(0);
  const listed = await runAudit('list --limit 1 --profile acme', {
    folder,
    hosts: { [acme]: account.answer },
  });
  expect(listed.exitCode).toBe(0);
});

test('the other header is tried where the first is refused, and kept', async () => {
  const folder = await programFolder();
  const onlyTokenId = ({ headers, target }: Ask) =>
    target.startsWith('/audit/search') && headers['token-id'] === undefined
      ? errorReply(401, 'Invalid token: access token is invalid')
      : undefined;
  const { exitCode, stderr } = await runAudit(`login --with-token ${there}`, {
    ...world(onlyTokenId),
    folder,
    stdin: mariasToken,
  });
  expect(exitCode).toBe(0);
  expect(stderr).toContain('Header   token-id\n');
  const stored = JSON.parse(await readFile(join(folder, 'config', 'config.json'), 'utf8'));
  expect(stored.profiles.default.auth).toBe('token-id');
});

test.each([
  ['Invalid token: access token is invalid', 4, 'acme.example does not accept the token'],
  ['The token does not have access to this location.', 4, 'has no access to location'],
])('a token that is refused (%s) is not kept', async (words, code, message) => {
  const folder = await programFolder();
  const { exitCode, stderr } = await runAudit(`login --with-token ${there}`, {
    ...world(() => errorReply(401, words)),
    folder,
    stdin: mariasToken,
  });
  expect(exitCode).toBe(code);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain(mariasToken);
  expect(await readdir(folder)).toEqual([]);
});

test('a private integration token is recognised and explained', async () => {
  const account = await openRemoteAccount();
  const { exitCode, stderr } = await runAudit(
    `login --with-token --api-url ${acme} --location ${account.locationId}`,
    {
      hosts: { [acme]: account.answer },
      stdin: account.tokens.integrationToken,
    },
  );
  expect(exitCode).toBe(4);
  expect(stderr).toContain(
    'A private integration token (pit-…) is good for names, pipelines and calendars, but the log refuses it.',
  );
  expect(stderr).not.toContain(account.tokens.integrationToken);
});

test('somebody who is no administrator is told so', async () => {
  const account = await openRemoteAccount();
  const { exitCode } = await runAudit(
    `login --with-token --api-url ${acme} --location ${account.locationId}`,
    {
      hosts: { [acme]: account.answer },
      stdin: account.tokens.userToken,
    },
  );
  expect(exitCode).toBe(4);
});

test('logging in again renews the profile in use and keeps what was said of it', async () => {
  const folder = await programFolder();
  const first = `login --with-token --profile acme --read-only --restore-route`.split(' ');
  await runAudit([...first, 'POST /restore/{eventId}', ...there.split(' ')], {
    ...world(),
    folder,
    stdin: mariasToken,
  });
  const again = await runAudit('login --with-token', {
    ...world(),
    folder,
    stdin: tokenOf({ exp: 1_800_000_000 }),
  });
  expect(again.exitCode).toBe(0);
  const stored = JSON.parse(await readFile(join(folder, 'config', 'config.json'), 'utf8'));
  expect(stored).toEqual({
    current: 'acme',
    profiles: {
      acme: {
        name: 'acme',
        apiUrl: acme,
        locationId: smallLocationId,
        auth: 'bearer',
        readOnly: true,
        restoreRoute: 'POST /restore/{eventId}',
        accountName: 'Acme Roofing',
      },
    },
  });
  expect(await readFile(join(folder, 'config', 'tokens', 'acme.token'), 'utf8')).toBe(
    `${tokenOf({ exp: 1_800_000_000 })}\n`,
  );
});

test('another account does not take a profile’s place by accident', async () => {
  const folder = await programFolder();
  await runAudit(`login --with-token --profile acme ${there}`, { ...world(), folder, stdin: mariasToken });
  expect(
    await runAudit('login --with-token --location Other', { ...world(), folder, stdin: mariasToken }),
  ).toMatchObject({
    exitCode: 2,
    stderr:
      'audit: Profile “acme” is for location SmallLocation0000001, not for Other.\n' +
      'Give the new one a name: audit login --profile <name> …\n',
  });
});

test.each([
  ['login', {}, 'There is no terminal at which a token could be typed.'],
  ['login --with-token', { stdin: 't' }, 'Nobody has said which account (location) to log in to.'],
  [
    'login --with-token',
    { stdin: tokenOf({ locations: ['A1', 'B2'] }) },
    'Say which: --location <id>\nThere is: A1, B2\n',
  ],
  ['login --with-token --token-command x', { stdin: 't' }, 'cannot be used with'],
  [`login ${there}`, {}, 'There is no terminal at which a token could be typed.'],
  [`login --with-token ${there}`, { stdin: ' \n' }, 'The token is empty.'],
  ['login --sandbox', {}, 'The embedded account needs no login.'],
  ['login --auth basic', {}, "Option '--auth <style>' argument 'basic' is invalid."],
  ['login --restore-route /x', {}, '--restore-route “/x” is no route.'],
  [
    'login --with-token --api-url http://acme.example --location L',
    { stdin: 't' },
    'unencrypted to acme.example',
  ],
] as const)('%s without a terminal is refused with what to type', async (line, given: World, message) => {
  const folder = await programFolder();
  const { exitCode, stderr } = await runAudit(line, { ...given, folder });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
  expect(await readdir(folder)).toEqual([]);
});

test('a variable that goes before what was stored is named', async () => {
  const { stderr } = await runAudit(`login --with-token ${there}`, {
    ...world(),
    stdin: mariasToken,
    env: { AUDIT_TOKEN: 'another' },
  });
  expect(stderr).toContain('AUDIT_TOKEN is set in your shell and goes before it.\n');
});

test('logout proves that the token is gone and keeps the settings', async () => {
  const folder = await programFolder();
  await runAudit(`login --with-token ${there}`, { ...world(), folder, stdin: mariasToken });
  expect(await runAudit('logout', { folder })).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: 'The token of profile “default” is gone; its settings stay.\n',
  });
  expect(await readdir(join(folder, 'config', 'tokens'))).toEqual([]);
  expect(await runAudit('list', { folder })).toMatchObject({
    exitCode: 4,
    stderr: 'audit: Profile “default” has no token any more.\nLog in again: audit login --profile default\n',
  });
});

test('logout with nobody logged in says so', async () => {
  expect((await runAudit('logout')).exitCode).toBe(4);
  expect((await runAudit('logout --sandbox')).exitCode).toBe(2);
});

test('a stored token does not follow --api-url to another host', async () => {
  const folder = await programFolder();
  await runAudit(`login --with-token ${there}`, { ...world(), folder, stdin: mariasToken });
  const { exitCode, stderr } = await runAudit('list --api-url https://evil.example', { ...world(), folder });
  expect(exitCode).toBe(4);
  expect(stderr).toContain(
    'The token of profile “default” is for acme.example; it is not sent to evil.example.',
  );
});

const twoLocations = tokenOf({ locations: [smallLocationId, 'SecondLocation', 'NotMine'] });

/** The small account, and another of that token; a third one refuses it. */
function severalLocations({ target }: Ask) {
  const [, id] = /^\/locations\/(\w+)/.exec(target) ?? [];
  if (id === 'SecondLocation') {
    return jsonReply(200, { location: { id, name: 'Zenith\u001b[2J Solar', timezone: 'UTC' } });
  }
  return id === 'NotMine' ? errorReply(403, 'The token does not have access to this location.') : undefined;
}

test('where the token names several accounts, they are offered by name', async () => {
  const folder = await programFolder();
  const { exitCode, stderr, questions } = await runAudit(`login --api-url ${acme}`, {
    ...world(severalLocations),
    folder,
    answers: [twoLocations, 'Zenith\\x1b[2J Solar (SecondLocation)'],
  });
  expect({ exitCode, questions }).toEqual({
    exitCode: 0,
    questions: ['Token (it is not shown):', 'Account (location):'],
  });
  expect(stderr).toContain('Account  Zenith\\x1b[2J Solar (SecondLocation)\n');
  const stored = JSON.parse(await readFile(join(folder, 'config', 'config.json'), 'utf8'));
  expect(stored.profiles.default.locationId).toBe('SecondLocation');
});

/** An account of a company that tells which of them a token reaches, page after page. */
function company(count: number) {
  const all = Array.from({ length: count }, (_, index) => ({
    id: index === 0 ? smallLocationId : `Location${index}`,
    name: `Office\u202e ${index}`,
  }));
  return ({ target }: Ask) => {
    const { pathname, searchParams } = new URL(target, acme);
    if (pathname !== '/locations/search') return undefined;
    const skip = Number(searchParams.get('skip'));
    return jsonReply(200, { locations: all.slice(skip, skip + Number(searchParams.get('limit'))) });
  };
}

test('where the account tells which ones a token reaches, they are offered by name, whatever the token claims', async () => {
  for (const token of ['a-token-without-claims', twoLocations]) {
    const { exitCode, stderr, drawn } = await runAudit(`login --api-url ${acme}`, {
      ...world(company(2)),
      answers: [token, `Office\\u202e 0 (${smallLocationId})`],
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`Account  Acme Roofing (${smallLocationId})\n`);
    expect(drawn).toContain('Office\\u202e 1 (Location1)');
  }
});

test('a long list is narrowed down by typing', async () => {
  const { exitCode, questions } = await runAudit(`login --api-url ${acme}`, {
    ...world(company(230)),
    answers: ['a-token-without-claims', 'Office\\u202e 0 '],
  });
  expect({ exitCode, questions }).toEqual({
    exitCode: 0,
    questions: ['Token (it is not shown):', 'Account (location); typing narrows the list:'],
  });
});

test('a script is told which there are, and needs no word where there is one', async () => {
  const script = (count: number): World => {
    const { terminal: _, ...rest } = world(company(count));
    return { ...rest, stdin: 'a-token-without-claims' };
  };
  const line = `login --with-token --api-url ${acme}`;
  expect(await runAudit(line, script(2))).toMatchObject({
    exitCode: 2,
    stderr: `audit: The token reaches 2 accounts (locations).\nSay which: --location <id>\nThere is: Office\\u202e 0 (${smallLocationId}), Office\\u202e 1 (Location1)\n`,
  });
  expect((await runAudit(line, script(1))).exitCode).toBe(0);
});

test.each<readonly [string, (ask: Ask) => ReturnType<typeof jsonReply>]>([
  ['refused (401)', () => errorReply(401, 'The token is not authorized for this scope.')],
  ['refused (403)', () => errorReply(403, 'Forbidden')],
  ['unknown (404)', () => errorReply(404, 'Cannot GET /locations/search')],
  ['taken for nonsense (422)', () => jsonReply(422, { statusCode: 422, message: ['property limit'] })],
  ['failing for ever', () => errorReply(500, 'Internal')],
  ['a web page', () => ({ status: 200, headers: {}, body: '<html>' })],
  ['of another shape', () => jsonReply(200, { locations: 'none' })],
  ['empty', () => jsonReply(200, { locations: [] })],
  ['full of ids that are none', () => jsonReply(200, { locations: [{ id: '../users', name: 'x' }] })],
])('where that route is %s, login goes on without it', async (_how, answer) => {
  const { exitCode, questions } = await runAudit(`login --api-url ${acme}`, {
    ...world((ask) => (ask.target.startsWith('/locations/search') ? answer(ask) : undefined)),
    answers: ['a-token-without-claims', smallLocationId],
  });
  expect({ exitCode, asked: questions[1] }).toEqual({
    exitCode: 0,
    asked: 'Account (location) id, as in the address of its settings page:',
  });
});

test('an agency’s token is offered the accounts of the company', async () => {
  const account = await openRemoteAccount();
  const { drawn, exitCode } = await runAudit(`login --api-url ${acme}`, {
    terminal: { columns: 200 },
    hosts: { [acme]: account.answer },
    answers: [account.tokens.agencyToken, `Lakeshore Dental Studio (${account.locationId})`],
  });
  expect(exitCode).toBe(0);
  expect(drawn.filter((line) => line.endsWith(')')).length).toBe(2);
});

test('the one account that a token names, or may see, needs no question', async () => {
  for (const locations of [
    smallLocationId,
    [{ id: smallLocationId }],
    { [smallLocationId]: true, NotMine: true },
  ]) {
    const { exitCode, stderr } = await runAudit(`login --api-url ${acme}`, {
      ...world(severalLocations),
      answers: [tokenOf({ locations })],
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`Account  Acme Roofing (${smallLocationId})\n`);
  }
});

test('a token from a vault is asked for each time and kept nowhere', async () => {
  const folder = await programFolder();
  const asked: string[] = [];
  const tokenFromCommand = async (command: string) => {
    asked.push(command);
    return mariasToken;
  };
  const vault = { ...world(), folder, tokenFromCommand };
  const login = await runAudit(['login', '--token-command', 'vault read audit', ...there.split(' ')], vault);
  expect(login).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('Logged in. No token is kept: its command is asked each time.\n'),
  });
  expect((await runAudit('list --limit 1', vault)).exitCode).toBe(0);
  expect((await runAudit('status', vault)).stdout).toContain(
    'Token     sent as bearer, from its token command (profile default)\n',
  );
  expect((await runAudit('login', vault)).exitCode).toBe(0);
  expect(asked).toEqual(Array(4).fill('vault read audit'));
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const file of files.filter((found) => found.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), 'utf8');
    expect(text).not.toContain(mariasToken);
    if (file.name !== 'config.json') expect(text).not.toContain('vault read');
  }
  expect((await runAudit('profile list --format json', vault)).stdout).not.toContain('vault');
  expect((await runAudit('logout', vault)).stderr).toBe(
    'Profile “default” had no token.\n' +
      'Its token command still gives one to whoever may run it. To forget the profile: audit profile remove default\n',
  );
});

test('a token that is handed over takes the token command’s place', async () => {
  const folder = await programFolder();
  const vault = { ...world(), folder, tokenFromCommand: async () => mariasToken };
  await runAudit(['login', '--token-command', 'vault read audit', ...there.split(' ')], vault);
  await runAudit('login --with-token', { ...vault, stdin: mariasToken });
  const stored = JSON.parse(await readFile(join(folder, 'config', 'config.json'), 'utf8'));
  expect(stored.profiles.default).not.toHaveProperty('tokenCommand');
  expect((await stat(join(folder, 'config', 'tokens', 'default.token'))).mode & 0o777).toBe(0o600);
});
