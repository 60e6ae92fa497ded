/** From the books of a reading to its coverage: pure. */
import type { Capabilities, PushedFilters } from '../account/account.js';
import type { Coverage, CoverageReason, Window } from '../audit/coverage.js';
import type { Ledger } from './ledger.js';
import type { ReadingRequest } from './reading.js';

/** How long after it happened an event may still arrive: our guess, for nobody has published one. */
const latenessMs = 5 * 60_000;

/** What HighLevel states for its plans where the account itself says nothing (`account-api.md`). */
const assumedRetentionDays = 60;
const dayMs = 86_400_000;
/** The account's clock is known from headers of whole seconds, and answers take their time. */
const clockDoubtMs = 5_000;

export interface CoverageFacts {
  readonly request: ReadingRequest;
  readonly ledger: Ledger;
  readonly capabilities: Capabilities | undefined;
  /** By the account's clock, when the reading began and now. */
  readonly startedMs: number;
  readonly nowMs: number;
  /** What has not been delivered and not been reported; undefined when all has. */
  readonly rest: Window | undefined;
  /** Why the reading ended before its end; undefined when it did not, or not yet. */
  readonly stopped: string | undefined;
  readonly limit: Coverage['limit'];
  readonly traffic: Pick<Coverage, 'requests' | 'retries' | 'refusals'>;
}

/** What the reading covered, from what its ledger noted; `complete` only where no reason speaks against it. */
export function coverageOf(facts: CoverageFacts): Coverage {
  const { request, ledger, traffic, limit } = facts;
  const floor = floorOf(facts);
  const reasons = reasonsOf(facts, floor);
  return {
    window: request.window,
    count: ledger.delivered,
    complete: reasons.length === 0 && (facts.rest === undefined || limit !== undefined),
    reasons,
    limit,
    floor,
    unsettledSinceMs: unsettledSince(facts),
    covered: coveredOf(facts),
    ...traffic,
    duplicates: ledger.duplicates,
    conflictingIds: ledger.conflictingIds,
    malformed: ledger.malformed,
    filters: filtersOf(facts),
  };
}

function reasonsOf(facts: CoverageFacts, floor: Coverage['floor']): CoverageReason[] {
  const { ledger, request, rest, stopped } = facts;
  const reasons: CoverageReason[] = [];
  if (floor?.origin === 'announced' && request.window.sinceMs < floor.ms) {
    const { sinceMs, untilMs } = request.window;
    reasons.push({ kind: 'behind-floor', window: { sinceMs, untilMs: Math.min(untilMs, floor.ms) } });
  }
  for (const { window, message } of unreadableSpans(facts))
    reasons.push({ kind: 'unreadable-span', window, message });
  if (rest !== undefined && stopped !== undefined)
    reasons.push({ kind: 'stopped', window: rest, message: stopped });
  if (ledger.malformedCount > 0) reasons.push({ kind: 'malformed-events', count: ledger.malformedCount });
  return reasons;
}

/** Inside the window, joined where they touch and say the same, oldest first. */
function unreadableSpans({ ledger, request }: CoverageFacts): { window: Window; message: string }[] {
  const joined: { window: Window; message: string }[] = [];
  const spans = ledger.unreadable.toSorted((a, b) => a.window.sinceMs - b.window.sinceMs);
  for (const { window, message } of spans) {
    const clipped = clip(window, request.window);
    if (clipped.sinceMs >= clipped.untilMs) continue;
    const last = joined.at(-1);
    if (last !== undefined && last.window.untilMs >= clipped.sinceMs) {
      const untilMs = Math.max(last.window.untilMs, clipped.untilMs);
      last.window = { sinceMs: last.window.sinceMs, untilMs };
    } else {
      joined.push({ window: clipped, message });
    }
  }
  return joined;
}

function coveredOf(facts: CoverageFacts): Window[] {
  const { request, rest } = facts;
  const holes = unreadableSpans(facts).map(({ window }) => window);
  if (rest !== undefined) holes.push(clip(rest, request.window));
  holes.sort((a, b) => a.sinceMs - b.sinceMs);
  const covered: Window[] = [];
  let sinceMs = request.window.sinceMs;
  for (const hole of holes) {
    if (hole.sinceMs > sinceMs) covered.push({ sinceMs, untilMs: hole.sinceMs });
    sinceMs = Math.max(sinceMs, hole.untilMs);
  }
  if (sinceMs < request.window.untilMs) covered.push({ sinceMs, untilMs: request.window.untilMs });
  return covered;
}

function clip(window: Window, { sinceMs, untilMs }: Window): Window {
  return { sinceMs: Math.max(window.sinceMs, sinceMs), untilMs: Math.min(window.untilMs, untilMs) };
}

/** The floor moves on while the log is read: what counts is where it stands when the reading ends. */
export function floorOf({
  capabilities,
  nowMs,
}: Pick<CoverageFacts, 'capabilities' | 'nowMs'>): Coverage['floor'] {
  if (capabilities === undefined) return undefined;
  const { retentionDays } = capabilities;
  if (retentionDays !== undefined) {
    return { ms: nowMs + clockDoubtMs - retentionDays * dayMs, origin: 'announced' };
  }
  return { ms: nowMs - assumedRetentionDays * dayMs, origin: 'assumed' };
}

/** From here on events may still arrive behind what was read. @param startedMs by the account's clock, when the reading began */
export function unsettledSinceMs(startedMs: number): number {
  return startedMs - latenessMs;
}

function unsettledSince({ request, startedMs }: CoverageFacts): number | undefined {
  const { sinceMs, untilMs } = request.window;
  const sinceUnsettled = unsettledSinceMs(startedMs);
  return untilMs > sinceUnsettled ? Math.max(sinceMs, sinceUnsettled) : undefined;
}

const filterNamesByParameter: Readonly<Record<keyof PushedFilters, string>> = {
  userId: 'user',
  type: 'type',
  documentType: 'module',
  source: 'source',
  query: 'search',
};

function filtersOf({ request, capabilities }: CoverageFacts): Coverage['filters'] {
  const sent = Object.keys(pushable(request.push, capabilities)) as (keyof PushedFilters)[];
  const pushed = sent.map((name) => filterNamesByParameter[name]);
  return { pushed, local: request.filterNames.filter((name) => !pushed.includes(name)) };
}

/** Those of the filters that the account has said it takes. */
export function pushable(push: PushedFilters, capabilities: Capabilities | undefined): PushedFilters {
  const taken = Object.entries(push).filter(([name]) => capabilities?.filters.includes(name) === true);
  return Object.fromEntries(taken);
}
