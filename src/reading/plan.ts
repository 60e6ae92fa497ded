/** Where a gap between two pieces is cut in two, so that more requests than one can work on it: pure. */

export interface Gap {
  /** Positions: from where the earlier piece has read to where the later one begins. */
  readonly low: number;
  readonly high: number;
  /** Events per position, near the end that is delivered first. */
  readonly density: number;
  readonly isForward: boolean;
}

/** A piece costs about half a page more than its events: so many pages make that 3 %. */
const pagesPerPiece = 16;
const leastPagesPerPiece = 4;
/** Smaller gaps are left to the reader that is in them. */
const leastPagesToCut = 6;

/** How many pages a piece should have, so that the pieces under way fill what may be read ahead. */
export function pagesOfPiece(pagesAhead: number, parallelism: number): number {
  return Math.min(
    pagesPerPiece,
    Math.max(leastPagesPerPiece, Math.floor(pagesAhead / Math.max(1, parallelism))),
  );
}

/** About how many pages are still in the gap. */
export function pagesLeft({ low, high, density }: Gap, pageSize: number): number {
  return ((high - low) * density) / pageSize;
}

/** The position at which another piece should begin; undefined when the gap is not worth it. */
export function cutOf(gap: Gap, pageSize: number, pages: number): number | undefined {
  const left = pagesLeft(gap, pageSize);
  if (!(left >= leastPagesToCut)) return undefined;
  const width = Math.ceil((Math.min(pages, left / 2) * pageSize) / gap.density);
  const at = gap.isForward ? gap.low + width : gap.high - width;
  return at > gap.low + 1 && at < gap.high ? at : undefined;
}
