/** Nearest words: what somebody probably meant to type; for hints only, never to choose. */

/** Longer words are compared by their beginning: nobody mistypes more, and the cost is the square of it. */
const comparedLength = 64;

/**
 * At most `count` candidates that resemble the word, the nearest first; ties in the order given.
 * Resembling: they begin with it or hold it (3 letters at least), or differ by no more than a third of its letters.
 */
export function nearest(word: string, candidates: readonly string[], count: number): string[] {
  const typed = fold(word);
  if (typed === '') return [];
  const scored = [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: distanceOf(typed, fold(candidate)) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(typed.length / 3)));
  return scored
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

function fold(word: string): string {
  return word
    .slice(0, comparedLength)
    .normalize('NFKD')
    .replace(/[\p{M}\s_-]/gu, '')
    .toLowerCase();
}

/** A word within another counts as half a slip: better than any real one, worse than the same word. */
function distanceOf(typed: string, candidate: string): number {
  if (typed.length >= 3 && candidate !== typed && candidate.includes(typed)) return 0.5;
  return editDistance(typed, candidate);
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, at(beforeLast, column - 2) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
