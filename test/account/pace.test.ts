import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pace, type Turn } from '../../src/account/pace.js';
import { waitWord } from '../../src/account/wait-word.js';
import { fractionOf } from '../hostile/random.js';
import { createVirtualClock } from '../hostile/virtual-clock.js';
import { fixedWindow, type Limiter, rateHeaders, slidingWindow, tokenBucket } from './limiters.js';

interface Run {
  readonly seconds: number;
  readonly requests: number;
  readonly refusals: number;
  readonly mostAtOnce: number;
  readonly waits: readonly string[];
}

interface Circumstances {
  readonly limiter: Limiter | undefined;
  readonly pages: number;
  readonly hasHeaders?: boolean;
  /** Latency: between the first and the sum of both, one way. */
  readonly latencyMs?: readonly [least: number, spread: number];
  readonly startMs?: number;
}

/** Reads so many pages as fast as the pace allows, from 24 workers; a refused one waits its second and comes again. */
async function readPages(circumstances: Circumstances): Promise<Run> {
  const {
    limiter,
    pages,
    hasHeaders = true,
    latencyMs = [20, 60],
    startMs = 1_000_000_003_000,
  } = circumstances;
  const clock = createVirtualClock(startMs);
  let drawn = 0;
  const { signal } = new AbortController();
  const waits: string[] = [];
  const pace = new Pace({ clock, signal, onWait: waitWord(clock, ({ why }) => waits.push(why)) });
  let left = pages;
  const run = { requests: 0, refusals: 0, atOnce: 0, mostAtOnce: 0 };
  const travel = () => clock.sleep(latencyMs[0] + fractionOf(7, drawn++) * latencyMs[1]);
  const one = async (): Promise<boolean> => {
    const turn = await pace.turn(signal);
    run.requests++;
    run.atOnce++;
    run.mostAtOnce = Math.max(run.mostAtOnce, run.atOnce);
    await travel();
    const verdict = limiter?.(clock.nowMs());
    await travel();
    run.atOnce--;
    const headers = verdict !== undefined && hasHeaders ? rateHeaders(verdict) : {};
    const isAllowed = verdict?.isAllowed ?? true;
    turn.end(isAllowed ? { kind: 'answered', headers, comparable: true } : { kind: 'rate-limited', headers });
    if (isAllowed) return true;
    run.refusals++;
    pace.hold(1000);
    return false;
  };
  const worker = async () => {
    while (left-- > 0) while (!(await one()));
  };
  await Promise.all(Array.from({ length: 24 }, worker));
  const { requests, refusals, mostAtOnce } = run;
  return { seconds: (clock.nowMs() - startMs) / 1000, requests, refusals, mostAtOnce, waits };
}

const limiters: readonly (readonly [string, () => Limiter])[] = [
  ['a fixed window', () => fixedWindow()],
  ['a sliding window', () => slidingWindow()],
  ['a bucket', () => tokenBucket()],
];

test.each(limiters)(
  'under %s, 1,000 pages take hardly longer than the limit itself, without a refusal',
  async (_name, make) => {
    const run = await readPages({ limiter: make(), pages: 1000 });
    expect(run.refusals).toBe(0);
    expect(run.seconds).toBeLessThan(1.04 * 100);
  },
);

test.each(limiters)(
  'under %s that answers slowly, late and out of order, it is no different',
  async (_name, make) => {
    const run = await readPages({ limiter: make(), pages: 1000, latencyMs: [50, 350] });
    expect(run.refusals).toBe(0);
    expect(run.seconds).toBeLessThan(1.1 * 100);
  },
);

test('what others used up just before is respected', async () => {
  const startMs = 1_000_000_003_000;
  const used = Array.from({ length: 63 }, (_, index) => startMs - index * 100);
  const sliding = await readPages({ limiter: slidingWindow(used), pages: 400, startMs });
  const fixed = await readPages({ limiter: fixedWindow(63), pages: 400, startMs });
  expect([sliding.refusals, fixed.refusals]).toEqual([0, 0]);
  expect(Math.max(sliding.seconds, fixed.seconds)).toBeLessThan(1.1 * 46.3);
});

test('fewer pages than the limit come at once', async () => {
  const run = await readPages({ limiter: slidingWindow(), pages: 90 });
  expect(run.seconds).toBeLessThan(2);
});

