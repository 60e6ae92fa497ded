/** How late events have come to this account, and how far a sync looks back for it. Pure. */
import type { AuditEvent } from '../../audit/event.js';
import type { Look } from '../store/coverage-ledger.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** So far every sync looks back, whatever it has seen so far. */
const leastMs = 15 * minuteMs;
/** What was late once may be later the next time. */
const slack = 2;
/** Looking no farther back than what is expected would never show what is later. */
const deepLookMs = 24 * hourMs;
/** A sync once a day has not the same minute every day. */
const deepLookEveryMs = 23 * hourMs;

export interface Overlap {
  readonly ms: number;
  /** Why so far, for the person. */
  readonly why: 'usual' | 'seen' | 'deep' | 'asked';
}

/** How far behind what is settled the next sync begins: twice the longest lateness seen, and once a day a whole day at least. */
export function overlapOf({
  longestLateMs,
  lastDeepLookMs,
  nowMs,
}: {
  readonly longestLateMs: number;
  readonly lastDeepLookMs: number | undefined;
  readonly nowMs: number;
}): Overlap {
  const seenMs = slack * longestLateMs;
  const usual: Overlap = seenMs > leastMs ? { ms: seenMs, why: 'seen' } : { ms: leastMs, why: 'usual' };
  const isDue = lastDeepLookMs === undefined || nowMs - lastDeepLookMs >= deepLookEveryMs;
  return isDue && usual.ms < deepLookMs ? { ms: deepLookMs, why: 'deep' } : usual;
}

/**
 * By how much an event that is new to the archive was late at least, in milliseconds; 0 where no look at its instant was made before
 * that it missed. It had not arrived when the last of them began.
 */
export function lateByMs({ instantMs }: Pick<AuditEvent, 'instantMs'>, looks: readonly Look[]): number {
  let latestMs = instantMs;
  for (const { window, beganMs } of looks) {
    if (window.sinceMs <= instantMs && instantMs < window.untilMs) latestMs = Math.max(latestMs, beganMs);
  }
  return latestMs - instantMs;
}
