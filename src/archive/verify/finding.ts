/** What a verification finds against an archive: what is wrong, where, and with which events. */

export interface Finding {
  /** A stable word for scripts. */
  readonly code: FindingCode;
  /** A file, relative to the archive's folder; undefined for what lies in none. */
  readonly path?: string | undefined;
  /** Leaves, both included. */
  readonly leaves?: { readonly first: number; readonly last: number } | undefined;
  /** Names of the events concerned, as their leaves have them; the first few. */
  readonly events?: readonly string[];
  readonly text: string;
}

type FindingCode =
  | 'edited'
  | 'deleted'
  | 'inserted'
  | 'reordered'
  | 'erasure-unfinished'
  | 'file-missing'
  | 'file-foreign'
  | 'file-damaged'
  | 'tile-altered'
  | 'checkpoint-altered'
  | 'checkpoint-missing'
  | 'tree-altered'
  | 'archive-json-altered'
  | 'manifest-altered'
  | 'anchor-altered'
  | 'key-unknown'
  | 'rolled-back'
  | 'not-consistent';

/** So many of a kind are told one by one; the rest as a number. */
export const mostNamed = 5;

/** "leaf 7", "leaves 7 to 9". */
export function leavesText(first: number, last: number): string {
  return first === last ? `leaf ${first}` : `leaves ${first} to ${last}`;
}
