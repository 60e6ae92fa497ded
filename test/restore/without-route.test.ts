import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NetworkRequest, NetworkResponse } from '../../src/context.js';
import { NetworkFailure } from '../../src/errors.js';
import { answer, openStage, type Stage } from './stage.js';

const eventId = '6afa36649ba3b3e600000ce5';
const noRoute = () => answer(404, { statusCode: 404, message: 'Not Found' });

type Pass = (request: NetworkRequest) => Promise<NetworkResponse>;

/** An account as the service is: it announces nothing. `before` sees each request first and may answer it. */
function withoutRoutes(
  stage: Stage,
  before: (request: NetworkRequest, pass: Pass) => Promise<NetworkResponse | undefined> = async () =>
    undefined,
): void {
  stage.meddle(async (request, pass) => {
    const answered = await before(request, pass);
    if (answered !== undefined) return answered;
    const { pathname } = new URL(request.url);
    if (pathname === '/audit/capabilities' || pathname.startsWith('/audit/logs/')) return noRoute();
    return pass(request);
  });
}

/** What a person does on the service's screen. */
function onTheScreen({ sandbox }: Stage, pass: Pass): Promise<NetworkResponse> {
  return pass({
    method: 'POST',
    url: `http://127.0.0.1:42000/audit/logs/${eventId}/restore`,
    headers: {
      authorization: `Bearer ${sandbox.tokens.adminToken}`,
      version: '2021-07-28',
      channel: 'APP',
      source: 'WEB_USER',
      accept: 'application/json',
      'idempotency-key': 'the-screen-of-the-service',
    },
    timeoutMs: 60_000,
  });
}

const steps = `On the service’s screen

1.  Log in to the account in a browser as an administrator.
2.  Open Settings, then Audit Logs.
3.  Filter: date 2026-11-15, module “Pipelines”, event type “Deleted”.
4.  Find the row of 2026-11-15 16:47:00 (America/Chicago), user “Jordan Blake”, record “Implant consultations”.
5.  Open it and choose Restore. Look at the name once more, “Implant consultations”, and confirm.
`;

