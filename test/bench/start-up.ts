/** What a person waits for before anything happens: whole processes of the built program, each beside a bare `node -e 0`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, startInstantAccount } from './run.js';
import type { Goal, Measure } from './table.js';

const program = fileURLToPath(new URL('../../bin/audit.js', import.meta.url));

interface Start {
  readonly what: string;
  readonly words: readonly string[];
  /** Times bare node; `performance.md`. */
  readonly goal: Goal;
}

const starts: readonly Start[] = [
  { what: 'audit --version', words: ['--version'], goal: { atMost: 1.3 } },
  { what: 'audit list --help', words: ['list', '--help'], goal: { atMost: 1.6 } },
  { what: 'completion at the prompt', words: ['__complete', 'zsh', 'li'], goal: { atMost: 1.5 } },
  {
    what: 'audit list --limit 20, instant account',
    words: ['list', '--limit', '20'],
    goal: { atMost: 2.5 },
  },
  {
    what: 'audit list --sandbox --limit 20',
    words: ['list', '--sandbox', '--limit', '20'],
    goal: 'none',
  },
];

/** Medians of so many pairs, the commands in turn, so that a busy moment falls on all of them. */
export async function startUp(pairs: number): Promise<readonly Measure[]> {
  const account = await startInstantAccount({ events: 1_000, latencyMs: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'audit-bench-'));
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    AUDIT_API_URL: account.url,
    AUDIT_TOKEN: 'bench',
    AUDIT_LOCATION: 'BENCH',
  };
  try {
    // The first use of the embedded account lives its 60 days.
    for (const { words } of starts) timeOf([program, ...words], environment);
    const bareMs = new Map(starts.map((start) => [start, [] as number[]]));
    const oursMs = new Map(starts.map((start) => [start, [] as number[]]));
    for (let pair = 0; pair < pairs; pair += 1) {
      for (const start of starts) {
        bareMs.get(start)?.push(timeOf(['-e', '0'], environment));
        oursMs.get(start)?.push(timeOf([program, ...start.words], environment));
      }
    }
    return starts.map((start) =>
      measureOf(start, median(bareMs.get(start) ?? []), median(oursMs.get(start) ?? [])),
    );
  } finally {
    account.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureOf({ what, goal }: Start, bareMs: number, oursMs: number): Measure {
  return {
    what,
    ours: `${Math.round(oursMs)} ms`,
    floor: `bare node ${Math.round(bareMs)} ms`,
    ratio: oursMs / bareMs,
    goal,
  };
}

/** Milliseconds of a Node process from its start to its end. @throws where it fails */
function timeOf(words: readonly string[], env: Readonly<Record<string, string>>): number {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
  const ms = performance.now() - startedMs;
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  return ms;
}
