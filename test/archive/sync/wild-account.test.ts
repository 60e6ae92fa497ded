/** Syncs against the hostile account and the embedded one: whatever they do, in the end the archive has every event once, and is valid on the way. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foldCoverage } from '../../../src/archive/store/coverage-ledger.js';
import { openArchive } from '../../../src/archive/store/open.js';
import { createHostileAccount, hostileLocation, hostileToken } from '../../hostile/account.js';
import { tame, transientFaults } from '../../hostile/behaviours.js';
import { createEventLog, type EventLog } from '../../hostile/event-log.js';
import { createInMemoryNetwork, inMemoryElsewhereUrl, inMemoryUrl } from '../../hostile/network.js';
import { createVirtualClock } from '../../hostile/virtual-clock.js';
import { archiveContents } from '../../support/archive-contents.js';
import { programFolder, runAudit } from '../../support/program.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const beginMs = Date.UTC(2026, 10, 20);
const poison = {
  sinceMs: beginMs - 5 * hourMs,
  untilMs: beginMs - 4 * hourMs,
  kind: 'server-error',
} as const;

/** One sync so many hours after the first. */
async function syncAt(hours: number, log: EventLog, folder: string) {
  const clock = createVirtualClock(beginMs + hours * hourMs);
  const account = createHostileAccount({
    seed: 5 + hours,
    log,
    clock,
    elsewhereUrl: inMemoryElsewhereUrl,
    behaviours: {
      ...tame,
      capabilities: { filters: [], retentionDays: 60 },
      overlap: 3,
      ties: 'unstable',
      mongoLogs: 'repeat',
      faults: { share: 0.2, kinds: transientFaults, maxInARow: 2 },
      poison: hours < 24 ? poison : undefined,
    },
  });
  const env = { AUDIT_API_URL: inMemoryUrl, AUDIT_TOKEN: hostileToken, AUDIT_LOCATION: hostileLocation };
  const network = createInMemoryNetwork(account, clock);
  const words = ['archive', 'sync', '--archive-folder', join(folder, 'archive')];
  return runAudit(words, { folder, env, network, clock });
}

test('an account with faults in every fifth answer, repeats, odd rows and a span that fails for a day is archived whole', async () => {
  const folder = await programFolder();
  const archive = join(folder, 'archive');
  const log = createEventLog({
    seed: 5,
    stretches: [
      { startMs: beginMs - 30 * hourMs, lengthMs: 60 * hourMs, count: 500 },
      { startMs: beginMs - 7 * hourMs, lengthMs: 0, count: 150 },
      { startMs: beginMs - 10 * minuteMs, lengthMs: 10 * minuteMs, count: 100 },
    ],
    late: { share: 0.05, maxLagMs: 20 * minuteMs },
    shares: { odd: 0.1, noId: 0.02, badDate: 0.01 },
  });
  const codes: number[] = [];
  for (const hours of [0, 1, 12, 24, 60]) {
    codes.push((await syncAt(hours, log, folder)).exitCode);
    await archiveContents(archive);
  }
  const { names } = await archiveContents(archive);
  const all = Array.from({ length: log.count }, (_, index) => index)
    .filter((index) => ['plain', 'odd'].includes(log.kind(index)))
    .map((index) => JSON.parse(log.text(index, 0))._id);
  const { holes, lateEvents, longestLateMs } = await foldCoverage((await openArchive(archive)).ledger());

  expect(codes).toEqual([3, 3, 3, 0, 0]);
  expect(names.filter((name) => name !== 'malformed').sort()).toEqual(all.sort());
  expect(names.filter((name) => name === 'malformed').length).toBeGreaterThan(0);
  expect(holes).toEqual([]);
  expect(lateEvents).toBeGreaterThan(0);
  expect(longestLateMs).toBeLessThanOrEqual(20 * minuteMs);
});

test('the embedded account is archived whole, and again without a single event twice', async () => {
  const folder = await programFolder();
  const first = await runAudit('archive sync --sandbox --format json', { folder });
  const again = await runAudit('archive sync --sandbox --since 30d --format json', { folder });
  const exported = await runAudit('export --sandbox --format ndjson --fields id', { folder });
  const { archive, new: added } = JSON.parse(first.stdout);
  const ids = exported.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).id);

  expect([first.exitCode, again.exitCode]).toEqual([0, 0]);
  expect(added).toBe(ids.length);
  expect(JSON.parse(again.stdout)).toMatchObject({ new: 0, changed: [] });
  expect([...(await archiveContents(archive.folder)).names].sort()).toEqual(ids.sort());
});
