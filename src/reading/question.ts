/** A question about a span, and how it goes to the account: here alone spans are widened. */
import type { LogPageQuery, PushedFilters } from '../account/account.js';
import type { Span } from './axis.js';

export interface PageAsk {
  /** Milliseconds since the epoch. */
  readonly span: Span;
  readonly page: number;
  readonly pageSize?: number;
  readonly cursorToken?: string;
  /** Widens the question by a millisecond at both ends, for accounts that leave their ends out. */
  readonly isWidened?: boolean;
  /** See `LogPageQuery`. */
  readonly mostAttempts?: number;
}

/** What all questions of a reading have in common. */
export interface Subject {
  readonly filters: PushedFilters;
  readonly recordId: string | undefined;
}

/** The span as the account is asked for it: a millisecond more at both ends where it is widened. */
export function wireSpan({ span, isWidened }: { readonly span: Span; readonly isWidened: boolean }): Span {
  return isWidened ? { low: span.low - 1, high: span.high + 1 } : span;
}

/** The question as the account takes it. */
export function queryOf(
  ask: PageAsk & { readonly isWidened: boolean; readonly pageSize: number },
  { filters, recordId }: Subject,
): LogPageQuery {
  const { page, pageSize, cursorToken, mostAttempts } = ask;
  const { low, high } = wireSpan(ask);
  return {
    startAtMs: low,
    endAtMs: high,
    page,
    pageSize,
    filters,
    ...(cursorToken === undefined ? {} : { cursorToken }),
    ...(recordId === undefined ? {} : { recordId }),
    ...(mostAttempts === undefined ? {} : { mostAttempts }),
  };
}