test('where no route is known the plan is made from the log, and the steps on the screen stand below it', async () => {
  const stage = await openStage();
  withoutRoutes(stage);
  const { exitCode, stdout } = await stage.run(['restore', eventId, '--dry-run']);
  expect(exitCode).toBe(0);
  const [plan = '', screen = ''] = stdout.split(/\n(?=On the service)/);
  expect(screen).toBe(steps);
  expect(plan.split('\n').slice(0, 11)).toEqual([
    'Restore the pipeline “Implant consultations”',
    '',
    'Deleted     2026-11-15 16:47:00 America/Chicago, by Jordan Blake',
    'Until       2027-01-14 16:47 America/Chicago, 53 days left',
    'Comes back  the pipeline, 5 stages, 197 opportunities',
    '            Stages: 1 Enquiry · 2 Consultation · 3 Plan sent · 4 Accepted · 5 In treatment',
    expect.stringMatching(/^ {12}“.* and 192 more$/),
    'Stays away  3 opportunities (contact deleted): “Imani Sato – Implant consultations”, “Imani Weber – Implant consultations”, “Imani Sato – Implant consultations”',
    'Also fell   nothing else by the same hand within a minute',
    'Same name   no live pipeline bears it',
    'You         the token does not say whose it is; only administrators may restore, the account will tell',
  ]);
  expect(plan).toContain(
    'How         you do it on the service’s screen; this tool shows the steps, watches and checks\n',
  );
  expect(stage.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});

test('a person does it on the screen, and the tool sees it come back, whole, and who did it', async () => {
  const stage = await openStage();
  const startMs = stage.clock.nowMs();
  let isDone = false;
  withoutRoutes(stage, async (_request, pass) => {
    if (isDone || stage.clock.nowMs() < startMs + 90_000) return undefined;
    isDone = true;
    expect((await onTheScreen(stage, pass)).status).toBe(202);
    return undefined;
  });
  const { exitCode, stdout, stderr } = await stage.run(['restore', eventId, '--wait', '10m']);
  expect(exitCode).toBe(0);
  expect(stderr).toContain(steps);
  expect(stderr).toContain(
    'Watching for it for up to 10 min; Ctrl-C ends that, and the same command goes on.\n',
  );
  const lines = stdout.split('\n');
  expect(lines[0]).toBe(
    'Restored: the pipeline “Implant consultations” with 5 stages, 197 opportunities, all of it seen.',
  );
  expect(lines[2]).toMatch(
    /^Watched on 2026-11-21 18:04:0\d America\/Chicago; last looked at 2026-11-21 18:05:\d\d America\/Chicago\.$/,
  );
  expect(stdout).toMatch(
    /The log's own event of it: [0-9a-f]{24}, 2026-11-21 18:05:\d\d America\/Chicago by Maria Alvarez\.\n/,
  );
  expect(stage.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});

test('a wait ends, says that nothing came back, and the same command picks up what came later', async () => {
  const stage = await openStage();
  withoutRoutes(stage);
  const first = await stage.run(['restore', eventId, '--wait', '5m']);
  expect([first.exitCode, first.stdout.split('\n')[0]]).toEqual([
    3,
    'Not restored yet: nothing shows the pipeline “Implant consultations”.',
  ]);
  expect(first.stderr).toContain(`To go on watching: audit restore ${eventId} --wait\n`);
  withoutRoutes(stage, async (_request, pass) => {
    await onTheScreen(stage, pass);
    return undefined;
  });
  const second = await stage.run(['restore', eventId, '--format', 'json']);
  expect([second.exitCode, JSON.parse(second.stdout).outcome]).toEqual([0, 'restored']);
  expect((await readdir(join(stage.folder, 'data', 'restores', 'receipts'))).length).toBe(1);
});

test('where nobody is there to follow the steps they are shown, and nothing is waited for', async () => {
  const stage = await openStage();
  withoutRoutes(stage);
  const { exitCode, stdout, stderr } = await stage.run(['restore', eventId, '--yes']);
  expect([exitCode, stdout]).toEqual([9, '']);
  expect(stderr).toContain(steps);
  expect(stderr).toContain(
    'audit: This account announces no restore route: a person restores the pipeline “Implant consultations” on its screen, and nobody is here.\n',
  );
});

test('an opportunity whose contact is gone, and what came back already, are refused by what the log tells', async () => {
  const stage = await openStage();
  withoutRoutes(stage);
  const { stdout } = await stage.run(
    'list --type deleted --module opportunities --all --fields id,record,timestamp',
  );
  const alone = stdout.split('\n').find((line) => line.includes('2026-11-13') || line.includes('2026-11-12'));
  const id = alone?.split('\t')[0] ?? '';
  const refused = await stage.run(['restore', id, '--dry-run']);
  expect([refused.exitCode, refused.stderr]).toEqual([
    7,
    expect.stringMatching(
      /^audit: The contact of the opportunity “[^”]+” has been deleted; without it the opportunity cannot come back\.\n/,
    ),
  ]);
  withoutRoutes(stage, async (_request, pass) => {
    await onTheScreen(stage, pass);
    return undefined;
  });
  await stage.run('status');
  await stage.clock.sleep(1000);
  const again = await stage.run(['restore', eventId, '--dry-run']);
  expect([again.exitCode, again.stderr]).toEqual([
    7,
    expect.stringMatching(
      /^audit: The pipeline “Implant consultations” is there again: restored on 2026-11-21 18:0\d America\/Chicago by Maria Alvarez \(event [0-9a-f]{24}\)\.\n/,
    ),
  ]);
});

test('an opportunity that fell with its pipeline leads to the pipeline, by what the log tells', async () => {
  const stage = await openStage();
  withoutRoutes(stage);
  const { stdout } = await stage.run(
    'list --type deleted --module opportunities --since 7d --all --fields id,record',
  );
  const id =
    stdout
      .split('\n')
      .find((line) => line.includes('Mei Weber'))
      ?.split('\t')[0] ?? '';
  const { exitCode, stderr } = await stage.run(['restore', id, '--yes']);
  expect([exitCode, stderr]).toEqual([
    7,
    'audit: The opportunity “Mei Weber – Implant consultations” fell with its pipeline and comes back only with it.\n' +
      `Restore the pipeline: audit restore ${eventId}\n`,
  ]);
});

async function loggedInWithRoute(stage: Stage, route: string): Promise<void> {
  const { exitCode, stderr } = await stage.run(
    ['login', '--with-token', '--profile', 'own', '--restore-route', route],
    {
      stdin: stage.sandbox.tokens.adminToken,
    },
  );
  expect([exitCode, stderr.includes('audit:')]).toEqual([0, false]);
}

const env = { AUDIT_API_URL: '', AUDIT_TOKEN: '', AUDIT_LOCATION: '' };
const byOwnRoute = ['restore', eventId, '--profile', 'own', '--yes', '--format', 'json'];

test('the route that a profile names is asked once, and what it did is seen through the published routes', async () => {
  const stage = await openStage();
  withoutRoutes(stage, async (request, pass) => {
    if (!request.url.includes('/undelete')) return undefined;
    await onTheScreen(stage, pass);
    return answer(200, 'OK');
  });
  await loggedInWithRoute(stage, 'PUT /own/{eventId}/undelete');
  const { exitCode, stdout } = await stage.run(byOwnRoute, { env });
  const { outcome, claim, plan } = JSON.parse(stdout);
  expect([exitCode, outcome, claim.word, plan.means]).toEqual([0, 'restored', 'accepted', 'named']);
  expect(stage.requests.filter((request) => !request.startsWith('GET'))).toEqual([
    `PUT /own/${eventId}/undelete`,
  ]);
});

test('an answer lost on a named route is never asked for again unless a person says so', async () => {
  const stage = await openStage();
  let isReached = false;
  withoutRoutes(stage, async (request, pass) => {
    if (!request.url.includes('/undelete')) return undefined;
    if (!isReached) throw new NetworkFailure('reset', 'the connection was reset');
    await onTheScreen(stage, pass);
    return answer(200, 'OK');
  });
  await loggedInWithRoute(stage, 'POST /own/{eventId}/undelete');
  const first = await stage.run(byOwnRoute, { env });
  expect([first.exitCode, JSON.parse(first.stdout).outcome]).toEqual([3, 'unknown']);
  isReached = true;
  const second = await stage.run(byOwnRoute, { env });
  expect([second.exitCode, second.stdout]).toEqual([3, '']);
  expect(JSON.parse(second.stderr.trim().split('\n').at(-1) ?? '').error).toEqual({
    code: 'restore-not-known',
    exitCode: 3,
    message:
      'An earlier request to restore the pipeline “Implant consultations” was sent and its answer lost; nothing of it can be seen.',
    hint: `It may still come. To look again: audit restore ${eventId}\nTo ask once more, at your own risk of a second copy: audit restore ${eventId} --again`,
  });
  const third = await stage.run([...byOwnRoute, '--again'], { env });
  expect([third.exitCode, JSON.parse(third.stdout).outcome]).toEqual([0, 'restored']);
  expect(stage.requests.filter((request) => !request.startsWith('GET')).length).toBe(2);
});
