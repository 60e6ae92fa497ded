/** `npm run export-kills`: exports of the built program killed at random moments by every signal, gone on with, and compared to the byte; too long for `npm test`. Fails where one differs. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { newestMs, stepMs } from '../bench/dense-log.js';
import { startInstantAccount } from '../bench/run.js';
import { createRandom } from '../hostile/random.js';
import { type Ended, killAtRandom, startRun } from './killed-run.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    events: { type: 'string', default: '60000' },
    latency: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});

const signals = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
const forms: readonly [readonly string[], ...(readonly string[])[]] = [
  [],
  ['--order', 'desc'],
  ['--gzip', '--per-field'],
  ['--format', 'json', '--order', 'desc', '--gzip'],
];
/** A resumed run is killed again this often, so that interruptions of interruptions are tried too. */
const killedAgain = 0.3;

interface Reference {
  readonly sha256: string;
  readonly ms: number;
}

const random = createRandom(Number(values.seed));
const events = Number(values.events);
const account = await startInstantAccount({ events, latencyMs: Number(values.latency) });
const references = new Map<readonly string[], Reference>();
let same = 0;
let kept = 0;
try {
  for (const form of forms) references.set(form, await reference(form));
  for (let number = 1; number <= Number(values.kills); number += 1) {
    if (await killAndGoOn(number)) same += 1;
  }
} finally {
  account.close();
}
process.stdout.write(
  `${same} of ${values.kills} the same to the byte; ${kept} of them went on from a place that was noted\n`,
);
process.exitCode = same === Number(values.kills) ? 0 : 1;

async function reference(form: readonly string[]): Promise<Reference> {
  const folder = newFolder();
  const { exitCode, ms, stderr } = await startRun(account.url, wordsOf(form, folder)).ended;
  if (exitCode !== 0) throw new Error(`the uninterrupted export ended with ${exitCode}: ${stderr}`);
  const sha256 = hashOf(folder);
  rmSync(folder, { recursive: true });
  process.stdout.write(
    `uninterrupted, ${form.join(' ') || 'as usual'}: ${(ms / 1_000).toFixed(1)} s, ${sha256}\n`,
  );
  return { sha256, ms };
}

async function killAndGoOn(number: number): Promise<boolean> {
  const form = random.pick(forms);
  const expected = references.get(form) as Reference;
  const folder = newFolder();
  const story: string[] = [];
  let words = wordsOf(form, folder);
  let last = await killed(words, expected.ms, story);
  while (last.exitCode !== 0) {
    if (isThere(folder) && hashOf(folder) !== expected.sha256) story.push('HALF A FILE');
    const from = reachedIn(folder);
    if (from > 0) kept += 1;
    story.push(`at ${from} events`);
    words = existsSync(journalIn(folder)) ? ['export', '--resume', '-o', join(folder, 'report')] : words;
    last =
      random.fraction() < killedAgain
        ? await killed(words, expected.ms, story)
        : await startRun(account.url, words).ended;
    if (last.exitCode !== 0 && story.length > 40) throw new Error(`no end: ${last.stderr}`);
  }
  const isSame = hashOf(folder) === expected.sha256 && !story.includes('HALF A FILE');
  process.stdout.write(
    `${number}. ${form.join(' ') || 'as usual'}: ${story.join(', ')} → ${isSame ? 'same' : 'DIFFERENT'}\n`,
  );
  rmSync(folder, { recursive: true });
  return isSame;
}

function killed(words: readonly string[], wholeMs: number, story: string[]): Promise<Ended> {
  return killAtRandom(startRun(account.url, words), { random, signals, wholeMs, story });
}

function wordsOf(form: readonly string[], folder: string): readonly string[] {
  const since = new Date(newestMs - events * stepMs).toISOString();
  const until = new Date(newestMs + 1).toISOString();
  return ['export', '--since', since, '--until', until, ...form, '-o', join(folder, 'report')];
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'audit-kills-'));
}

function journalIn(folder: string): string {
  return join(folder, 'report.partial.json');
}

function reachedIn(folder: string): number {
  if (!existsSync(journalIn(folder))) return 0;
  const journal: { readonly reached?: { readonly events: number } } = JSON.parse(
    readFileSync(journalIn(folder), 'utf8'),
  );
  return journal.reached?.events ?? 0;
}

function isThere(folder: string): boolean {
  return existsSync(join(folder, 'report'));
}

function hashOf(folder: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'report')))
    .digest('hex');
}
