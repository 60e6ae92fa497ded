/**
 * Hashes side by side in one buffer, as a tile holds them: made, joined and compared by the row, for a million of them apiece
 * would cost more than the hashing.
 */
import { hash } from 'node:crypto';
import { entrySpans } from './bundle.js';
import { beforeLeaf, beforeNodes, hashBytes } from './tree.js';

/** How many hashes there are in a row. */
export function widthOf(row: Uint8Array): number {
  return Math.floor(row.length / hashBytes);
}

/** One of a row's hashes, where it stands. */
export function hashIn(row: Uint8Array, index: number): Uint8Array {
  return row.subarray(index * hashBytes, (index + 1) * hashBytes);
}

/** The hashes of a bundle's leaves; undefined where its entries do not add up. */
export function leafRow(bundle: Uint8Array): Uint8Array | undefined {
  const spans = entrySpans(bundle);
  if (spans === undefined) return undefined;
  // What is hashed before an entry takes the place of the last byte of its length, in a copy.
  const entries = Buffer.from(bundle);
  const row = Buffer.allocUnsafe((spans.length / 2) * hashBytes);
  for (let at = 0; at < spans.length; at += 2) {
    const begin = (spans[at] ?? 0) - 1;
    entries[begin] = beforeLeaf;
    row.write(
      hash('sha256', entries.subarray(begin, spans[at + 1]), 'binary'),
      (at / 2) * hashBytes,
      'latin1',
    );
  }
  return row;
}

/** The root of the complete tree over a row, whose width is a power of two. */
export function rootOfRow(row: Uint8Array): Uint8Array {
  if (row.length < hashBytes) throw new RangeError('no hash to be the root of');
  let [over, width] = [row, widthOf(row)];
  for (; width > 1; width /= 2) over = rowOver(over);
  return over;
}

function rowOver(row: Uint8Array): Uint8Array {
  const over = Buffer.allocUnsafe(row.length / 2);
  const input = Buffer.allocUnsafe(1 + 2 * hashBytes);
  input[0] = beforeNodes;
  for (let at = 0; at < over.length; at += hashBytes) {
    input.set(row.subarray(2 * at, 2 * (at + hashBytes)), 1);
    over.write(hash('sha256', input, 'binary'), at, 'latin1');
  }
  return over;
}
