/** Runs one process to its end and says what it cost. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { InstantAccountOptions, InstantAccountStats } from './instant-account.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const program = fileURLToPath(new URL('../../bin/audit.js', import.meta.url));

export interface Cost {
  readonly ms: number;
  readonly peakBytes: number;
  /** What it wrote on stderr; its last line is the coverage. */
  readonly word: string;
}

/** `audit …` as built (in `dist`, or wherever `binary` lies), its output thrown away, against an account at this address. */
export function runAudit(
  url: string,
  words: readonly string[],
  {
    binary = program,
    more = {},
  }: { readonly binary?: string; readonly more?: Readonly<Record<string, string>> } = {},
): Promise<Cost> {
  const environment = {
    ...more,
    AUDIT_API_URL: url,
    AUDIT_TOKEN: 'bench',
    AUDIT_LOCATION: 'BENCH',
    AUDIT_NO_JOURNAL: '1',
  };
  return runNode([binary, ...words], environment);
}

/** The bare loop over so many pages. */
export function runBareLoop(url: string, pages: number, sockets: number): Promise<Cost> {
  return runNode([`${folder}bare-loop.mjs`, url, String(pages), String(sockets)], {});
}

/** A Node process with a bare environment. @throws when it does not end with 0 */
function runNode(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Cost> {
  const { PATH = '', HOME = '' } = process.env;
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--import', `${folder}peak-memory.mjs`, ...words], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let word = '';
  let peak = '';
  child.stderr?.on('data', (chunk) => {
    word += String(chunk);
  });
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    peak += String(chunk);
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      const ms = performance.now() - startedMs;
      if (code === 0) resolve({ ms, peakBytes: Number(peak) * 1024, word: word.trim() });
      else reject(new Error(`${words.join(' ')} ended with ${code}: ${word}`));
    });
  });
}

export interface InstantAccount {
  readonly url: string;
  /** Since the last call. */
  stats(): Promise<InstantAccountStats>;
  close(): void;
}

/** Starts an account in a process of its own. */
export async function startInstantAccount(options: InstantAccountOptions): Promise<InstantAccount> {
  const words = ['--import', 'tsx', `${folder}instant-account.ts`, JSON.stringify(options)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await createInterface({ input: child.stdout })
    [Symbol.asyncIterator]()
    .next()
    .then(({ value }) => [value]);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    stats: async () => (await (await fetch(`${url}/stats`)).json()) as InstantAccountStats,
    close: () => void child.kill(),
  };
}

/** The middle one of an odd number of measures. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
