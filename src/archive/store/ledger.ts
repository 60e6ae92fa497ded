/** The archive's own records: what each reading covered, what users were called, and what was done to the archive; lines of the log like every event. */
import type { Window } from '../../audit/coverage.js';
import { isObject } from '../../audit/json-value.js';
import { ProofFailedError } from '../../errors.js';
import type { ArchivedAccount } from './form.js';

interface RecordOf<Kind extends string> {
  readonly ledger: 1;
  readonly kind: Kind;
  /** When it was written, ISO 8601. */
  readonly at: string;
}

/** Instants as ISO 8601; half open. */
export interface RecordedWindow {
  readonly since: string;
  readonly until: string;
}

/** A recorded window, in milliseconds since the epoch. */
export function windowOf({ since, until }: RecordedWindow): Window {
  return { sinceMs: Date.parse(since), untilMs: Date.parse(until) };
}

export interface RecordedGap extends RecordedWindow {
  readonly kind: 'unreadable-span' | 'stopped' | 'behind-floor';
  readonly message: string;
}

/** The first leaf: which log this is, and whose. */
export interface ArchiveRecord extends RecordOf<'archive'> {
  readonly tool: string;
  readonly archive: 1;
  readonly origin: string;
  readonly account: ArchivedAccount;
  readonly publicKey: string;
  readonly made: string;
}

/** What a reading asked for and got. Its events are the leaves between the record before it and itself. */
export interface CoverageRecord extends RecordOf<'coverage'> {
  /** Version of the tool. */
  readonly tool: string;
  /** When the reading began, by the account's clock. */
  readonly began: string;
  readonly window: RecordedWindow;
  /** Whether every event of the window that the account told of is in the archive. */
  readonly complete: boolean;
  /** Before this instant no event is expected to arrive any more, as far as the reading can know. */
  readonly settledUntil: string;
  /** The oldest instant that the account held. */
  readonly floor: { readonly at: string; readonly origin: 'announced' | 'assumed' } | null;
  readonly gaps: readonly RecordedGap[];
  /** Rows without a usable id or time that were new; kept under `date=unknown`. */
  readonly malformed: number;
  readonly requests: number;
  readonly retries: number;
  /** Leaves of events that it added, changed ones among them. */
  readonly new: number;
  /** Events that were in the archive already. */
  readonly repeated: number;
  /** Ids of events that were in the archive with other bytes. */
  readonly changed: readonly string[];
  /** Ids that the account told twice in this reading, with different bytes; the first is in the archive. */
  readonly conflicting: readonly string[];
  /** Events that an earlier reading of their span had not been told of: at least so late did they arrive. */
  readonly lateness: { readonly count: number; readonly longestMs: number };
}

/** What the account called what its events name, at that moment; only what differs from the records before. */
export interface NamesRecord extends RecordOf<'names'> {
  readonly users?: readonly {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
    readonly role: string | null;
    readonly deleted: boolean;
  }[];
  readonly objects?: readonly {
    readonly id: string;
    readonly key: string;
    readonly standard: boolean;
    readonly singular: string;
    readonly plural: string;
  }[];
  readonly pipelines?: readonly {
    readonly id: string;
    readonly name: string;
    readonly stages: readonly { readonly id: string; readonly name: string; readonly position: number }[];
  }[];
  readonly calendars?: readonly { readonly id: string; readonly name: string }[];
  readonly location?: { readonly id: string; readonly name: string; readonly timeZone: string | null };
  readonly capabilities?: { readonly retentionDays: number | null; readonly plan: string | null };
}

/** The content of these leaves was removed for a privacy request. */
export interface ErasureRecord extends RecordOf<'erasure'> {
  readonly case: string;
  readonly leaves: readonly number[];
}

/** Until a release of the same name, what it covers may not be erased. */
export interface HoldRecord extends RecordOf<'hold'> {
  readonly hold: string;
  readonly case: string;
  /** `records`: `sha256:<hexadecimal SHA-256 of the record's id>` each, for nothing is ever erased from here. */
  readonly scope: { readonly records: readonly string[] } | { readonly window: RecordedWindow };
}

interface ReleaseRecord extends RecordOf<'release'> {
  readonly hold: string;
  readonly case: string;
}

/** From here on another key signs. */
interface KeyRecord extends RecordOf<'key'> {
  readonly old: string;
  readonly new: string;
  /** Whether the old key was lost, and so could not sign for the new one. */
  readonly lost?: true;
}

/** What the service still held, compared with the archive. */
export interface RecheckRecord extends RecordOf<'recheck'> {
  readonly window: RecordedWindow;
  readonly looked: number;
  readonly changed: readonly string[];
  readonly vanished: readonly string[];
}

/** A checkpoint's time by the word of an authority (RFC 3161). */
export interface AnchorRecord extends RecordOf<'anchor'> {
  readonly size: number;
  readonly tsa: string;
  /** Hexadecimal SHA-256 of the files that hold question and answer. */
  readonly request: string;
  readonly response: string;
  readonly time: string;
}

export type LedgerRecord =
  | ArchiveRecord
  | AnchorRecord
  | CoverageRecord
  | NamesRecord
  | ErasureRecord
  | HoldRecord
  | ReleaseRecord
  | KeyRecord
  | RecheckRecord;

/** The record's line, without its LF. */
export function recordLine(record: LedgerRecord): string {
  const { ledger, kind, at, ...rest } = record;
  return JSON.stringify({ ledger, kind, at, ...rest });
}

/**
 * The record of a line. What kinds there are grows; who reads passes over those that it does not know.
 *
 * @throws ProofFailedError `record-not-readable` for what is no record.
 */
export function readRecord(line: string): LedgerRecord {
  const value = parsed(line);
  const isRecord =
    isObject(value) &&
    value['ledger'] === 1 &&
    typeof value['kind'] === 'string' &&
    typeof value['at'] === 'string';
  if (isRecord) return value as unknown as LedgerRecord;
  throw new ProofFailedError('record-not-readable', 'The ledger holds a line that is no record.', {
    hint: 'See which: audit archive verify',
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
