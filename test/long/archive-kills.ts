/** `npm run archive-kills`: syncs of the built program killed at random moments, each archive verified and gone on with until it holds what an undisturbed one does; too long for `npm test`. Fails where one differs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { newestMs, stepMs } from '../bench/dense-log.js';
import { startInstantAccount } from '../bench/run.js';
import { createRandom } from '../hostile/random.js';
import { archiveContents } from '../support/archive-contents.js';
import { type Ended, killAtRandom, startRun } from './killed-run.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    events: { type: 'string', default: '60000' },
    latency: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});

/** So often the run that goes on is killed as well. */
const killedAgain = 0.4;
const verified = 0;

const random = createRandom(Number(values.seed));
const events = Number(values.events);
const account = await startInstantAccount({ events, latencyMs: Number(values.latency) });
let same = 0;
let kept = 0;
try {
  const undisturbed = newFolder();
  const { exitCode, ms, stderr } = await start(undisturbed, syncWords()).ended;
  if (exitCode !== 0) throw new Error(`the undisturbed sync ended with ${exitCode}: ${stderr}`);
  const expected = await eventsIn(undisturbed);
  rmSync(undisturbed, { recursive: true });
  process.stdout.write(`undisturbed: ${expected.length} events in ${(ms / 1_000).toFixed(1)} s\n`);
  for (let number = 1; number <= Number(values.kills); number += 1) {
    if (await killAndGoOn(number, ms, expected)) same += 1;
  }
} finally {
  account.close();
}
process.stdout.write(
  `${same} of ${values.kills} archives verify after their kills and hold the same events in the end; ${kept} went on from a stride that was committed\n`,
);
process.exitCode = same === Number(values.kills) ? 0 : 1;

async function killAndGoOn(number: number, wholeMs: number, expected: readonly string[]): Promise<boolean> {
  const folder = newFolder();
  const story: string[] = [];
  let isFine = true;
  let last = await killed(folder, wholeMs, story);
  while (last.exitCode !== 0) {
    const size = await sizeIfValid(folder, story);
    if (size === undefined) isFine = false;
    if ((size ?? 0) > 1) kept += 1;
    story.push(`${size ?? 'NOT VALID:'} leaves`);
    last =
      random.fraction() < killedAgain
        ? await killed(folder, wholeMs, story)
        : await start(folder, syncWords()).ended;
    if (last.exitCode !== 0 && story.length > 40) throw new Error(`no end: ${last.stderr}`);
  }
  const ended = await start(folder, ['archive', 'verify']).ended;
  const found = await eventsIn(folder);
  const isSame = found.length === expected.length && found.every((name, index) => name === expected[index]);
  if (ended.exitCode !== verified) story.push(`VERIFY ENDED WITH ${ended.exitCode}: ${ended.stderr}`);
  process.stdout.write(`${number}. ${story.join(', ')} → ${isSame ? 'same' : 'DIFFERENT'}\n`);
  rmSync(folder, { recursive: true });
  return isFine && isSame && ended.exitCode === verified;
}

/** Leaves of an archive that holds what its log says; 0 where none was begun. */
async function sizeIfValid(folder: string, story: string[]): Promise<number | undefined> {
  try {
    return (await archiveContents(join(folder, 'archive'))).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'no-archive') return 0;
    story.push(String(error));
    return undefined;
  }
}

function killed(folder: string, wholeMs: number, story: string[]): Promise<Ended> {
  return killAtRandom(start(folder, syncWords()), { random, signals: ['SIGKILL'], wholeMs, story });
}

function start(folder: string, words: readonly string[]): ReturnType<typeof startRun> {
  return startRun(account.url, [...words, '--quiet'], {
    AUDIT_CONFIG_DIR: join(folder, 'config'),
    AUDIT_ARCHIVE_FOLDER: join(folder, 'archive'),
  });
}

function syncWords(): readonly string[] {
  return ['archive', 'sync', '--since', new Date(newestMs - events * stepMs).toISOString()];
}

/** Names of the events, sorted: the order of the strides may differ. */
async function eventsIn(folder: string): Promise<readonly string[]> {
  return [...(await archiveContents(join(folder, 'archive'))).names].sort();
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'audit-kills-'));
}
