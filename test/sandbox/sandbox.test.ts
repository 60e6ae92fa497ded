import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/sandbox/database.js';
import type { RestorePreview } from '../../src/sandbox/restore-preview.js';
import { SandboxError } from '../../src/sandbox/sandbox-error.js';
import { schemaVersion } from '../../src/sandbox/schema.js';
import { temporaryFolder } from '../support/folder.js';
import { dayMs, type OpenAccount, openAccount, openingMs } from './account.js';

const few = { days: 12 };

async function digest({ log }: OpenAccount): Promise<string> {
  return createHash('sha256')
    .update(JSON.stringify(await log()))
    .digest('hex');
}

test('the same seed lives the same business, byte for byte; another seed lives another', async () => {
  const first = await openAccount(few);
  const second = await openAccount(few);
  const other = await openAccount({ ...few, seed: 'other' });
  expect(await digest(second)).toBe(await digest(first));
  expect(await digest(other)).not.toBe(await digest(first));
  expect(other.sandbox.locationId).not.toBe(first.sandbox.locationId);
});

test('this form lives this very business on every machine; where it lives another, its number must change', async () => {
  expect([schemaVersion, await digest(await openAccount(few))]).toEqual([
    9,
    '0a9ea4dd2d5624dbba1936060c5f9896849544607eac39e4535ff376b007dfcd',
  ]);
});

test('sixty days at first use hold about three thousand events, the whole window and nothing outside it', async () => {
  const { sandbox, log } = await openAccount();
  const info = sandbox.info();
  const events = await log();
  expect(sandbox.preparation).toBe('founded');
  expect(info.events).toBe(events.length);
  expect(info.events).toBeGreaterThan(2500);
  expect(info.events).toBeLessThan(4000);
  const instants = events.map(({ createdAt }) => Date.parse(createdAt));
  expect(Math.min(...instants)).toBe(info.firstEventMs);
  expect(Math.max(...instants)).toBe(info.lastEventMs);
  expect(info.firstEventMs).toBeGreaterThanOrEqual(openingMs - 60 * dayMs);
  expect(info.firstEventMs).toBeLessThan(openingMs - 59 * dayMs);
  expect(info.lastEventMs).toBeLessThanOrEqual(openingMs);
});

test('a business of sixty days has what the log must be tried on', async () => {
  const { log, sandbox } = await openAccount();
  const events = await log();
  const { byModule, byType, users } = sandbox.info();
  expect(Object.keys(byModule)).toEqual(
    expect.arrayContaining(
      'CONTACT NOTE TASK OPPORTUNITY PIPELINE CALENDAR APPOINTMENT WORKFLOW INVOICE USER USER_ACCESS AUDIT_LOG CUSTOM_OBJECT_RECORD ASSOCIATION FUNNEL_PAGE PHONE_NUMBER BUSINESS_PROFILE'.split(
        ' ',
      ),
    ),
  );
  expect(Object.keys(byType)).toEqual(
    expect.arrayContaining(
      'CREATED UPDATED DELETED RESTORED TAG_ADDED TAG_REMOVED LOGIN LOGOUT LOGIN_FAILED CANCELLED SENT PAID EXPORTED DEACTIVATED ROLE_CHANGED'.split(
        ' ',
      ),
    ),
  );
  const pipeline = events.find(({ documentType, type }) => documentType === 'PIPELINE' && type === 'DELETED');
  const fallen = events.filter(
    ({ documentType, type, createdAt }) =>
      documentType === 'OPPORTUNITY' && type === 'DELETED' && createdAt === pipeline?.createdAt,
  );
  expect(pipeline?.before).toMatchObject({ name: 'Implant consultations', opportunityCount: fallen.length });
  expect(fallen.length).toBeGreaterThan(20);
  const perInstant = new Map<string, number>();
  for (const { createdAt } of events) perInstant.set(createdAt, (perInstant.get(createdAt) ?? 0) + 1);
  expect([...perInstant.values()].filter((count) => count >= 15).length).toBeGreaterThan(1);
  expect(events.some(({ documentName = '' }) => documentName !== documentName.trim())).toBe(true);
  expect(events.some(({ sourceName }) => sourceName === 'UNKNOWN')).toBe(true);
  expect(events.some(({ source }) => source === 'UNKNOWN_SOURCE')).toBe(true);
  expect(users.filter(({ deleted }) => deleted).map(({ name }) => name)).toEqual(['Tom Becker']);
});

