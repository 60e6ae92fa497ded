import { expect, test } from 'vitest';
import { runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, jsonReply } from '../support/small-account.js';

const maria = { source: 'WEB_USER', sourceId: 'UserMaria00000000001', sourceName: 'Maria Lopez' };
const devon = { source: 'WEB_USER', sourceId: 'UserDevon00000000001', sourceName: 'Devon Price' };

function deleted(id: string, createdAt: string, more: object): object {
  return { _id: id, createdAt, type: 'DELETED', ...maria, ...more };
}

const salesDeleted = deleted('del-sales', '2026-11-10T15:00:00.000Z', {
  ...devon,
  documentType: 'PIPELINE',
  id: 'PipelineSales',
  documentName: 'Sales',
  before: { name: 'Sales', stages: [{ id: 's1', name: 'New' }], opportunityCount: 2 },
});
const fellWithSales = ['Roof', 'Wall'].map((name) =>
  deleted(`del-${name}`, '2026-11-10T15:00:01.000Z', {
    ...devon,
    documentType: 'OPPORTUNITY',
    id: `Opportunity${name}`,
    documentName: name,
    before: { name, pipelineId: 'PipelineSales', contactId: 'c1' },
  }),
);
const oldCalendar = deleted('del-calendar', '2026-09-24T12:00:00.000Z', {
  documentType: 'CALENDAR',
  id: 'CalendarOld',
  documentName: 'First visits',
  before: { name: 'First visits' },
});
const lonely = deleted('del-lonely', '2026-11-20T12:00:00.000Z', {
  documentType: 'OPPORTUNITY',
  id: 'OpportunityLonely',
  documentName: 'Door',
  before: { name: 'Door', pipelineId: 'PipelineLive', contactId: 'c2' },
});
const everything = [salesDeleted, ...fellWithSales, oldCalendar, lonely];

const livePipelines = [{ id: 'PipelineLive', name: 'Live', stages: [] }];

function world(
  events: readonly object[],
  more: World = {},
  pipelines: readonly object[] = livePipelines,
): World {
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/opportunities/pipelines') ? jsonReply(200, { pipelines }) : undefined;
  return worldOf(createSmallAccount({ events, instead }), more);
}

const coverage =
  '2026-09-22 19:04 → 2026-11-21 18:04 America/Chicago · complete · events since 2026-11-21 17:59 may still arrive\n';

test('what can be brought back stands in the order in which it expires, and what fell with it is counted', async () => {
  expect(await runAudit('deletions', world(everything))).toMatchObject({
    exitCode: 0,
    stdout:
      '1\t2026-11-23T12:00:00.000Z\t2026-09-24T12:00:00.000Z\tMaria Lopez\tcalendar\tFirst visits\t0\tcalendar “First visits”\tdel-calendar\n' +
      '48\t2027-01-09T15:00:00.000Z\t2026-11-10T15:00:00.000Z\tDevon Price\tpipeline\tSales\t2\tpipeline “Sales” with 2 opportunities\tdel-sales\n' +
      '58\t2027-01-19T12:00:00.000Z\t2026-11-20T12:00:00.000Z\tMaria Lopez\topportunity\tDoor\t\topportunity “Door”\tdel-lonely\n',
    stderr:
      '3 deletions can be brought back, the first until 2026-11-23 06:00 America/Chicago: audit restore del-calendar\n' +
      `5 events · ${coverage}`,
  });
});

test('a person sees how long is left, in the account’s zone', async () => {
  const { stdout } = await runAudit('deletions', world(everything, { terminal: { columns: 110, rows: 40 } }));
  expect(stdout).toBe(
    'Left      Deleted           User         What                                   Event ID\n' +
      '35 hours  2026-09-24 07:00  Maria Lopez  calendar “First visits”                del-calendar\n' +
      '48 days   2026-11-10 09:00  Devon Price  pipeline “Sales” with 2 opportunities  del-sales\n' +
      '58 days   2026-11-20 06:00  Maria Lopez  opportunity “Door”                     del-lonely\n',
  );
});

test('a script gets frozen keys and the coverage', async () => {
  const { stdout } = await runAudit('deletions --module pipelines --format json', world(everything));
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    deletions: [
      {
        id: 'del-sales',
        deleted: '2026-11-10T15:00:00.000Z',
        until: '2027-01-09T15:00:00.000Z',
        daysLeft: 48,
        kind: 'pipeline',
        record: 'Sales',
        recordId: 'PipelineSales',
        opportunities: 2,
        appointments: null,
        obstacle: null,
        user: 'Devon Price',
        userId: 'UserDevon00000000001',
        userEmail: 'devon@acme.example',
      },
    ],
    coverage: { complete: true },
  });
});

test.each([
  ['--user devon', ['del-sales']],
  ['--not-user devon', ['del-calendar', 'del-lonely']],
  ['--module opportunities', ['del-lonely']],
  ['--since 7d', ['del-lonely']],
  ['--until 2026-11-15', ['del-calendar', 'del-sales']],
  ['--record door', ['del-lonely']],
])('deletions %s', async (flags, ids) => {
  const { stdout } = await runAudit(`deletions ${flags}`, world(everything));
  expect(
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t').at(-1)),
  ).toEqual(ids);
});

test('what has come back since is not offered, also where that was after the window', async () => {
  const restored = {
    _id: 'res-sales',
    createdAt: '2026-11-18T09:00:00.000Z',
    documentType: 'PIPELINE',
    type: 'RESTORED',
    id: 'PipelineSales',
    ...maria,
  };
  const events = [salesDeleted, ...fellWithSales, restored];
  for (const line of ['deletions', 'deletions --user devon', 'deletions --until 2026-11-15']) {
    expect((await runAudit(line, world(events))).stdout).not.toContain('del-sales');
  }
});

test('an opportunity without its contact is left out, and that is said', async () => {
  const gone = deleted('del-contact', '2026-11-20T13:00:00.000Z', { documentType: 'CONTACT', id: 'c2' });
  const { exitCode, stdout, stderr } = await runAudit('deletions', world([lonely, gone]));
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: '',
    stderr:
      'Nothing of what was asked for can be brought back.\n' +
      'Left out: 1 opportunity whose contact is deleted: it cannot be restored without.\n' +
      `2 events · ${coverage}`,
  });
});

test('what has to be cleared away first is said', async () => {
  const events = [salesDeleted, lonely];
  const named = [{ id: 'PipelineNew', name: 'SALES', stages: [] }];
  const { stdout } = await runAudit('deletions --format json', world(events, {}, named));
  expect(
    JSON.parse(stdout).deletions.map(({ id, obstacle }: Record<string, string>) => [id, obstacle]),
  ).toEqual([
    ['del-sales', 'name-taken'],
    ['del-lonely', 'pipeline-gone'],
  ]);
});

test('an account whose pipelines may not be read is still told of its deletions', async () => {
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/opportunities/')
      ? errorReply(401, 'The token is not authorized for this scope.')
      : undefined;
  const { exitCode, stdout } = await runAudit(
    'deletions --format json',
    worldOf(createSmallAccount({ events: [lonely], instead })),
  );
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).deletions).toMatchObject([{ id: 'del-lonely', obstacle: null }]);
});

test('where the log cannot be read nothing is called restorable, and the exit says so', async () => {
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/audit/search') ? errorReply(500, 'Internal server error') : undefined;
  const { exitCode, stdout } = await runAudit('deletions', worldOf(createSmallAccount({ instead })));
  expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: '' });
});