test('the wait for the limit is said with its reason', async () => {
  const run = await readPages({ limiter: slidingWindow(), pages: 101 });
  expect(run.waits).toEqual(['the account takes 100 requests in 10 s']);
});

test('an account without a limit soon takes many at once, and never more than 20', async () => {
  const run = await readPages({ limiter: undefined, pages: 200, latencyMs: [50, 0] });
  expect(run.mostAtOnce).toBe(20);
  expect(run.seconds).toBeLessThan(20 / 10);
});

test('a limit that shows itself only by refusals is kept to from the first one on', async () => {
  const run = await readPages({ limiter: slidingWindow(), pages: 1000, hasHeaders: false });
  expect(run.refusals).toBeLessThanOrEqual(20);
  expect(run.seconds).toBeLessThan(1.1 * 100);
});

test('a pause that the account asks for holds everybody', async () => {
  const clock = createVirtualClock(0);
  const { signal } = new AbortController();
  const pace = new Pace({ clock, signal, onWait: () => undefined });
  pace.hold(5000);
  const sentMs = await Promise.all([1, 2, 3].map(async () => pace.turn(signal).then(() => clock.nowMs())));
  expect(sentMs).toEqual([5000, 5000, 5000]);
});

test('who gives up waiting loses no turn of the others', async () => {
  const clock = createVirtualClock(0);
  const run = new AbortController();
  const pace = new Pace({ clock, signal: run.signal, onWait: () => undefined });
  pace.hold(5000);
  const impatient = new AbortController();
  const given = pace.turn(impatient.signal);
  const patient = pace.turn(run.signal);
  impatient.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  await patient;
  expect(clock.nowMs()).toBe(5000);
});

test('when the run is over, everybody who still waits is told', async () => {
  const run = new AbortController();
  const pace = new Pace({ clock: createVirtualClock(0), signal: run.signal, onWait: () => undefined });
  pace.hold(5000);
  const waiting = [pace.turn(new AbortController().signal), pace.turn(new AbortController().signal)];
  run.abort(new Error('over'));
  expect(await Promise.allSettled(waiting)).toEqual([
    { status: 'rejected', reason: new Error('over') },
    { status: 'rejected', reason: new Error('over') },
  ]);
});

const anyHeaders = fc.record(
  {
    'x-ratelimit-max': fc.constantFrom('1', '3', '100', '0', 'x'),
    'x-ratelimit-remaining': fc.constantFrom('0', '1', '50', '100', '999', '-1'),
    'x-ratelimit-interval-milliseconds': fc.constantFrom('1', '1000', '10000', '0'),
  },
  { requiredKeys: [] },
);
const anyOutcome = fc.oneof(
  fc.record({ kind: fc.constant('answered' as const), headers: anyHeaders, comparable: fc.boolean() }),
  fc.record({ kind: fc.constant('rate-limited' as const), headers: anyHeaders }),
  fc.constant({ kind: 'troubled' as const }),
  fc.constant({ kind: 'dropped' as const }),
);
const anyRequest = fc.record({
  outcome: anyOutcome,
  latencyMs: fc.nat(3000),
  holdMs: fc.constantFrom(0, 0, 0, 700),
  giveUpAfterMs: fc.option(fc.nat(5000), { nil: undefined }),
});

test('whatever an account says of its limit, everybody who waits has a turn in the end', async () => {
  const everybodyServed = fc.asyncProperty(fc.array(anyRequest, { maxLength: 40 }), async (requests) => {
    const clock = createVirtualClock(0);
    const run = new AbortController();
    const pace = new Pace({ clock, signal: run.signal, onWait: () => undefined });
    const serve = async ({ outcome, latencyMs, holdMs, giveUpAfterMs }: (typeof requests)[number]) => {
      const patience = new AbortController();
      if (giveUpAfterMs !== undefined)
        void clock.sleep(giveUpAfterMs).then(() => patience.abort('impatient'));
      const turn = await pace.turn(patience.signal).catch((reason: unknown) => reason);
      if (turn === 'impatient') return;
      await clock.sleep(latencyMs);
      (turn as Turn).end(outcome);
      if (holdMs > 0) pace.hold(holdMs);
    };
    await Promise.all(requests.map(serve));
    expect(clock.nowMs()).toBeLessThan(41 * (10_025 + 3000 + 700));
  });
  await fc.assert(everybodyServed, { numRuns: 200 });
});
