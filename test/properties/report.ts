/** Adds up what many runs came to: the figures of the promise (lost, doubled, silent gaps), and enough beside them to know that the runs were hard. */
import type { Case } from './random-case.js';
import type { CaseResult } from './run-case.js';

export interface Report {
  readonly accounts: number;
  readonly events: number;
  readonly requests: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly faultsInAll: number;
  readonly refusals: number;
  readonly incomplete: number;
  readonly lateMissing: number;
  readonly lost: number;
  readonly doubled: number;
  readonly silentGaps: number;
  readonly wrong: number;
  /** Incomplete, though nothing that the account did excuses it. */
  readonly faintHearted: number;
  readonly tokensElsewhere: number;
  /** Runs that failed, each with its seed and its first words. */
  readonly failures: readonly string[];
}

/** Runs them one after another, each to its end. */
export async function runAll(
  cases: Iterable<Case>,
  run: (asked: Case) => Promise<CaseResult>,
): Promise<Report> {
  const reporter = createReporter();
  for (const asked of cases) {
    try {
      reporter.add(asked, await run(asked));
    } catch (error) {
      reporter.addBug(asked, error);
    }
  }
  return reporter.report();
}

interface Reporter {
  add(asked: Case, result: CaseResult): void;
  /** A run that ended in an error that is no AuditError: a bug. */
  addBug(asked: Case, error: unknown): void;
  report(): Report;
}

const toldFailures = 50;

function createReporter(): Reporter {
  const sums = {
    accounts: 0,
    events: 0,
    requests: 0,
    refusals: 0,
    incomplete: 0,
    lateMissing: 0,
    lost: 0,
    doubled: 0,
    silentGaps: 0,
    wrong: 0,
    faintHearted: 0,
    tokensElsewhere: 0,
  };
  const faults: Record<string, number> = {};
  const failures: string[] = [];

  function fail(asked: Case, words: string): void {
    if (failures.length < toldFailures) failures.push(`seed ${asked.seed}: ${words}`);
  }

  function add(asked: Case, { verdict, complete, failure, stats, tokensElsewhere }: CaseResult): void {
    const { lost, doubled, silentGaps, wrong } = verdict;
    const isFainthearted = asked.mustComplete && !complete && asked.limit === undefined;
    sums.accounts += 1;
    sums.events += verdict.delivered;
    sums.requests += stats.requests;
    sums.refusals += stats.refusals;
    sums.incomplete += complete ? 0 : 1;
    sums.lateMissing += verdict.lateMissing;
    sums.lost += verdict.counts.lost;
    sums.doubled += verdict.counts.doubled;
    sums.silentGaps += verdict.counts.silentGaps;
    sums.wrong += verdict.counts.wrong;
    sums.faintHearted += isFainthearted ? 1 : 0;
    sums.tokensElsewhere += tokensElsewhere;
    for (const [kind, count] of Object.entries(stats.faults)) faults[kind] = (faults[kind] ?? 0) + count;
    for (const [what, texts] of Object.entries({ lost, doubled, silentGaps, wrong })) {
      if (texts.length > 0) fail(asked, `${what}: ${texts.join('; ')}`);
    }
    if (isFainthearted) fail(asked, `incomplete without an excuse${failure ? `: ${failure.message}` : ''}`);
    if (tokensElsewhere > 0) fail(asked, 'a token reached another host');
  }

  function addBug(asked: Case, error: unknown): void {
    sums.accounts += 1;
    sums.wrong += 1;
    fail(asked, `bug: ${error instanceof Error ? firstLines(error) : String(error)}`);
  }

  const inAll = () => Object.values(faults).reduce((sum, count) => sum + count, 0);
  return {
    add,
    addBug,
    report: () => ({ ...sums, faults: { ...faults }, faultsInAll: inAll(), failures: [...failures] }),
  };
}

function firstLines(error: Error): string {
  return (error.stack ?? error.message).split('\n', 4).join('');
}

/** What must be true of every report. */
export const promised = {
  lost: 0,
  doubled: 0,
  silentGaps: 0,
  wrong: 0,
  faintHearted: 0,
  tokensElsewhere: 0,
  failures: [],
} as const;
