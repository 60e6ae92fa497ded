/** A seed becomes an account, its log, and a question: small, and as wild as the account can be. */
import { type Behaviours, tame, transientFaults } from '../hostile/behaviours.js';
import type { LogPlan, Stretch } from '../hostile/event-log.js';
import { createRandom, type Random } from '../hostile/random.js';

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Late events come at most so much later: what a client may be expected to call unsettled. */
const mostLatenessMs = minuteMs;

/** What a client assumes of an account that says nothing (account-api.md). */
const shortestRetentionMs = 60 * dayMs;

/** What is asked beside the window; numbers name types, records by their place in the vocabulary. */
export type Wanted =
  | { readonly kind: 'everything' }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'record'; readonly record: string };

export interface Case {
  readonly seed: number;
  /** By the account's clock, when the run begins. */
  readonly nowMs: number;
  readonly plan: LogPlan;
  readonly behaviours: Behaviours;
  readonly sinceMs: number;
  /** The window ends here or, if that is still to come, now. */
  readonly untilMs: number;
  readonly order: 'newest-first' | 'oldest-first';
  readonly limit: number | undefined;
  readonly wanted: Wanted;
  /** Nothing here excuses an incomplete answer. */
  readonly mustComplete: boolean;
}

/** Among them the nights in which clocks are put forward or back, in several hemispheres. */
const nows = [
  '2026-10-14T12:34:56.789Z',
  '2026-11-01T06:30:00.000Z',
  '2026-03-08T08:00:00.001Z',
  '2026-04-04T14:15:00.000Z',
  '2026-01-01T00:00:00.000Z',
  '2028-03-01T00:00:00.000Z',
] as const;

export function* randomCases(firstSeed: number, count: number): Iterable<Case> {
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) yield randomCase(seed);
}

function randomCase(seed: number): Case {
  const random = createRandom(seed);
  const nowMs = Date.parse(random.pick(nows)) + random.between(0, minuteMs);
  const lengthMs = random.pick([1, secondMs, minuteMs, hourMs, dayMs, 7 * dayMs, 59 * dayMs] as const);
  const isPast = random.chance(0.5);
  const untilMs = isPast ? nowMs - random.between(10 * minuteMs, 30 * dayMs) : nowMs + 1;
  const usual = withPurge(behavioursOf(random), random);
  const behaviours = withRarities(usual, createRandom(seed + 0x5eed), {
    sinceMs: untilMs - lengthMs,
    untilMs,
    nowMs,
  });
  const floorMs = nowMs - (behaviours.retentionDays ?? Number.POSITIVE_INFINITY) * dayMs;
  const isAtFloor = Number.isFinite(floorMs) && floorMs < untilMs && random.chance(0.8);
  const sinceMs = isAtFloor ? floorMs + random.between(-10 * minuteMs, minuteMs) : untilMs - lengthMs;
  const plan = planOf(seed, random, { sinceMs, untilMs: Math.min(untilMs, nowMs), nowMs }, behaviours);
  return {
    seed,
    nowMs,
    plan,
    behaviours,
    sinceMs,
    untilMs,
    order: random.pick(['newest-first', 'oldest-first'] as const),
    limit: random.chance(0.2) ? random.between(1, 80) : undefined,
    wanted: wantedOf(random),
    mustComplete:
      behaviours.retentionDays === undefined &&
      sinceMs > nowMs - shortestRetentionMs &&
      !isExcusable(behaviours, plan),
  };
}

interface Times {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly nowMs: number;
}

