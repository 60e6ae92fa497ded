/** Where a gap between two pieces is cut in two, so that more requests than one can work on it: pure. */

export interface Gap {
  /** Positions: from where the earlier piece has read to where the later one begins. */
  readonly low: number;
  readonly high: number;
  /** Events per position at its low end and at its high end; between them it is taken to change evenly, by so many per cent a stretch. */
  readonly lowDensity: number;
  readonly highDensity: number;
  /** Whether the low end is delivered first. */
  readonly isForward: boolean;
}

/** A piece costs about half a page more than its events: so many pages make that 3 %. */
const mostPagesPerPiece = 16;
const leastPagesPerPiece = 6;
/** Smaller gaps are left to the reader that is in them. */
const leastPagesToCut = 4;
/** Each page but the first repeats two events or so, and a last page for a handful would be a page all the same. */
const fullness = 0.97;

/** How many pages a piece should have, so that all that are under way fit into what may be read ahead. */
export function shareOf(pagesAhead: number, readers: number): number {
  const fair = Math.floor(pagesAhead / (readers * 1.25));
  return Math.min(mostPagesPerPiece, Math.max(leastPagesPerPiece, fair));
}

/** About how many pages are in the gap; none where nobody knows of any. */
export function pagesIn({ low, high, lowDensity, highDensity }: Gap, pageSize: number): number {
  if (!(lowDensity > 0 && highDensity > 0)) return 0;
  const growth = Math.log(highDensity / lowDensity);
  const mean = Math.abs(growth) < 1e-6 ? lowDensity : (highDensity - lowDensity) / growth;
  return ((high - low) * mean) / pageSize;
}

/**
 * The position at which another piece should begin, `share` pages from the end that is delivered first; undefined when
 * the gap is not worth it. `isIdle`: nothing better is to be had, so that half of a small gap is worth it, too.
 */
export function cutOf(gap: Gap, pageSize: number, share: number, isIdle: boolean): number | undefined {
  const pages = pagesIn(gap, pageSize);
  const least = isIdle ? leastPagesToCut : share * 2;
  if (pages < least) return undefined;
  const width = Math.ceil(widthOf(gap, Math.min(share * fullness, pages / 2) * pageSize));
  const at = gap.isForward ? gap.low + width : gap.high - width;
  return at > gap.low + 1 && at < gap.high ? at : undefined;
}

/** How much of the gap, from the end that is delivered first, holds so many events; fewer than are in it. */
function widthOf({ low, high, lowDensity, highDensity, isForward }: Gap, events: number): number {
  const [near, far] = isForward ? [lowDensity, highDensity] : [highDensity, lowDensity];
  const growth = Math.log(far / near) / (high - low);
  return Math.abs(growth * (high - low)) < 1e-6
    ? events / near
    : Math.log(1 + (events * growth) / near) / growth;
}
