/** The flags of `audit list` beside the filters: its ways (a list, a log that is followed, a screen to walk on) read the same ones. */
import type { FilterFlags } from './filters.js';

/** As commander gives them; an absent flag is an absent key. */
export interface ListFlags extends FilterFlags {
  readonly limit?: number;
  readonly all?: true;
  readonly order?: 'asc' | 'desc';
  /** True where the flag stands alone. */
  readonly fields?: string | true;
  readonly format?: string;
  readonly header?: true;
  readonly follow?: true;
  /** Milliseconds. */
  readonly interval?: number;
  readonly browse?: true;
}

/** A screenful or two: what a person looks through (cli.md). */
export const usualLimit = 50;
