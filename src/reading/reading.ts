/** What the reading engine is asked and what it gives; the engine itself is `read.ts`. */
import type { PushedFilters } from '../account/account.js';
import type { Coverage, Window } from '../audit/coverage.js';
import type { AuditEvent, EventOrder } from '../audit/event.js';
import type { AuditError } from '../errors.js';

export interface ReadingRequest {
  /** Frozen by the caller; its end must not lie after `account.nowMs()`. */
  readonly window: Window;
  readonly order: EventOrder;
  /** Applied to every event, whatever the account has filtered already. Undefined: everything matches. */
  readonly matches: ((event: AuditEvent) => boolean) | undefined;
  /** Sent only as far as the account's capabilities name them. */
  readonly push: PushedFilters;
  /** Names of the asked filters, for the coverage, e.g. `user`, `type`. */
  readonly filterNames: readonly string[];
  /** Ends the reading after so many matching events. Undefined: all. */
  readonly limit: number | undefined;
  /** One record's events only. */
  readonly recordId?: string;
  /** Only events whose id begins so, said beside `matches` for a log that can look for it. */
  readonly idPrefix?: string;
}

/** Every event of a window, oldest first. */
export function everythingIn(window: Window): ReadingRequest {
  return { window, order: 'oldest-first', matches: undefined, push: {}, filterNames: [], limit: undefined };
}

/** Where a reading stands: for progress lines. */
export interface ReadingProgress {
  readonly delivered: number;
  /** Part of the window's time that has been read, 0 to 1. */
  readonly part: number;
}

/** A reading under way: iterate the batches once, then ask for the coverage. */
export interface Reading {
  /** Batches of matching events in the stated order; never an empty batch. */
  batches(): AsyncIterable<readonly AuditEvent[]>;
  progress(): ReadingProgress;
  /** What was covered so far; final once the iteration has ended. */
  coverage(): Coverage;
  /** What ended the reading before its end (token expired, Ctrl-C, account out of reach); undefined when nothing did. */
  failure(): AuditError | undefined;
}
