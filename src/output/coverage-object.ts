/** The coverage as JSON: for the `json` format, the manifest and whoever scripts. Frozen keys; adding is fine. */
import type { Coverage, CoveragePart, CoverageReason, Window } from '../audit/coverage.js';
import { formatInstant } from '../audit/instant.js';

/** Instants are ISO 8601 UTC; what is unknown is null, so that every key is always there. */
export function coverageObject(coverage: Coverage, timeZone: string) {
  const { floor, limit, unsettledSinceMs } = coverage;
  return {
    ...windowObject(coverage.window),
    timeZone,
    count: coverage.count,
    complete: coverage.complete,
    reasons: coverage.reasons.map(reasonObject),
    floor: floor === undefined ? null : { at: isoUtc(floor.ms), origin: floor.origin },
    requests: coverage.requests,
    retries: coverage.retries,
    duplicates: coverage.duplicates,
    refusals: coverage.refusals,
    limit: limit?.count ?? null,
    moreMatch: limit?.moreMatch ?? null,
    unsettledSince: unsettledSinceMs === undefined ? null : isoUtc(unsettledSinceMs),
    covered: coverage.covered.map(windowObject),
    conflictingIds: coverage.conflictingIds,
    malformed: coverage.malformed,
    filters: coverage.filters,
    // Only where an archive had a part in it.
    ...(coverage.parts && { parts: coverage.parts.map(partObject), changedIds: coverage.changedIds ?? [] }),
  };
}

function reasonObject(reason: CoverageReason) {
  if (reason.kind === 'malformed-events') return reason;
  const { window, ...rest } = reason;
  return { ...rest, ...windowObject(window) };
}

function partObject({ from, window, count, head }: CoveragePart) {
  return { from, ...windowObject(window), count, head: head ?? null };
}

function windowObject({ sinceMs, untilMs }: Window) {
  return { since: isoUtc(sinceMs), until: isoUtc(untilMs) };
}

function isoUtc(ms: number): string {
  return formatInstant(ms, 'UTC', 'iso-utc');
}