test('the mistaken deletions of the last week can be undone, and do not bring everything back', async () => {
  const { ask, log } = await openAccount();
  const look = async (module: string) => {
    const [deletion] = await log(`&type=DELETED&documentType=${module}`);
    const { json } = await ask(`/audit/logs/${deletion?._id}/restore`);
    const { recordName, restorable, restores, skips } = json as RestorePreview;
    return { recordName, restorable, back: restores.length, skipped: skips.map(({ reason }) => reason) };
  };
  expect(await look('PIPELINE')).toEqual({
    recordName: 'Implant consultations',
    restorable: true,
    back: expect.toSatisfy((count) => count > 20),
    skipped: expect.arrayContaining(['deleted-earlier', 'contact-deleted']),
  });
  expect(await look('CALENDAR')).toEqual({
    recordName: 'Whitening',
    restorable: true,
    back: expect.toSatisfy((count) => count > 5),
    skipped: ['outside-window'],
  });
});

test('people work in their office hours, and nobody acts after having left', async () => {
  const { log, sandbox } = await openAccount();
  const events = await log();
  const hour = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Chicago',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  const lena = sandbox.info().users.find(({ name }) => name === 'Lena Ortiz');
  const hours = events
    .filter(({ sourceId, source }) => sourceId === lena?.id && source === 'WEB_USER')
    .map(({ createdAt }) => Number(hour.format(Date.parse(createdAt))));
  expect(hours.length).toBeGreaterThan(50);
  expect([Math.min(...hours), Math.max(...hours)]).toEqual([
    expect.toSatisfy((h) => h >= 7),
    expect.toSatisfy((h) => h <= 16),
  ]);
  const left = events.find(({ type }) => type === 'DEACTIVATED');
  const afterwards = events.filter(
    ({ sourceId, createdAt }) => sourceId === left?.id && createdAt > (left?.createdAt ?? ''),
  );
  expect(afterwards).toEqual([]);
});

test('two openings on one day show the same log; one on a later day has lived the days between', async () => {
  const first = await openAccount(few);
  const before = await first.log();
  const evening = await openAccount({ ...few, folder: first.folder }, openingMs + 3 * 3_600_000);
  expect(evening.sandbox.preparation).toBe('ready');
  expect(await evening.log()).toEqual(before);
  const later = await openAccount({ ...few, folder: first.folder }, openingMs + 4 * dayMs);
  expect(later.sandbox.preparation).toBe('caught-up');
  const after = await later.log();
  expect(after.slice(-before.length)).toEqual(before);
  const newDays = new Set(after.slice(0, -before.length).map(({ createdAt }) => createdAt.slice(0, 10)));
  expect([...newDays].sort()).toEqual(expect.arrayContaining(['2026-11-23', '2026-11-24', '2026-11-25']));
});

test('the days between are the same whether they are lived at once or one by one', async () => {
  const daily = await openAccount(few);
  for (let day = 1; day < 5; day += 1) {
    await openAccount({ ...few, folder: daily.folder }, openingMs + day * dayMs);
  }
  const once = await openAccount(few);
  const [one, other] = await Promise.all(
    [daily, once].map(({ folder }) => openAccount({ ...few, folder }, openingMs + 5 * dayMs)),
  );
  expect(await other?.log()).toEqual(await one?.log());
});

test('after half a year away the window is full again, bounded by what the plan keeps', async () => {
  const first = await openAccount(few);
  const away = openingMs + 180 * dayMs;
  const back = await openAccount({ ...few, folder: first.folder }, away);
  const { firstEventMs, events } = back.sandbox.info();
  expect(firstEventMs).toBeGreaterThanOrEqual(away - 60 * dayMs);
  expect(firstEventMs).toBeLessThan(away - 58 * dayMs);
  expect(events).toBeGreaterThan(2000);
  expect((await back.log('&type=DELETED&documentType=PIPELINE')).length).toBeGreaterThan(0);
});

