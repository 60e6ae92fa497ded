/** The rolling window of the log: what is older is gone for good, and with it what a restore would have needed. */

import type { Database } from './database.js';
import { dayMs } from './zone.js';

/** A plan of the service and the days that it keeps events (help pages: by plan; HighLevel 60). */
export interface Plan {
  readonly name: string;
  readonly retentionDays: number;
}

export const defaultPlan: Plan = { name: 'Growth', retentionDays: 60 };

/** The oldest instant that the log still holds. */
export function floorMs(plan: Plan, nowMs: number): number {
  return nowMs - plan.retentionDays * dayMs;
}

/** Deletes what lies below the floor. Call inside a transaction. */
export function purge(database: Database, locationId: string, floor: number): void {
  database.statement('DELETE FROM event WHERE location_id = ? AND at_ms < ?').run(locationId, floor);
  database
    .statement('DELETE FROM deleted_record WHERE location_id = ? AND deleted_ms < ?')
    .run(locationId, floor);
}
