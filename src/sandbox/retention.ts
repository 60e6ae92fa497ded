/** The rolling window of the log: what is older is gone for good, and with it what a restore would have needed. */

import type { Database } from './database.js';
import { dayMs } from './zone.js';

/** The plans of the embedded account and the days for which each keeps events; that it goes by plan is from the help pages. */
export const plans = { Starter: 30, Growth: 60, Scale: 365 } as const;

export type PlanName = keyof typeof plans;

/** Whether accounts of a plan have custom objects (HighLevel sells them with its larger plans). */
export function hasCustomObjects(plan: PlanName): boolean {
  return plan !== 'Starter';
}

/** The oldest instant that the log still holds. */
export function floorMs(retentionDays: number, nowMs: number): number {
  return nowMs - retentionDays * dayMs;
}

/** Deletes what lies below the floor. Call inside a transaction. */
export function purge(database: Database, locationId: string, floor: number): void {
  database.statement('DELETE FROM event WHERE location_id = ? AND at_ms < ?').run(locationId, floor);
  database
    .statement('DELETE FROM deleted_record WHERE location_id = ? AND deleted_ms < ?')
    .run(locationId, floor);
  database
    .statement('DELETE FROM restore WHERE location_id = ? AND event_seq NOT IN (SELECT seq FROM event)')
    .run(locationId);
}
