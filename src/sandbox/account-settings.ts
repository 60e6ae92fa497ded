/** What the embedded account remembers of itself between two openings. */

import type { Database } from './database.js';
import type { PlanName } from './retention.js';

export interface AccountSettings {
  readonly seed: string;
  readonly locationId: string;
  readonly companyId: string;
  readonly timeZone: string;
  readonly plan: PlanName;
  readonly retentionDays: number;
  /** How many times as busy as usual it is; absent in accounts that are as busy as usual. */
  readonly pace?: number;
  /** The local date of the first opening. */
  readonly openedOn: string;
  /** How far the business has been lived: milliseconds since the epoch. */
  readonly livedUntilMs: number;
}

/** Undefined for a database in which nothing has been founded yet. */
export function readSettings(database: Database): AccountSettings | undefined {
  const row = database.statement(`SELECT value FROM setting WHERE name = 'account'`).row();
  return row === undefined ? undefined : (JSON.parse(String(row[0])) as AccountSettings);
}

/** Replaces what was remembered. Call inside a transaction. */
export function writeSettings(database: Database, settings: AccountSettings): void {
  database
    .statement(`INSERT OR REPLACE INTO setting (name, value) VALUES ('account', ?)`)
    .run(JSON.stringify(settings));
}
