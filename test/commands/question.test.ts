import { expect, test } from 'vitest';
import { runAudit, worldOf } from '../support/program.js';
import { createSmallAccount } from '../support/small-account.js';

test('a span that lies wholly behind the floor is never called complete', async () => {
  expect(await runAudit('list --until 2026-08', worldOf(createSmallAccount()))).toMatchObject({
    exitCode: 3,
    stdout: '',
    stderr:
      "Warning: 1999-12-31 18:00 → 2026-08-01 00:00 (9,709 days) lies before the log's floor; the account keeps no more.\n" +
      'no events found · 1999-12-31 18:00 → 2026-08-01 00:00 America/Chicago · ' +
      'INCOMPLETE: 1999-12-31 18:00 → 2026-08-01 00:00 (9,709 days) is no longer kept\n',
  });
});

test('an account that announces nothing is asked, and its silence about the old days proves nothing', async () => {
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/audit/capabilities')
      ? { status: 404, headers: {}, body: '{"statusCode":404,"message":"Not Found"}' }
      : undefined;
  const { exitCode, stderr } = await runAudit(
    'list --since 2026-07 --until 2026-08',
    worldOf(createSmallAccount({ instead })),
  );
  expect({ exitCode, stderr }).toEqual({
    exitCode: 3,
    stderr:
      "Warning: 2026-07-01 00:00 → 2026-08-01 00:00 (31 days) lies before the log's floor; accounts like this one keep no more.\n" +
      'no events found · 2026-07-01 00:00 → 2026-08-01 00:00 America/Chicago · ' +
      'INCOMPLETE: 2026-07-01 00:00 → 2026-08-01 00:00 (31 days) is no longer kept\n',
  });
});

test('an account that keeps more than is assumed shows it', async () => {
  const events = [
    { _id: 'old', createdAt: '2026-07-04T12:00:00.000Z', documentType: 'NOTE', type: 'CREATED', id: 'n' },
  ];
  const instead = ({ target }: { target: string }) =>
    target.startsWith('/audit/capabilities')
      ? { status: 404, headers: {}, body: '{"statusCode":404,"message":"Not Found"}' }
      : undefined;
  const { exitCode, stdout } = await runAudit(
    'list --until 2026-08 --fields id',
    worldOf(createSmallAccount({ events, instead })),
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'old\n' });
});

test('sixty days of sixty that are kept are all of them, though clocks were put back meanwhile', async () => {
  const { exitCode, stderr } = await runAudit('list --since 60d', worldOf(createSmallAccount()));
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr:
      '3 events · 2026-09-22 19:04 → 2026-11-21 18:04 America/Chicago · complete · ' +
      'events since 2026-11-21 17:59 may still arrive\n',
  });
});
