/** `npm run torture`: the promise of the reading engine put to ten thousand accounts and, in both orders, to one of a million events, far too long for `npm test`. Prints its figures and fails where one is not 0. */
import { parseArgs } from 'node:util';
import { tame } from '../hostile/behaviours.js';
import { type Case, randomCases } from '../properties/random-case.js';
import { type Report, runAll } from '../properties/report.js';
import { type CaseResult, runInMemory, runOverSocket } from '../properties/run-case.js';

const dayMs = 86_400_000;
/** A hundred answers of the large account stall. */
const shortSilenceMs = 100;

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000' },
    sockets: { type: 'string', default: '200' },
    events: { type: 'string', default: '1000000' },
    /** The first seed; a failure's seed with `--accounts 1 --sockets 0 --events 0` repeats it. */
    seed: { type: 'string', default: '1' },
  },
});

/** A year's log of a busy account: quiet weeks, 20,000 events in a second, 2,000 in a millisecond, and every second answer a fault. */
function largeCase(seed: number, events: number, order: Case['order']): Case {
  const nowMs = Date.parse('2026-11-21T18:04:00.000Z');
  const sinceMs = nowMs - 59 * dayMs;
  const burst = Math.min(20_000, Math.floor(events / 50));
  const instant = Math.floor(burst / 10);
  const rest = events - burst - instant;
  return {
    seed,
    nowMs,
    plan: {
      seed,
      stretches: [
        { startMs: sinceMs, lengthMs: 20 * dayMs, count: Math.floor(rest / 2) },
        { startMs: sinceMs + 50 * dayMs, lengthMs: 9 * dayMs - 3_600_000, count: Math.ceil(rest / 2) },
        { startMs: sinceMs + 51 * dayMs, lengthMs: 999, count: burst },
        { startMs: sinceMs + 52 * dayMs, lengthMs: 0, count: instant },
      ],
      padded: new Map([[1, 2_000_000]]),
    },
    behaviours: {
      ...tame,
      overlap: 1,
      mongoLogs: 'share',
      faults: { ...tame.faults, share: 0.55, maxInARow: 3 },
    },
    sinceMs,
    untilMs: nowMs - 1_800_000,
    order,
    limit: undefined,
    wanted: { kind: 'everything' },
    mustComplete: true,
  };
}

async function put(
  name: string,
  cases: Iterable<Case>,
  run: (asked: Case) => Promise<CaseResult>,
): Promise<Report> {
  const startedMs = performance.now();
  const report = await runAll(cases, run);
  if (report.accounts === 0) return report;
  const took = `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`;
  process.stdout.write(
    `${name}: ${took}, peak ${peakMegabytes()} MB\n${JSON.stringify(report, undefined, 2)}\n\n`,
  );
  return report;
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1_024);
}

const bad = ({ lost, doubled, silentGaps, wrong, faintHearted, tokensElsewhere }: Report): number =>
  lost + doubled + silentGaps + wrong + faintHearted + tokensElsewhere;

const seed = Number(values.seed);
const events = Number(values.events);
const orders = ['newest-first', 'oldest-first'] as const;
const large = events > 0 ? orders.map((order) => largeCase(seed, events, order)) : [];
const reports = [
  await put('a large account over sockets, read in each order', large, (asked) =>
    runOverSocket(asked, shortSilenceMs),
  ),
  await put('random accounts in memory', randomCases(seed, Number(values.accounts)), runInMemory),
  await put(
    'random accounts over sockets',
    randomCases(seed + 1_000_000, Number(values.sockets)),
    runOverSocket,
  ),
];
const sum = (figure: (report: Report) => number) =>
  reports.reduce((total, report) => total + figure(report), 0);
process.stdout.write(
  `${sum((r) => r.accounts)} accounts · ${sum((r) => r.events)} events · ${sum((r) => r.faultsInAll)} faults · ` +
    `${sum((r) => r.lost)} lost · ${sum((r) => r.doubled)} doubled · ${sum((r) => r.silentGaps)} silent gaps\n`,
);
process.exitCode = sum(bad) === 0 ? 0 : 1;