function planOf(seed: number, random: Random, times: Times, { order, hasMore }: Behaviours): LogPlan {
  const isRagged = random.chance(0.15);
  const mayBeLate = order !== 'permuted-pages' && order !== 'scrambled';
  return {
    seed,
    stretches: stretchesOf(random, times),
    shares: {
      odd: random.chance(0.1) ? 0.1 : 0,
      noId: isRagged ? 0.03 : 0,
      badDate: isRagged ? 0.03 : 0,
      // An empty page that is said to be the last is the end for anybody.
      ghost: random.chance(0.1) && hasMore !== 'always-false' ? random.pick([0.2, 0.9] as const) : 0,
    },
    late: { share: mayBeLate && random.chance(0.3) ? 0.3 : 0, maxLagMs: mostLatenessMs },
    conflicts: random.chance(0.05) ? 0.2 : 0,
    padded: random.chance(0.01) ? new Map([[0, 2_000_000]]) : new Map(),
  };
}

function stretchesOf(random: Random, { sinceMs, untilMs, nowMs }: Times): readonly Stretch[] {
  const lengthMs = untilMs - sinceMs;
  const somewhere = () => sinceMs + Math.floor(random.fraction() * lengthMs);
  const stretches: Stretch[] = [];
  const size = random.pick([0, 20, 120, 400] as const);
  if (random.chance(0.8)) stretches.push({ startMs: sinceMs, lengthMs, count: random.between(0, size) });
  if (random.chance(0.3))
    stretches.push({ startMs: somewhere(), lengthMs: 0, count: random.between(1, size + 1) });
  if (random.chance(0.3))
    stretches.push({ startMs: somewhere(), lengthMs: 999, count: random.between(1, size + 1) });
  // At the very ends of the window, and just beyond them.
  for (const atMs of [sinceMs - 1, sinceMs, untilMs - 1, untilMs]) {
    if (random.chance(0.3)) stretches.push({ startMs: atMs, lengthMs: 0, count: random.between(1, 12) });
  }
  if (random.chance(0.3)) stretches.push({ startMs: sinceMs, lengthMs: 5 * minuteMs, count: size });
  if (random.chance(0.4)) stretches.push({ startMs: sinceMs - dayMs, lengthMs: dayMs, count: size });
  if (random.chance(0.3)) stretches.push({ startMs: nowMs - minuteMs, lengthMs: 5 * minuteMs, count: size });
  return stretches;
}

function behavioursOf(random: Random): Behaviours {
  const or = <T>(probability: number, usual: T, choices: readonly [T, ...T[]]): T =>
    random.chance(probability) ? random.pick(choices) : usual;
  const maxPageSize = or<number>(0.6, 100, [3, 7, 10, 20, 50, 200]);
  const isFaulty = random.chance(0.6);
  return {
    ...tame,
    order: or(0.5, 'newest-first', ['oldest-first', 'unsorted-within-page', 'permuted-pages', 'scrambled']),
    ties: or(0.2, 'stable', ['unstable']),
    start: or(0.15, 'inclusive', ['exclusive']),
    end: or(0.15, 'inclusive', ['exclusive']),
    isCoarse: random.chance(0.1),
    hasMore: or(0.15, 'honest', ['false-on-full-page', 'always-true']),
    emptyPages: or(0.2, 'never', ['slots', 'moments']),
    overlap: or(0.2, 0, [1, 2]),
    mongoLogs: or(0.5, 'absent', ['null', 'empty', 'share', 'repeat']),
    cursor: or(0.6, 'none', [
      'optional',
      'ignored',
      'refused',
      'required',
      'required-else-first-page',
      'repeats',
      'expires',
    ]),
    maxPageSize: maxPageSize,
    tooLargePage: maxPageSize >= 20 && random.chance(0.5) ? 'refused' : 'clamped',
    isStrict: random.chance(0.3),
    capabilities: random.chance(0.4) ? capabilitiesOf(random) : undefined,
    limit: random.chance(0.2)
      ? {
          kind: random.pick(['fixed-window', 'sliding-window'] as const),
          requests: random.pick([5, 20, 100] as const),
          intervalMs: 10_000,
          hasHeaders: random.chance(0.7),
          saysRetryAfter: random.chance(0.5),
        }
      : undefined,
    faults: {
      share: isFaulty ? random.pick([0.02, 0.1, 0.3] as const) : 0,
      kinds: random.chance(0.02) ? [...transientFaults, 'rate-limited-for-an-hour'] : transientFaults,
      maxInARow: random.pick([1, 2, 3] as const),
    },
    tokenPages: random.chance(0.03) ? random.between(1, 40) : undefined,
    redirects: random.chance(0.03) ? 0.05 : 0,
    dailyRequests: random.chance(0.02) ? random.between(1, 60) : undefined,
    skewMs: or(0.2, 0, [hourMs, -hourMs, 90 * secondMs]),
    latencyMs: random.pick<readonly [number, number]>([
      [0, 0],
      [20, 200],
      [200, 2_000],
    ]),
  };
}

