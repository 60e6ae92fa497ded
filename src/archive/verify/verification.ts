/** What a verification has come to: what was found, on what its word rests, and what it does not prove. */
import type { Window } from '../../audit/coverage.js';
import type { Finding } from './finding.js';

export interface Verification {
  /** The log's name. */
  readonly origin: string;
  /** Leaves of the log. */
  readonly size: number;
  readonly rootHash: Uint8Array;
  /** The line to keep elsewhere; undefined where its key cannot be read. */
  readonly head: string | undefined;
  readonly events: number;
  readonly records: number;
  /** Events of which only the leaf is left, as the archive has it on record. */
  readonly erased: number;
  /** Of segments and ledger files, as they lie there. */
  readonly bytes: number;
  readonly findings: readonly Finding[];
  /** Spans that were asked for and not read completely; told only where nothing was found. */
  readonly holes: readonly Window[];
  /** What was read completely, oldest first. */
  readonly covered: readonly Window[];
  readonly grounds: readonly string[];
  readonly unproven: readonly string[];
  /** Good to know, and no harm. */
  readonly notes: readonly string[];
  /** Files that nobody has touched since they were last verified here. */
  readonly notReadAgain: number;
  readonly filesRead: number;
}