test('what is older than the plan keeps is gone from the answers at once, and from the disk with the next day', async () => {
  const account = await openAccount({ ...few, plan: 'Starter' });
  const all = await account.log();
  const later = openingMs + 25 * dayMs;
  account.setNow(later);
  const left = await account.log();
  expect(left).toEqual(all.filter(({ createdAt }) => Date.parse(createdAt) >= later - 30 * dayMs));
  expect(left.length).toBeLessThan(all.length);
  await openAccount({ ...few, folder: account.folder, plan: 'Starter' }, later);
  const database = openDatabase(join(account.folder, 'account.db'), 1000);
  const [oldest, deleted] = ['min(at_ms) FROM event', 'min(deleted_ms) FROM deleted_record'].map((what) =>
    Number(database.statement(`SELECT ${what}`).row()?.[0]),
  );
  database.close();
  expect(oldest).toBeGreaterThanOrEqual(later - 30 * dayMs);
  expect(deleted).toBeGreaterThanOrEqual(later - 30 * dayMs);
});

test('the folder and the tokens are for their owner alone; each account has tokens of its own, kept from one opening to the next', async () => {
  const first = await openAccount(few);
  const again = await openAccount({ ...few, folder: first.folder });
  const other = await openAccount(few);
  const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  expect(await mode(first.folder)).toBe('700');
  expect(await mode(first.sandbox.info().tokensFile)).toBe('600');
  expect(again.sandbox.tokens).toEqual(first.sandbox.tokens);
  expect(other.sandbox.tokens.adminToken).not.toBe(first.sandbox.tokens.adminToken);
  expect(JSON.parse(await readFile(first.sandbox.info().tokensFile, 'utf8'))).toEqual(first.sandbox.tokens);
});

test('a database of another form is begun anew, and it is said', async () => {
  const first = await openAccount(few);
  const before = await first.log();
  const database = openDatabase(join(first.folder, 'account.db'), 1000);
  database.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
  database.exec('CREATE TABLE later (x)');
  database.close();
  const rebuilt = await openAccount({ ...few, folder: first.folder });
  expect(rebuilt.sandbox.preparation).toBe('rebuilt');
  expect(await rebuilt.log()).toEqual(before);
});

test('a file that is no database is refused with what to type', async () => {
  const folder = await temporaryFolder();
  await writeFile(
    join(folder, 'account.db'),
    'nothing like a database, and long enough to be looked at '.repeat(40),
  );
  const opening = openAccount({ ...few, folder });
  await expect(opening).rejects.toThrow(SandboxError);
  await expect(opening).rejects.toMatchObject({
    code: 'sandbox-unreadable',
    hint: expect.stringContaining('audit sandbox reset'),
  });
});

test('a folder that cannot be made is refused with its name', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  await expect(openAccount({ ...few, folder: join(file, 'sandbox') })).rejects.toMatchObject({
    code: 'sandbox-folder',
    message: expect.stringContaining(join(file, 'sandbox')),
  });
});

test('reset throws away what was done by hand and lives the business anew', async () => {
  const account = await openAccount(few);
  const before = await account.log();
  account.setNow(openingMs + dayMs);
  account.sandbox.reset();
  const after = await account.log();
  expect(after).not.toEqual(before);
  const fresh = await openAccount(few, openingMs + dayMs);
  expect(await fresh.log()).toEqual(after);
});

test('what a phone without a network changed is in the log later than it happened, and nothing else is', async () => {
  const { log } = await openAccount();
  const heard = [...(await log())].sort((a, b) => (a._id.slice(16) < b._id.slice(16) ? -1 : 1));
  let newest = '';
  const late = heard.filter(({ createdAt }) => {
    const isLate = createdAt < newest;
    newest = isLate ? newest : createdAt;
    return isLate;
  });
  expect(late.length).toBeGreaterThan(5);
  expect(late.length).toBeLessThan(heard.length / 50);
  expect(new Set(late.map(({ source }) => source))).toEqual(new Set(['MOBILE_APP']));
});

test('over a year the staff changes: people join, get a right more, and leave', async () => {
  const { sandbox } = await openAccount({ days: 365, plan: 'Scale' });
  const { users, byType } = sandbox.info();
  const newcomers = users.slice(8);
  expect(newcomers.length).toBeGreaterThan(5);
  expect(newcomers.some(({ deleted }) => deleted)).toBe(true);
  expect(newcomers.at(-1)?.deleted).toBe(false);
  expect(byType['ROLE_CHANGED']).toBeGreaterThan(5);
});