/** Some accounts forget their oldest events while they are read; scrambled pages would hide from any reader what that moved. */
function withPurge(behaviours: Behaviours, random: Random): Behaviours {
  const isSteady = behaviours.order !== 'permuted-pages' && behaviours.order !== 'scrambled';
  if (!isSteady || !random.chance(0.1)) return behaviours;
  const retentionDays = random.between(1, 59);
  const { capabilities } = behaviours;
  return { ...behaviours, retentionDays, capabilities: capabilities && { ...capabilities, retentionDays } };
}

/** What few accounts do; from numbers of its own, so that a rarity more leaves the other seeds as they were. */
function withRarities(behaviours: Behaviours, random: Random, { sinceMs, untilMs }: Times): Behaviours {
  const turnsPages = !behaviours.cursor.startsWith('required') && behaviours.emptyPages === 'never';
  const badMs = sinceMs + Math.floor(random.fraction() * (untilMs - sinceMs));
  const kind = random.pick(['server-error', 'not-json', 'gateway-timeout', 'stalled-body'] as const);
  const poison = { sinceMs: badMs, untilMs: badMs + random.pick([1, secondMs, hourMs] as const), kind };
  const maxDepth = Math.max(behaviours.maxPageSize, random.pick([30, 200] as const));
  return {
    ...behaviours,
    maxDepth: random.chance(0.05) ? maxDepth : undefined,
    poison: random.chance(0.03) ? poison : undefined,
    hasMore: turnsPages && random.chance(0.03) ? 'always-false' : behaviours.hasMore,
  };
}

function capabilitiesOf(random: Random): Behaviours['capabilities'] {
  return {
    filters: random.pick<readonly string[]>([
      [],
      ['type'],
      ['userId', 'type', 'documentType', 'source', 'query'],
    ]),
    retentionDays: random.pick([undefined, 60, 90] as const),
  };
}

function wantedOf(random: Random): Wanted {
  if (random.chance(0.6)) return { kind: 'everything' };
  if (random.chance(0.3)) return { kind: 'record', record: `RECORD${random.between(0, 40)}` };
  return { kind: 'type', type: random.pick(['UPDATED', 'DELETED', 'NEVER_SEEN', 'ıstanbul-İ!'] as const) };
}

/** Whether the account does anything that a careful client may in the end give up on, saying so. */
function isExcusable(behaviours: Behaviours, { shares }: LogPlan): boolean {
  const isRagged = (shares?.noId ?? 0) > 0 || (shares?.odd ?? 0) > 0 || (shares?.ghost ?? 0) > 0.5;
  const isHostileForGood =
    behaviours.tokenPages !== undefined || behaviours.dailyRequests !== undefined || behaviours.redirects > 0;
  const isUnpredictable = behaviours.ties === 'unstable' || behaviours.hasMore === 'always-true';
  const isShort = behaviours.maxDepth !== undefined || behaviours.poison !== undefined;
  const isPatienceTried = behaviours.faults.kinds.includes('rate-limited-for-an-hour');
  return isRagged || isHostileForGood || isUnpredictable || isShort || isPatienceTried;
}
