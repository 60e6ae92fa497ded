/** Which restores were asked for under which key, and what became of them: so that no key ever acts twice. */

import type { Database } from './database.js';
import type { RestoreItem, SkippedItem } from './restore-preview.js';

/** One restore as its caller may look it up. */
export interface RestoreState {
  readonly idempotencyKey: string;
  readonly eventId: string;
  readonly locationId: string;
  readonly state: 'done';
  readonly acceptedAt: string;
  readonly finishedAt: string;
  readonly result: {
    readonly restored: readonly RestoreItem[];
    readonly skipped: readonly SkippedItem[];
    readonly restoreEventId: string;
  };
  readonly failure: null;
}

export interface LedgerEntry {
  readonly digest: string | undefined;
  readonly state: RestoreState;
}

/** What was done under this key; undefined where nothing ever was. */
export function findRestore(database: Database, locationId: string, key: string): LedgerEntry | undefined {
  const row = database
    .statement('SELECT digest, state FROM restore WHERE idempotency_key = ? AND location_id = ?')
    .row(key, locationId);
  if (row === undefined) return undefined;
  return {
    digest: row[0] === null ? undefined : String(row[0]),
    state: JSON.parse(String(row[1])) as RestoreState,
  };
}

/** Notes a restore in the transaction that does it. */
export function noteRestore(database: Database, eventSeq: number, { digest, state }: LedgerEntry): void {
  database
    .statement(
      'INSERT INTO restore (idempotency_key, location_id, event_seq, digest, state) VALUES (?, ?, ?, ?, ?)',
    )
    .run(state.idempotencyKey, state.locationId, eventSeq, digest ?? null, JSON.stringify(state));
}
