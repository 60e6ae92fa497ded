/** A case with nothing wrong in it, to spoil in one way: 30 days and 1,500 events. */
import { type Behaviours, tame } from '../hostile/behaviours.js';
import type { LogPlan } from '../hostile/event-log.js';
import type { Case } from './random-case.js';

const dayMs = 86_400_000;
const nowMs = Date.parse('2026-11-10T12:00:00.000Z');
export const plainWindow = { sinceMs: nowMs - 31 * dayMs, untilMs: nowMs - dayMs };

export function plainCase(
  behaviours: Partial<Behaviours>,
  plan: Partial<LogPlan> = {},
  question: Partial<Case> = {},
): Case {
  const { sinceMs, untilMs } = plainWindow;
  return {
    seed: 11,
    nowMs,
    plan: { seed: 11, stretches: [{ startMs: sinceMs, lengthMs: 30 * dayMs, count: 1_500 }], ...plan },
    behaviours: { ...tame, ...behaviours },
    sinceMs,
    untilMs,
    order: 'newest-first',
    limit: undefined,
    wanted: { kind: 'everything' },
    mustComplete: false,
    ...question,
  };
}
