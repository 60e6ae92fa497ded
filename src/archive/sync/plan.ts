/** What a sync reads: from what is settled to now, and the holes that can still be filled. Pure. */
import type { Window } from '../../audit/coverage.js';
import { without } from '../../audit/windows.js';
import type { CoverageLedger } from '../store/coverage-ledger.js';
import { type Overlap, overlapOf } from './lateness.js';

export interface SyncPlan {
  /** What is read; begins no earlier than the account still tells. */
  readonly window: Window;
  /** Undefined at the first sync. */
  readonly overlap: Overlap | undefined;
  /** What lies between the last sync and this one and is gone from the account. */
  readonly lostBefore: Window | undefined;
  /** All that was lost for good since the last sync, holes among it; oldest first. */
  readonly lost: readonly Window[];
  /** What earlier readings could not have and this window does not hold, oldest first. */
  readonly holes: readonly Window[];
}

export interface PlanFacts {
  readonly nowMs: number;
  /** The oldest instant that the account still tells. */
  readonly floorMs: number;
  /** From where on to look again, as the person asked. */
  readonly sinceMs: number | undefined;
}

/** The plan of a sync that begins now. */
export function planSync(ledger: CoverageLedger, { nowMs, floorMs, sinceMs }: PlanFacts): SyncPlan {
  const { settledUntilMs, longestLateMs, lastDeepLookMs } = ledger;
  if (settledUntilMs === undefined) {
    const beginMs = Math.max(floorMs, sinceMs ?? floorMs);
    return {
      window: windowTo(nowMs, beginMs),
      overlap: undefined,
      lostBefore: undefined,
      lost: [],
      holes: [],
    };
  }
  const isClockSetBack = nowMs < settledUntilMs;
  const overlap = overlapOf({
    longestLateMs,
    lastDeepLookMs: isClockSetBack ? undefined : lastDeepLookMs,
    nowMs,
  });
  const knownMs = Math.min(settledUntilMs, nowMs);
  const wantedMs = Math.min(knownMs - overlap.ms, sinceMs ?? Number.POSITIVE_INFINITY);
  const beginMs = Math.max(floorMs, wantedMs);
  const endMs = ledger.window?.untilMs ?? settledUntilMs;
  const holes = ledger.holes.flatMap((hole) =>
    without(hole, [{ sinceMs: beginMs, untilMs: Number.POSITIVE_INFINITY }]),
  );
  const lostBefore = endMs < floorMs ? { sinceMs: endMs, untilMs: floorMs } : undefined;
  return {
    window: windowTo(nowMs, beginMs),
    overlap: wantedMs === sinceMs && beginMs < knownMs ? { ms: knownMs - beginMs, why: 'asked' } : overlap,
    lostBefore,
    lost: [...overtaken(ledger, floorMs), ...(lostBefore === undefined ? [] : [lostBefore])],
    holes: holes.flatMap(({ sinceMs: begin, untilMs }) =>
      untilMs > floorMs ? [{ sinceMs: Math.max(begin, floorMs), untilMs }] : [],
    ),
  };
}

/** What of the holes could be filled at the last sync, and cannot any more. */
function overtaken(
  { holes, lastFloorMs = Number.POSITIVE_INFINITY }: CoverageLedger,
  floorMs: number,
): readonly Window[] {
  return holes.flatMap(({ sinceMs, untilMs }) => {
    const part = { sinceMs: Math.max(sinceMs, lastFloorMs), untilMs: Math.min(untilMs, floorMs) };
    return part.sinceMs < part.untilMs ? [part] : [];
  });
}

/** The account's clock may have been set back since. */
function windowTo(nowMs: number, sinceMs: number): Window {
  return { sinceMs: Math.min(sinceMs, nowMs), untilMs: nowMs };
}
