/** Where a gap between two pieces is cut in two, so that more requests than one can work on it: pure. */

export interface Gap {
  /** Positions: from where the earlier piece has read to where the later one begins. */
  readonly low: number;
  readonly high: number;
  /** Events per position that are thought to be in there. */
  readonly density: number;
  /** Whether the low end is delivered first. */
  readonly isForward: boolean;
}

/** A piece costs about half a page more than its events: so many pages make that 3 %. */
const mostPagesPerPiece = 16;
const leastPagesPerPiece = 8;
/** Smaller gaps are left to the reader that is in them. */
const leastPagesToCut = 4;

/** How many pages a piece should have, so that all that are under way fit into what may be read ahead. */
export function shareOf(pagesAhead: number, readers: number): number {
  const fair = Math.floor(pagesAhead / (readers * 1.25));
  return Math.min(mostPagesPerPiece, Math.max(leastPagesPerPiece, fair));
}

/** About how many pages are in the gap. */
function pagesIn({ low, high, density }: Gap, pageSize: number): number {
  return ((high - low) * density) / pageSize;
}

/**
 * The position at which another piece should begin, `share` pages from the end that is delivered first; undefined when
 * the gap is not worth it. `isIdle`: nothing better is to be had, so that half of a small gap is worth it, too.
 */
export function cutOf(gap: Gap, pageSize: number, share: number, isIdle: boolean): number | undefined {
  const pages = pagesIn(gap, pageSize);
  const least = isIdle ? leastPagesToCut : share * 2;
  if (!(pages >= least)) return undefined;
  const width = Math.ceil((Math.min(share, pages / 2) * pageSize) / gap.density);
  const at = gap.isForward ? gap.low + width : gap.high - width;
  return at > gap.low + 1 && at < gap.high ? at : undefined;
}
