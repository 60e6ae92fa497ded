import { expect, test } from 'vitest';
import { InterruptedError } from '../../src/errors.js';
import type { Ask } from '../../src/sandbox/exchange.js';
import { runAudit, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, smallEvents } from '../support/small-account.js';

const header =
  'Timestamp,User,Event type,Module,Description,Record,Event ID,User ID,User email,Actor,Source,Record ID,Record type,Changed fields,Changes\r\n';
const wholeLog = '2026-09-22 19:04 → 2026-11-21 18:04 America/Chicago';
const late = 'events since 2026-11-21 17:59 may still arrive';

test('a spreadsheet gets every event, oldest first, under the frozen header', async () => {
  const outcome = await runAudit('export', worldOf(createSmallAccount()));
  expect(outcome.exitCode).toBe(0);
  expect(outcome.stdout).toBe(
    header +
      '2026-11-21T14:41:47.800-06:00,Devon Price,Tag added,Contacts,Added tag “vip” to contact “Ada Example”,Ada Example,6b02020b0000000000000001,UserDevon00000000001,devon@acme.example,person,Web,ContactAda0000000001,CONTACT,tags,"[{""field"":""tags"",""label"":""Tags"",""added"":[""vip""],""removed"":[]}]"\r\n' +
      '2026-11-21T15:15:47.238-06:00,Maria Lopez,Updated,Opportunities,Changed status of opportunity “Roof repair” from “open” to “won”,Roof repair,6b020a030000000000000002,UserMaria00000000001,maria@acme.example,person,Web,OpportunityRoof00001,OPPORTUNITY,status,"[{""field"":""status"",""label"":""Status"",""before"":""open"",""after"":""won""}]"\r\n' +
      '2026-11-21T16:03:41.729-06:00,Maria Lopez,Deleted,Opportunities,Deleted opportunity “Roof repair”,Roof repair,6b02153d0000000000000003,UserMaria00000000001,maria@acme.example,person,Web,OpportunityRoof00001,OPPORTUNITY,,"[{""field"":""name"",""label"":""Name"",""before"":""Roof repair""},{""field"":""status"",""label"":""Status"",""before"":""won""}]"\r\n',
  );
  expect(outcome.stderr).toBe(`3 events · ${wholeLog} · complete · ${late}\n`);
});

test('chosen columns, newest first, as one event a line', async () => {
  const world = worldOf(createSmallAccount());
  expect((await runAudit('export --format ndjson --columns id,type --order desc', world)).exitCode).toBe(2);
  expect((await runAudit('export --format ndjson --columns id,recordType --order desc', world)).stdout).toBe(
    '{"id":"6b02153d0000000000000003","recordType":"OPPORTUNITY"}\n' +
      '{"id":"6b020a030000000000000002","recordType":"OPPORTUNITY"}\n' +
      '{"id":"6b02020b0000000000000001","recordType":"CONTACT"}\n',
  );
  expect((await runAudit('export --fields id --until 2026-11-21T15:00', world)).stdout).toBe(
    'Event ID\r\n6b02020b0000000000000001\r\n',
  );
});

test('nothing found is still a file with a header', async () => {
  expect(await runAudit('export --type restored', worldOf(createSmallAccount()))).toMatchObject({
    exitCode: 0,
    stdout: header,
    stderr: `no events match (type) · ${wholeLog} · complete · ${late}\n`,
  });
});

test('a large export is written in large pieces', async () => {
  const [event] = smallEvents;
  const events = Array.from({ length: 1_500 }, (_, index) => ({
    ...event,
    _id: `event-${String(index).padStart(4, '0')}`,
    createdAt: new Date(Date.parse('2026-11-20T12:00:00Z') + index * 10_000).toISOString(),
  }));
  const { stdout, stdoutWrites } = await runAudit('export', worldOf(createSmallAccount({ events })));
  expect(stdout.split('\r\n').length).toBe(1_502);
  expect(stdoutWrites.slice(0, -1).filter((size) => size < 65_536)).toEqual([]);
  expect(Math.max(...stdoutWrites)).toBeLessThan(200_000);
});

/** Answers for events before noon fail for good. */
function brokenBefore(instant: string): (ask: Ask) => ReturnType<typeof errorReply> | undefined {
  return ({ target }) => {
    const { pathname, searchParams } = new URL(target, 'http://acme.example');
    if (pathname !== '/audit/search/v2') return undefined;
    const startAt = searchParams.get('startAt') ?? '';
    return startAt < instant ? errorReply(400, 'this span is broken') : undefined;
  };
}

test('an account that cannot be read at all leaves no file that looks like an answer', async () => {
  const account = createSmallAccount({ instead: brokenBefore('2030-01-01') });
  const { exitCode, stdout, stderr } = await runAudit('export', worldOf(account));
  expect(exitCode).not.toBe(0);
  expect(stderr).not.toContain('· complete');
  expect(stdout === '' || stderr.includes('INCOMPLETE')).toBe(true);
});

test('--require-complete refuses a window of which part may be gone, also where nobody announces how long is kept', async () => {
  const instead = ({ target }: Ask) =>
    target.startsWith('/audit/capabilities') ? errorReply(404, 'Cannot GET') : undefined;
  const world = worldOf(createSmallAccount({ instead }));
  expect((await runAudit('export --since 90d', world)).exitCode).toBe(0);
  expect((await runAudit('export --since 90d --require-complete', world)).exitCode).toBe(3);
  expect((await runAudit('export --since 30d --require-complete', world)).exitCode).toBe(0);
});

test('Ctrl-C in the middle ends the document that was begun and says where to go on', async () => {
  const [event] = smallEvents;
  const events = Array.from({ length: 5_000 }, (_, index) => ({
    ...event,
    _id: `event-${String(index).padStart(4, '0')}`,
    createdAt: new Date(Date.parse('2026-11-20T12:00:00Z') + index * 10_000).toISOString(),
  }));
  const interrupt = new AbortController();
  let pages = 0;
  const account = createSmallAccount({
    events,
    instead({ target }) {
      if (target.startsWith('/audit/search')) pages += 1;
      if (pages === 30) interrupt.abort(new InterruptedError('interrupted', 'Interrupted.'));
      return undefined;
    },
  });
  const world = worldOf(account, { signal: interrupt.signal });
  const { exitCode, stdout, stderr } = await runAudit('export --format json --fields id --order desc', world);
  expect(exitCode).toBe(130);
  const { events: read, coverage } = JSON.parse(stdout);
  expect(read.length).toBeGreaterThan(0);
  expect(read.length).toBeLessThan(5_000);
  expect(coverage).toMatchObject({ complete: false, count: read.length });
  const [, until] = /go on with --until (\S+)/.exec(stderr) ?? [];
  expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '').error).toMatchObject({
    code: 'interrupted',
    exitCode: 130,
  });

  const rest = await runAudit(
    ['export', '--format', 'json', '--fields', 'id', '--order', 'desc', '--until', until ?? ''],
    worldOf(createSmallAccount({ events })),
  );
  const ids = [...read, ...JSON.parse(rest.stdout).events].map(({ id }: { id: string }) => id);
  expect(ids).toEqual(events.map(({ _id }) => _id).reverse());
});
