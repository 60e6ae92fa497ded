/** Runs of the built program against an account, and the moment at which each is killed: what the proofs of export and archive share. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { createRandom } from '../hostile/random.js';
import { builtProgram } from '../support/built.js';

export interface Ended {
  readonly exitCode: number | null;
  readonly ms: number;
  readonly stderr: string;
}

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** How a run is killed; the moment is anywhere in the time that an undisturbed one takes. */
export interface Killing {
  readonly random: ReturnType<typeof createRandom>;
  readonly signals: readonly [NodeJS.Signals, ...NodeJS.Signals[]];
  readonly wholeMs: number;
  /** Told what happened. */
  readonly story: string[];
}

/** Starts `audit …` against the account at that address, with this environment and no other. */
export function startRun(
  url: string,
  words: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Run {
  const startedMs = performance.now();
  const { PATH = '', HOME = '' } = process.env;
  const account = { AUDIT_API_URL: url, AUDIT_TOKEN: 'long', AUDIT_LOCATION: 'BENCH', AUDIT_NO_JOURNAL: '1' };
  const child = spawn(process.execPath, [builtProgram(), ...words], {
    env: { PATH, HOME, ...account, ...more },
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

/** Sends a signal at a random moment, unless the run is done before, and waits for its end. */
export async function killAtRandom(
  { child, ended }: Run,
  { random, signals, wholeMs, story }: Killing,
): Promise<Ended> {
  const signal = random.pick(signals);
  const afterMs = Math.floor(random.fraction() * wholeMs);
  await Promise.race([sleep(afterMs), ended]);
  child.kill(signal);
  const outcome = await ended;
  story.push(
    outcome.exitCode === 0 ? 'done before the signal' : `${signal} after ${(afterMs / 1_000).toFixed(1)} s`,
  );
  return outcome;
}
