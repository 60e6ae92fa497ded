/** The line that ends every reading: how many events, which window, and whether that is all of it. Never a silent cap. */
import type { Coverage, CoverageReason, Window } from '../audit/coverage.js';
import type { EventOrder } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { countedText, countText } from '../audit/phrase.js';
import { harmless } from './harmless.js';
import { spanInWords } from './span.js';

export interface CoverageWords {
  /** IANA zone of the instants. */
  readonly timeZone: string;
  /** Which end a limit showed; newest first unless said otherwise. */
  readonly order?: EventOrder;
  /** What to type to get what is missing, e.g. `audit export --resume -o report.csv`. */
  readonly next?: string;
}

/** More spans than this are counted, not named. */
const namedSpans = 3;

/** One line without its line break, e.g. `1,284 events · 2026-10-22 00:00 → 2026-11-21 18:04 America/Chicago · complete`. */
export function coverageLine(coverage: Coverage, words: CoverageWords): string {
  return [
    shown(coverage, words),
    `${span(coverage.window, words)} ${words.timeZone}`,
    ...verdict(coverage, words),
    ...conflicts(coverage),
    ...changed(coverage),
    ...origins(coverage, words),
  ].join(' · ');
}

function shown(coverage: Coverage, { order = 'newest-first' }: CoverageWords): string {
  const { count: events, limit } = coverage;
  const end = order === 'newest-first' ? 'newest' : 'oldest';
  if (isCut(coverage)) {
    const more = limit?.moreMatch === true ? 'more match' : 'more may match';
    return `${countText(events)} ${end} shown, ${more} (--all for the rest)`;
  }
  if (events > 0) return countedText(events, 'event', 'events');
  if (!coverage.complete) return coverage.covered.length === 0 ? 'nothing could be read' : 'no events found';
  const asked = [...coverage.filters.pushed, ...coverage.filters.local];
  return asked.length === 0 ? 'no events' : `no events match (${[...new Set(asked)].join(', ')})`;
}

/** Whether a limit ended the reading with events left, as far as anyone knows. */
function isCut({ limit, count: events }: Coverage): boolean {
  return limit !== undefined && limit.moreMatch !== false && events >= limit.count;
}

function verdict(coverage: Coverage, words: CoverageWords): readonly string[] {
  const missing = coverage.reasons.filter((reason) => reason.kind !== 'behind-floor');
  const lost = coverage.reasons.flatMap((reason) => (reason.kind === 'behind-floor' ? [reason.window] : []));
  const gone = lost.map(
    (window) => `${span(window, words)} (${spanInWords(length(window))}) is no longer kept`,
  );
  if (!coverage.complete || missing.length > 0) {
    const causes = [...spansMissing(missing, words), ...malformed(missing), ...gone].join('; ');
    return [`INCOMPLETE${causes && `: ${causes}`}${words.next ? `; ${words.next}` : ''}`];
  }
  const late =
    coverage.unsettledSinceMs === undefined
      ? []
      : [`events since ${instant(coverage.unsettledSinceMs, words)} may still arrive`];
  const complete =
    gone.length > 0 ? `complete as far back as the log reaches: ${gone.join('; ')}` : 'complete';
  return isCut(coverage) ? [...gone, ...late] : [complete, ...late];
}

function spansMissing(reasons: readonly CoverageReason[], words: CoverageWords): readonly string[] {
  const spans = reasons.flatMap((reason) => {
    const what = missingInWords(reason);
    return 'window' in reason && what !== undefined ? [`${span(reason.window, words)} ${what}`] : [];
  });
  const named = spans.slice(0, namedSpans);
  const others = spans.length - named.length;
  return others > 0 ? [...named, `and ${countedText(others, 'more span', 'more spans')}`] : named;
}

/** What became of the reason's span; undefined for what concerns no span. */
function missingInWords(reason: CoverageReason): string | undefined {
  switch (reason.kind) {
    case 'stopped':
      return `was not read (${harmless(reason.message)})`;
    case 'unreadable-span':
      return `could not be read (${harmless(reason.message)})`;
    case 'not-archived':
      return 'was never archived';
    case 'erased-events':
      return `lacks ${countedText(reason.count, 'event', 'events')} erased on request (${harmless(reason.cases.join(', '))})`;
    default:
      return undefined;
  }
}

function malformed(reasons: readonly CoverageReason[]): readonly string[] {
  return reasons.flatMap((reason) =>
    reason.kind === 'malformed-events'
      ? [`${countedText(reason.count, 'event', 'events')} came without a usable id or time`]
      : [],
  );
}

function conflicts({ conflictingIds: { length: ids } }: Coverage): readonly string[] {
  return ids === 0
    ? []
    : [`${countedText(ids, 'id', 'ids')} came twice with different content, the first was kept`];
}

function changed({ changedIds: { length: ids } = [] }: Coverage): readonly string[] {
  return ids === 0
    ? []
    : [`${countedText(ids, 'event', 'events')} changed after being archived, the latest version counts`];
}

/** Which part came from where, where an archive had a part in it. */
function origins({ parts = [] }: Coverage, words: CoverageWords): readonly string[] {
  const [only, ...others] = parts;
  if (only === undefined) return [];
  if (others.length === 0) return [`from the ${only.from}`];
  const told = parts.map(({ from, window, count: events }, index) => {
    const until = index < others.length ? ` until ${instant(window.untilMs, words)}` : '';
    return `${countText(events)} from the ${from}${until}`;
  });
  return [told.join(', ')];
}

function span({ sinceMs, untilMs }: Window, words: CoverageWords): string {
  return `${instant(sinceMs, words)} → ${instant(untilMs, words)}`;
}

function instant(ms: number, { timeZone }: CoverageWords): string {
  return formatInstant(ms, timeZone, 'minute');
}

function length({ sinceMs, untilMs }: Window): number {
  return untilMs - sinceMs;
}
