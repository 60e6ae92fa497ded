import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Window } from '../../src/audit/coverage.js';
import type { AuditEvent } from '../../src/audit/event.js';
import { eventAt, FakeAccount, type Manners, randomFrom } from './fake-account.js';
import { outcomeOf, truthOf } from './truth.js';

const runs = Number(process.env['READING_RUNS'] ?? 400);
const seed = Number(process.env['READING_SEED'] ?? 20_261_122);
const base = 1_700_000_000_000;

interface Bursts {
  readonly seed: number;
  readonly bursts: readonly { readonly at: number; readonly count: number; readonly spread: number }[];
}

/** Days of silence, busy stretches, and instants that hold more than a page. */
function logOf({ seed: logSeed, bursts }: Bursts): AuditEvent[] {
  const random = randomFrom(logSeed);
  const events: AuditEvent[] = [];
  for (const { at, count, spread } of bursts) {
    for (let index = 0; index < count; index++) {
      const id = Math.floor(random() * 2 ** 40)
        .toString(16)
        .padStart(10, '0');
      events.push(eventAt(base + at + Math.floor(random() * spread), `${id}${events.length}`));
    }
  }
  return events;
}

const bursts = fc.record({
  seed: fc.nat(),
  bursts: fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 20_000_000 }),
      count: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 250 })),
      spread: fc.constantFrom(1, 1, 2, 50, 1_000, 100_000, 10_000_000),
    }),
    { maxLength: 6 },
  ),
});

const windows = fc
  .record({
    since: fc.integer({ min: 0, max: 5_000_000 }),
    until: fc.integer({ min: 5_000_000, max: 31_000_000 }),
  })
  .map(({ since, until }): Window => ({ sinceMs: base + since, untilMs: base + until }));

const manners: fc.Arbitrary<Manners> = fc.record({
  order: fc.constantFrom(
    'newest-first',
    'newest-first',
    'newest-first',
    'oldest-first',
    'scrambled',
    'shuffled-pages',
    'swapped-pages',
  ),
  ties: fc.constantFrom('stable', 'stable', 'unstable'),
  startIsOpen: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.boolean()),
  endIsOpen: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.boolean()),
  maxPageSize: fc.constantFrom(100, 50, 20, 7, 3),
  tooLarge: fc.constantFrom('clamped', 'refused'),
  hasMore: fc.constantFrom('honest', 'honest', 'honest', 'false-on-full-page', 'always-false'),
  emptyMoments: fc.constantFrom(0, 0, 0.15),
  emptySlots: fc.constantFrom(false, false, false, true),
  overlap: fc.constantFrom(0, 0, 0, 1, 2),
  mongo: fc.constantFrom('none', 'none', 'share', 'repeat'),
  cursor: fc.constantFrom('none', 'optional', 'refused', 'needed', 'repeats'),
  grainMs: fc.constantFrom(1, 1, 1, 1_000),
  poison: fc.constant(undefined),
  parallelism: fc.integer({ min: 1, max: 8 }),
  retentionDays: fc.constant(undefined),
  filters: fc.constant([]),
});

/** Where ties change places and the account denies what it holds, no reader can tell an end from a page that looks alike. */
function isBeyondProof({ ties, hasMore }: Manners): boolean {
  return ties === 'unstable' && hasMore !== 'honest';
}

function isInside(instantMs: number, window: Window): boolean {
  return instantMs >= window.sinceMs && instantMs < window.untilMs;
}

test('whatever the account is like, its reader gets each event once and in order, or hears what is missing', async () => {
  await fc.assert(
    fc.asyncProperty(
      bursts,
      manners.filter((manner) => !isBeyondProof(manner)),
      fc.constantFrom('newest-first' as const, 'oldest-first' as const),
      windows,
      fc.integer({ min: 0, max: 3 }),
      async (log, manner, order, window, turnsPerBatch) => {
        const events = logOf(log);
        const account = new FakeAccount(events, manner, log.seed);
        const { signal } = new AbortController();
        const { ids, coverage, failure } = await outcomeOf(account, { window, order }, signal, turnsPerBatch);
        const gaps = coverage.reasons.flatMap((reason) => ('window' in reason ? [reason.window] : []));
        const isSaid = ({ instantMs }: AuditEvent) => gaps.some((gap) => isInside(instantMs, gap));
        const told = new Set(ids);
        const isLost = (event: AuditEvent) =>
          isInside(event.instantMs, window) && !told.has(event.id) && !isSaid(event);
        expect(failure).toBeUndefined();
        expect(ids).toEqual(truthOf(events, { window, order }).filter((id) => told.has(id)));
        expect(events.filter(isLost)).toEqual([]);
        expect(coverage.complete).toBe(gaps.length === 0);
      },
    ),
    { numRuns: runs, seed, endOnFailure: true },
  );
}, 600_000);

test('an account that is sound in its way is read whole, whatever its way', async () => {
  const sound = manners.map(
    (manner): Manners => ({ ...manner, ties: 'stable', hasMore: 'honest', emptySlots: false }),
  );
  await fc.assert(
    fc.asyncProperty(bursts, sound, windows, async (log, manner, window) => {
      const events = logOf(log);
      const { ids, coverage } = await outcomeOf(new FakeAccount(events, manner, log.seed), { window });
      expect(coverage.reasons).toEqual([]);
      expect(ids).toEqual(truthOf(events, { window }));
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
}, 600_000);

test('stretches that fail for ever cost themselves, in either order', async () => {
  await fc.assert(
    fc.asyncProperty(
      bursts,
      fc.constantFrom('newest-first' as const, 'oldest-first' as const),
      fc.record({
        at: fc.integer({ min: 0, max: 20_000_000 }),
        length: fc.integer({ min: 0, max: 100_000 }),
      }),
      async (log, order, { at, length }) => {
        const events = logOf(log);
        const window = { sinceMs: base, untilMs: base + 40_000_000 };
        const poison = { low: base + at, high: base + at + length };
        const account = new FakeAccount(events, { poison }, log.seed);
        const { ids, coverage } = await outcomeOf(account, { window, order });
        const gaps = coverage.reasons.flatMap((reason) => ('window' in reason ? [reason.window] : []));
        const told = new Set(ids);
        const isLost = ({ id, instantMs }: AuditEvent) =>
          !told.has(id) && isInside(instantMs, window) && !gaps.some((gap) => isInside(instantMs, gap));
        expect(events.filter(isLost)).toEqual([]);
        expect(coverage.complete).toBe(false);
        expect(told.size).toBe(ids.length);
      },
    ),
    { numRuns: Math.ceil(runs / 4), seed, endOnFailure: true },
  );
}, 600_000);
