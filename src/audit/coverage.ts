/** What was asked, what was covered, and why anything is missing. */

/** Half open: since ≤ t < until, in milliseconds since the epoch. */
export interface Window {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Why an answer is not all that was asked for, or rests on less than one would wish. */
export type CoverageReason =
  /** A span that could not be read in the end. */
  | {
      readonly kind: 'unreadable-span';
      readonly window: Window;
      readonly message: string;
    }
  /** The reading was stopped (Ctrl-C, expired token) before this span was read. */
  | {
      readonly kind: 'stopped';
      readonly window: Window;
      readonly message: string;
    }
  /** Events that came without a usable id or time: kept raw in `malformed`. */
  | { readonly kind: 'malformed-events'; readonly count: number }
  /** The window reaches behind the oldest instant that the account still holds. */
  | { readonly kind: 'behind-floor'; readonly window: Window }
  /** An archive was asked, and nobody ever collected this span, or not all of it. */
  | { readonly kind: 'not-archived'; readonly window: Window }
  /** The content of so many events of this span was removed from the archive on request; some may have matched. */
  | {
      readonly kind: 'erased-events';
      readonly window: Window;
      readonly count: number;
      /** The words under which that was done. */
      readonly cases: readonly string[];
    };

export interface MalformedEvent {
  readonly problem: string;
  readonly rawText: string;
}

/** A part of the window that one place answered for. */
export interface CoveragePart {
  readonly from: 'archive' | 'account';
  readonly window: Window;
  /** Events delivered from there. */
  readonly count: number;
  /** The archive's signed head that was read: the same head gives the same events. */
  readonly head?: { readonly origin: string; readonly size: number; readonly rootHash: string };
}

export interface Coverage {
  readonly window: Window;
  /** Events delivered. */
  readonly count: number;
  /** Whether every matching event of the window (up to `limit`, if one was given) was delivered. */
  readonly complete: boolean;
  readonly reasons: readonly CoverageReason[];
  /** Set when a limit ended the reading; `moreMatch`: whether more is known to be there (undefined: nobody looked). */
  readonly limit: { readonly count: number; readonly moreMatch: boolean | undefined } | undefined;
  /** The log's floor, and how it is known. */
  readonly floor: { readonly ms: number; readonly origin: 'announced' | 'assumed' } | undefined;
  /** From here on late events may still arrive; undefined when the whole window is settled. */
  readonly unsettledSinceMs: number | undefined;
  /** Spans fully read, oldest first, merged: what was looked at when a limit or a failure ended the reading early. */
  readonly covered: readonly Window[];
  readonly requests: number;
  readonly retries: number;
  /** Requests refused for their rate (429). */
  readonly refusals: number;
  /** Repeats removed by id. */
  readonly duplicates: number;
  /** Ids that came twice with different content; the first one seen was kept. */
  readonly conflictingIds: readonly string[];
  /** Ids that an archive holds in more than one version, the latest of which counts; as far as they were met. */
  readonly changedIds?: readonly string[];
  /** Where each part of the answer came from, oldest first; absent where the account alone was asked. */
  readonly parts?: readonly CoveragePart[];
  /** At most the first 100; the reason `malformed-events` has the count. */
  readonly malformed: readonly MalformedEvent[];
  /** Which filters ran at the account and which here. */
  readonly filters: {
    readonly pushed: readonly string[];
    readonly local: readonly string[];
  };
}
