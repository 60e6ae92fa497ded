/** The record of one stride of a reading: pure. */
import type { Coverage, Window } from '../../audit/coverage.js';
import type { CoverageRecord, RecordedGap } from '../store/ledger.js';
import type { Tally } from './tally.js';

export interface StrideFacts {
  /** Of the whole reading, as it stands at the end of the stride. */
  readonly coverage: Coverage;
  /** The part that the stride has read. */
  readonly part: Window;
  /** What should have been read before the part, and is gone for good. */
  readonly lost: Window | undefined;
  /** Whether nothing was ever read before this: then the archive begins where the account's log does, and lacks nothing before. */
  readonly isBeginning: boolean;
  readonly tally: Tally;
  /** Since the stride began. */
  readonly traffic: { readonly requests: number; readonly retries: number };
  readonly conflicting: readonly string[];
  readonly beganMs: number;
  readonly nowMs: number;
  readonly version: string;
}

/** What the stride asked for and got. */
export function coverageRecord(facts: StrideFacts): CoverageRecord {
  const { coverage, part, lost, tally, traffic, conflicting, beganMs, nowMs, version } = facts;
  const gaps = gapsOf(facts);
  const sinceMs = facts.isBeginning ? afterFloor(coverage, part) : (lost?.sinceMs ?? part.sinceMs);
  const settledMs = Math.min(part.untilMs, coverage.unsettledSinceMs ?? part.untilMs);
  return {
    ledger: 1,
    kind: 'coverage',
    at: iso(nowMs),
    tool: version,
    began: iso(beganMs),
    window: { since: iso(sinceMs), until: iso(part.untilMs) },
    complete: gaps.length === 0,
    settledUntil: iso(settledMs),
    floor:
      coverage.floor === undefined ? null : { at: iso(coverage.floor.ms), origin: coverage.floor.origin },
    gaps,
    malformed: tally.malformed,
    requests: traffic.requests,
    retries: traffic.retries,
    new: tally.new,
    repeated: tally.repeated,
    changed: tally.changed,
    conflicting,
    lateness: { count: tally.late, longestMs: tally.longestLateMs },
  };
}

function gapsOf({ coverage, part, lost, isBeginning }: StrideFacts): readonly RecordedGap[] {
  const gaps: RecordedGap[] = [];
  if (lost !== undefined) gaps.push(behindFloor(lost));
  for (const reason of coverage.reasons) {
    if (reason.kind !== 'unreadable-span' && reason.kind !== 'behind-floor') continue;
    const window = clipped(reason.window, part);
    if (window === undefined) continue;
    if (reason.kind === 'unreadable-span')
      gaps.push({ kind: 'unreadable-span', ...recorded(window), message: reason.message });
    else if (!isBeginning) gaps.push(behindFloor(window));
  }
  return gaps;
}

function behindFloor(window: Window): RecordedGap {
  return { kind: 'behind-floor', ...recorded(window), message: 'the account no longer kept it' };
}

/** While the account is read its floor moves on; what it took with it is before the archive's beginning. */
function afterFloor({ reasons }: Coverage, part: Window): number {
  const floor = reasons.find(({ kind }) => kind === 'behind-floor');
  const behindMs = floor?.kind === 'behind-floor' ? floor.window.untilMs : part.sinceMs;
  return Math.min(part.untilMs, Math.max(part.sinceMs, behindMs));
}

function clipped(window: Window, part: Window): Window | undefined {
  const sinceMs = Math.max(window.sinceMs, part.sinceMs);
  const untilMs = Math.min(window.untilMs, part.untilMs);
  return sinceMs < untilMs ? { sinceMs, untilMs } : undefined;
}

function recorded({ sinceMs, untilMs }: Window) {
  return { since: iso(sinceMs), until: iso(untilMs) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
