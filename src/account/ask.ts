/** How the published routes are asked, and the bounds on walking through one page by page. */

import { UnreachableError } from '../errors.js';
import type { RouteKind } from './request-headers.js';
import type { Shape } from './shapes.js';

/** Asks one published route and gives what `read` makes of its JSON object. */
export type Ask = <T>(
  path: string,
  query: Readonly<Record<string, string>>,
  read: (body: Shape) => T,
  kind?: RouteKind,
) => Promise<T>;

/** The most that one page of users or opportunities holds. */
export const pageLimit = 100;
/** A bound on every walk: 100,000 users or opportunities. */
const mostPages = 1000;

/**
 * Counts the pages of one walk.
 * @throws UnreachableError when a list does not end
 */
export function checkWalk(path: string, page: number): void {
  if (page < mostPages) return;
  throw new UnreachableError(
    'endless-list',
    `${path} goes on after ${mostPages} pages; something is wrong with it.`,
  );
}
