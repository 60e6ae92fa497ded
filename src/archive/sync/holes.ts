/** What the archive lacks: what the account still tells, and until when, and what it does not any more. Pure. */
import type { Window } from '../../audit/coverage.js';
import type { CoverageLedger } from '../store/coverage-ledger.js';

interface FillableHole {
  readonly window: Window;
  /** From then on the account begins to forget it. */
  readonly fillableUntilMs: number;
}

export interface Holes {
  /** Oldest first. */
  readonly fillable: readonly FillableHole[];
  /** Lost for good, oldest first. */
  readonly lost: readonly Window[];
}

/** The holes of an archive whose account tells back to `floorMs` now; a hole across the floor is partly lost. */
export function holesOf({ holes }: CoverageLedger, floorMs: number, nowMs: number): Holes {
  const keptMs = nowMs - floorMs;
  return {
    fillable: holes.flatMap(({ sinceMs, untilMs }) => {
      if (untilMs <= floorMs) return [];
      const window = { sinceMs: Math.max(sinceMs, floorMs), untilMs };
      return [{ window, fillableUntilMs: window.sinceMs + keptMs }];
    }),
    lost: holes.flatMap(({ sinceMs, untilMs }) =>
      sinceMs < floorMs ? [{ sinceMs, untilMs: Math.min(untilMs, floorMs) }] : [],
    ),
  };
}
