import { expect, test } from 'vitest';
import { runAudit, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply } from '../support/small-account.js';

test('status says who, where and since when, and where each setting comes from', async () => {
  const world = worldOf(createSmallAccount(), { terminal: { columns: 80 }, env: { AUDIT_MAX_WAIT: '90s' } });
  const { exitCode, stdout, stderr } = await runAudit('status --tz asia/tokyo', world);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(
    [
      'Account   Acme Roofing (SmallLocation0000001)',
      'User      the token does not say whose it is',
      'Rights    view the log',
      'Expires   the token does not say when; session tokens live for about an hour',
      'Log       back to 2026-09-23 09:04 Asia/Tokyo (60 days, announced by the',
      '          account)',
      'Zone      Asia/Tokyo (--tz)',
      'Profile   none: the variables are enough',
      'API       https://api.acme.example (AUDIT_API_URL)',
      'Location  SmallLocation0000001 (AUDIT_LOCATION)',
      'Token     sent as bearer (AUDIT_TOKEN)',
      'Patience  waits 90 seconds at most (AUDIT_MAX_WAIT)',
      '',
    ].join('\n'),
  );
});

test('a script reads the same as JSON', async () => {
  const { exitCode, stdout } = await runAudit('status --format json', worldOf(createSmallAccount()));
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    profile: null,
    sandbox: false,
    account: { id: 'SmallLocation0000001', name: 'Acme Roofing', origin: 'AUDIT_LOCATION' },
    apiUrl: { value: 'https://api.acme.example', origin: 'AUDIT_API_URL' },
    auth: { value: 'bearer', origin: 'default' },
    token: { origin: 'AUDIT_TOKEN', expires: null },
    timeZone: { value: 'America/Chicago', origin: 'the account' },
    log: { floor: '2026-09-23T00:04:00.000Z', origin: 'announced' },
  });
});

test('where the account refuses, what is known without it is shown, and the refusal', async () => {
  const account = createSmallAccount({
    instead: () => errorReply(401, 'Invalid token: access token is invalid'),
  });
  const { exitCode, stdout, stderr } = await runAudit('status', worldOf(account));
  expect(exitCode).toBe(4);
  expect(stdout).toBe(
    [
      'Profile\tnone: the variables are enough\t',
      'API\thttps://api.acme.example\tAUDIT_API_URL',
      'Location\tSmallLocation0000001\tAUDIT_LOCATION',
      'Token\tsent as bearer\tAUDIT_TOKEN',
      'Patience\twaits 5 minutes at most\tdefault',
      '',
    ].join('\n'),
  );
  expect(stderr).toContain('audit: api.acme.example does not accept the token');
  expect(stderr).not.toContain('a-session-token');
});

test('an account without a zone that exists is read in the machine’s', async () => {
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/locations/')
      ? errorReply(401, 'The token is not authorized for this scope.')
      : undefined;
  const { stdout } = await runAudit('status --format json', worldOf(createSmallAccount({ instead })));
  expect(JSON.parse(stdout).timeZone).toEqual({ value: 'Pacific/Chatham', origin: 'this machine' });
});

test('the embedded account says that it is one', async () => {
  const { exitCode, stdout } = await runAudit('status --sandbox --format json');
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ profile: 'sandbox', sandbox: true });
});

test('nobody logged in: exit 4 and two ways on', async () => {
  expect(await runAudit('status')).toMatchObject({
    exitCode: 4,
    stdout: '',
    stderr:
      'audit: You are not logged in.\n' +
      'Connect your account: audit login\n' +
      'Or look around in the embedded one: add --sandbox to the command.\n',
  });
});
