/** The coverage of an answer of which one part came from here and another from there: the parts, told as one reading. */
import type { Coverage, CoverageReason, Window } from './coverage.js';
import { merged } from './windows.js';

export interface ReadInParts {
  /** All that was asked for. */
  readonly window: Window;
  /** The limit of the whole, where one was given. */
  readonly limit: number | undefined;
  /** What was not even begun, and why. */
  readonly unread: { readonly window: Window; readonly message: string } | undefined;
}

/**
 * Joins what was read of windows that follow one another.
 *
 * @param parts in the order in which they were read; at least one
 */
export function joinParts(
  parts: readonly [Coverage, ...Coverage[]],
  { window, limit, unread }: ReadInParts,
): Coverage {
  const sum = (of: (part: Coverage) => number) => parts.reduce((total, part) => total + of(part), 0);
  const count = sum((part) => part.count);
  const last = parts.at(-1) ?? parts[0];
  const isCut = unread !== undefined && limit !== undefined && count >= limit;
  const reasons = joinedReasons(parts, isCut ? undefined : unread);
  return {
    ...last,
    window,
    count,
    complete: reasons.length === 0,
    reasons,
    limit: limitOf(parts, isCut, limit),
    floor: parts.find(({ floor }) => floor !== undefined)?.floor,
    unsettledSinceMs: earliest(parts.map(({ unsettledSinceMs }) => unsettledSinceMs)),
    covered: merged(parts.flatMap(({ covered }) => covered)),
    requests: sum(({ requests }) => requests),
    retries: sum(({ retries }) => retries),
    refusals: sum(({ refusals }) => refusals),
    duplicates: sum(({ duplicates }) => duplicates),
    conflictingIds: parts.flatMap(({ conflictingIds }) => conflictingIds),
    changedIds: parts.flatMap(({ changedIds = [] }) => changedIds),
    malformed: parts.flatMap(({ malformed }) => malformed),
    filters: {
      pushed: [...new Set(parts.flatMap(({ filters }) => filters.pushed))],
      local: [...new Set(parts.flatMap(({ filters }) => filters.local))],
    },
    parts: parts
      .flatMap((part) => part.parts ?? [{ from: 'account' as const, window: part.window, count: part.count }])
      .sort((a, b) => a.window.sinceMs - b.window.sinceMs),
  };
}

function limitOf(parts: readonly Coverage[], isCut: boolean, limit: number | undefined): Coverage['limit'] {
  if (isCut && limit !== undefined) return { count: limit, moreMatch: undefined };
  const moreMatch = parts.find((part) => part.limit !== undefined)?.limit?.moreMatch;
  const isReached = parts.some((part) => part.limit !== undefined);
  return isReached && limit !== undefined ? { count: limit, moreMatch } : undefined;
}

/** Malformed events are counted together; spans behind the floor that touch are one. */
function joinedReasons(parts: readonly Coverage[], unread: ReadInParts['unread']): readonly CoverageReason[] {
  const all = parts.flatMap(({ reasons }) => reasons);
  const malformed = all.reduce(
    (sum, reason) => sum + (reason.kind === 'malformed-events' ? reason.count : 0),
    0,
  );
  const lost = all.flatMap((reason) => (reason.kind === 'behind-floor' ? [reason.window] : []));
  return [
    ...merged(lost).map((window) => ({ kind: 'behind-floor', window }) as const),
    ...all.filter(({ kind }) => kind !== 'behind-floor' && kind !== 'malformed-events'),
    ...(unread === undefined ? [] : [{ kind: 'stopped', ...unread } as const]),
    ...(malformed === 0 ? [] : [{ kind: 'malformed-events', count: malformed } as const]),
  ];
}

function earliest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((ms) => ms !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
