/** The retry policy, pure: what failed, how often, for how long, and the account's own word → wait so long, or give up and why. */

import type { FailureKind } from './failure.js';

export interface FailedAttempt {
  readonly kind: FailureKind;
  /** 1 for the first try; those that were refused for rate and those that were not are counted apart. */
  readonly attempt: number;
  /** What the asker sets; undefined: as many as the kind of failure deserves. */
  readonly mostAttempts?: number | undefined;
  /** Since the first failure of this request. */
  readonly elapsedMs: number;
  /** From `Retry-After`; undefined where the account said nothing usable. */
  readonly retryAfterMs: number | undefined;
  /** Whether this account has answered anything in this run: a wrong address should not cost minutes. */
  readonly hasAnswered: boolean;
}

export type RetryVerdict =
  | { readonly retryAfterMs: number }
  | { readonly giveUp: 'final' | 'attempts' | 'budget'; readonly neededMs: number };

interface Patience {
  readonly attempts: number;
  readonly baseMs: number;
  readonly capMs: number;
}

// Attempts × cap outlast the usual budget of five minutes where waiting helps, and stay short where it seldom does.
const patienceByKind: Readonly<Record<FailureKind, Patience>> = {
  'rate-limited': { attempts: 30, baseMs: 1000, capMs: 30_000 },
  overloaded: { attempts: 20, baseMs: 500, capMs: 30_000 },
  interrupted: { attempts: 20, baseMs: 250, capMs: 20_000 },
  'no-connection': { attempts: 20, baseMs: 500, capMs: 30_000 },
  'bad-answer': { attempts: 5, baseMs: 500, capMs: 5000 },
  'doubtful-refusal': { attempts: 2, baseMs: 500, capMs: 500 },
  final: { attempts: 1, baseMs: 0, capMs: 0 },
};

/** A host that never answered is more likely mistyped than down. */
const attemptsAtStrangers = 4;

/**
 * Whether and when to try again: exponential with full jitter (a refusal for rate waits at least half of it),
 * never sooner than the account asks, never beyond `maxWaitMs` since the first failure.
 * @param random uniform in [0, 1)
 */
export function decideRetry(failed: FailedAttempt, maxWaitMs: number, random: number): RetryVerdict {
  const patience = patienceByKind[failed.kind];
  if (failed.kind === 'final') return { giveUp: 'final', neededMs: 0 };
  const backoffMs = backoff(failed, patience, random);
  const waitMs = Math.max(backoffMs, failed.retryAfterMs ?? 0);
  if (failed.attempt >= allowedAttempts(failed, patience)) return { giveUp: 'attempts', neededMs: waitMs };
  if (failed.elapsedMs + waitMs > maxWaitMs) return { giveUp: 'budget', neededMs: waitMs };
  return { retryAfterMs: waitMs };
}

function backoff(failed: FailedAttempt, { baseMs, capMs }: Patience, random: number): number {
  const ceilingMs = Math.min(capMs, baseMs * 2 ** (failed.attempt - 1));
  const floorMs = failed.kind === 'rate-limited' ? ceilingMs / 2 : 0;
  return Math.ceil(floorMs + random * (ceilingMs - floorMs));
}

/** A refusal for rate says nothing of the request: it is waited for whatever the asker sets. */
function allowedAttempts(failed: FailedAttempt, { attempts }: Patience): number {
  if (failed.kind === 'no-connection' && !failed.hasAnswered) return attemptsAtStrangers;
  return failed.kind === 'rate-limited' ? attempts : Math.min(attempts, failed.mostAttempts ?? attempts);
}
