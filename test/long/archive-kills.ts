/** `npm run archive-kills`: syncs of the built program killed at random moments, each archive verified and gone on with until it holds what an undisturbed one does; too long for `npm test`. Fails where one differs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { newestMs, stepMs } from '../bench/dense-log.js';
import { startInstantAccount } from '../bench/run.js';
import { createRandom } from '../hostile/random.js';
import { archiveContents } from '../support/archive-contents.js';
import { builtProgram } from '../support/built.js';

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

interface Ended {
  readonly exitCode: number | null;
  readonly ms: number;
  readonly stderr: string;
}

const program = builtProgram();
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
  let last = await killAtRandom(folder, wholeMs, story);
  while (last.exitCode !== 0) {
    const size = await sizeIfValid(folder, story);
    if (size === undefined) isFine = false;
    if ((size ?? 0) > 1) kept += 1;
    story.push(`${size ?? 'NOT VALID:'} leaves`);
    last =
      random.fraction() < killedAgain
        ? await killAtRandom(folder, wholeMs, story)
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

async function killAtRandom(folder: string, wholeMs: number, story: string[]): Promise<Ended> {
  const afterMs = Math.floor(random.fraction() * wholeMs);
  const { child, ended } = start(folder, syncWords());
  await Promise.race([sleep(afterMs), ended]);
  child.kill('SIGKILL');
  const outcome = await ended;
  story.push(
    outcome.exitCode === 0 ? 'done before the kill' : `killed after ${(afterMs / 1_000).toFixed(1)} s`,
  );
  return outcome;
}

function start(
  folder: string,
  words: readonly string[],
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const startedMs = performance.now();
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [program, ...words, '--quiet'], {
    env: {
      PATH,
      HOME,
      AUDIT_API_URL: account.url,
      AUDIT_TOKEN: 'long',
      AUDIT_LOCATION: 'BENCH',
      AUDIT_NO_JOURNAL: '1',
      AUDIT_CONFIG_DIR: join(folder, 'config'),
      AUDIT_ARCHIVE_FOLDER: join(folder, 'archive'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, ms: performance.now() - startedMs, stderr }));
  });
  return { child, ended };
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
