/** The beginning of an answer, kept back until it is known whether its end can be had: what a person has seen cannot be taken back. */
import type { SqlRows, SqlValue } from './fenced-database.js';

/** So much is kept back at most. */
const mostLength = 32 << 20;
/** What a cell takes beside its text. */
const cellLength = 16;

export interface BegunAnswer {
  /** Whether what was kept back is all of it. */
  readonly isWhole: boolean;
  /** From the beginning. To be read once. */
  all(): SqlRows;
}

/**
 * Reads the beginning of an answer.
 *
 * @param mostKept about so many characters
 * @throws what the rows throw by then; what they throw later comes out of `all`
 */
export async function begun(rows: SqlRows, mostKept = mostLength): Promise<BegunAnswer> {
  const left = rows[Symbol.asyncIterator]();
  const kept: (readonly (readonly SqlValue[])[])[] = [];
  for (let length = 0; length < mostKept; ) {
    const { done, value } = await left.next();
    if (done) return { isWhole: true, all: () => replayed(kept) };
    kept.push(value);
    length += lengthOf(value);
  }
  return { isWhole: false, all: () => replayed(kept, left) };
}

async function* replayed(
  kept: readonly (readonly (readonly SqlValue[])[])[],
  left?: AsyncIterator<readonly (readonly SqlValue[])[]>,
): SqlRows {
  yield* kept;
  if (left !== undefined) yield* { [Symbol.asyncIterator]: () => left };
}

function lengthOf(rows: readonly (readonly SqlValue[])[]): number {
  let length = 0;
  for (const row of rows)
    for (const cell of row) length += cellLength + (typeof cell === 'string' ? cell.length : 0);
  return length;
}
