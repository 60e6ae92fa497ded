/** From what a reading of an archive noted to its coverage: pure. Complete only where the archive's own records say that everything was collected. */
import type { Coverage, CoverageReason, Window } from '../../audit/coverage.js';
import { within, without } from '../../audit/windows.js';
import type { ReadingRequest } from '../../reading/reading.js';
import type { Checkpoint } from '../log/checkpoint.js';
import type { SegmentEntry } from '../store/manifest.js';
import type { LedgerBook } from './ledger-book.js';
import type { Notes } from './notes.js';
import { segmentsOf } from './pick.js';
import { windowOf } from './segment-events.js';

export interface ArchivedCoverageFacts {
  readonly request: ReadingRequest;
  readonly book: LedgerBook;
  readonly manifest: readonly SegmentEntry[];
  readonly head: Checkpoint | undefined;
  readonly notes: Notes;
  readonly delivered: number;
  /** The part of the window of which everything that matches has been delivered; undefined: nothing yet. */
  readonly looked: Window | undefined;
  readonly limit: Coverage['limit'];
  /** Why the reading ended before its end; undefined when it did not. */
  readonly stopped: string | undefined;
}

/** What the reading covered. Nothing is said of what lies beyond a limit. */
export function archivedCoverage(facts: ArchivedCoverageFacts): Coverage {
  const { request, book, notes, delivered, limit } = facts;
  const { window } = request;
  const looked = facts.looked ?? { sinceMs: window.sinceMs, untilMs: window.sinceMs };
  const reasons = reasonsOf(facts, looked);
  const missing = reasons.flatMap((reason) => (reason.kind === 'unreadable-span' ? [reason.window] : []));
  return {
    window,
    count: delivered,
    complete: reasons.length === 0,
    reasons,
    limit,
    floor: undefined,
    unsettledSinceMs:
      looked.untilMs > book.settledUntilMs ? Math.max(looked.sinceMs, book.settledUntilMs) : undefined,
    covered: within(book.covered, looked).flatMap((span) => without(span, missing)),
    requests: 0,
    retries: 0,
    refusals: 0,
    duplicates: notes.duplicates,
    conflictingIds: [],
    changedIds: notes.changedIds,
    malformed: notes.malformed,
    filters: { pushed: [], local: request.filterNames },
    parts: [{ from: 'archive', window, count: delivered, ...headOf(facts) }],
  };
}

function headOf({ head }: ArchivedCoverageFacts) {
  if (head === undefined) return {};
  const { origin, size, rootHash } = head;
  return { head: { origin, size, rootHash: Buffer.from(rootHash).toString('base64') } };
}

function reasonsOf(facts: ArchivedCoverageFacts, looked: Window): CoverageReason[] {
  const { request, book, notes, stopped, limit } = facts;
  const reasons: CoverageReason[] = without(looked, book.covered).map((window) => ({
    kind: 'not-archived',
    window,
  }));
  for (const { window, message } of notes.damages)
    for (const part of within([window], looked))
      reasons.push({ kind: 'unreadable-span', window: part, message });
  reasons.push(...erasedIn(facts, looked));
  if (stopped !== undefined && limit === undefined)
    for (const window of without(request.window, [looked]))
      reasons.push({ kind: 'stopped', window, message: stopped });
  if (notes.malformedCount > 0) reasons.push({ kind: 'malformed-events', count: notes.malformedCount });
  return reasons;
}

/** Which of a segment's events were erased is not known any more, so that all of its span may miss one. */
function erasedIn({ manifest, book }: ArchivedCoverageFacts, looked: Window): readonly CoverageReason[] {
  const erased = segmentsOf(manifest, looked, 'oldest-first').flatMap((segment) => {
    const cases = book.erased(segment.entry.first, segment.entry.last);
    return cases.length === 0 ? [] : [{ cases, window: windowOf(segment) }];
  });
  const [whole] = within(
    [
      {
        sinceMs: Math.min(...erased.map(({ window }) => window.sinceMs)),
        untilMs: Math.max(...erased.map(({ window }) => window.untilMs)),
      },
    ],
    looked,
  );
  if (whole === undefined) return [];
  const cases = erased.flatMap((segment) => segment.cases);
  return [{ kind: 'erased-events', window: whole, count: cases.length, cases: [...new Set(cases)].sort() }];
}
