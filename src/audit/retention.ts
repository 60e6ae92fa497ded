/** How long the account keeps what: the log's floor and the time in which a deletion can be restored. Sources: `account-api.md`, Rules of the product. */
import type { AuditEvent } from './event.js';
import { offsetMsAt } from './zone.js';

const dayMs = 86_400_000;

/** HighLevel keeps 60 days [doc]; taken where an account announces nothing (HoopAI: a rolling period by plan). */
const assumedRetentionDays = 60;

/** Help pages [doc]: a deletion can be restored within 60 days. */
const restoreWindowDays = 60;

/** Help pages [doc]: only these come back; appointments come back with their calendar, custom objects never. */
const restorableModules: ReadonlySet<string> = new Set(['PIPELINE', 'OPPORTUNITY', 'CALENDAR']);

/** The oldest instant that the log still holds: a rolling period, counted back from now in days of 24 hours. */
export function floorOf({
  retentionDays,
  nowMs,
}: {
  readonly retentionDays?: number | undefined;
  readonly nowMs: number;
}): {
  readonly ms: number;
  readonly origin: 'announced' | 'assumed';
} {
  return {
    ms: nowMs - (retentionDays ?? assumedRetentionDays) * dayMs,
    origin: retentionDays === undefined ? 'assumed' : 'announced',
  };
}

/** So much later may the account's clock be asked than the words were read. */
const floorSlackMs = 60_000;

/**
 * Whether a beginning means the floor. `--since 60d` of 60 days that are kept is the same time of day on the wall, and the floor
 * is days of 24 hours: where the clocks were put back in between, it lies behind the floor by just that hour.
 */
export function isMeantAsFloor(
  sinceMs: number,
  floorMs: number,
  { nowMs, timeZone }: { readonly nowMs: number; readonly timeZone: string },
): boolean {
  const behindMs = floorMs - sinceMs;
  const putBackMs = Math.max(0, offsetMsAt(sinceMs, timeZone) - offsetMsAt(nowMs, timeZone));
  return [0, putBackMs].some((ms) => Math.abs(behindMs - ms) <= floorSlackMs);
}

/** When an event of that instant falls out of the log. */
export function leavesLogMs(instantMs: number, retentionDays = assumedRetentionDays): number {
  return instantMs + retentionDays * dayMs;
}

/**
 * Until when (exclusive) a deletion can be restored; undefined for what cannot be restored at all. Never longer than the
 * log keeps the deletion event, for the restore starts from it. Whether it has been restored already is not known here.
 */
export function restorableUntilMs(
  event: AuditEvent,
  retentionDays = assumedRetentionDays,
): number | undefined {
  if (event.type !== 'DELETED' || !restorableModules.has(event.module)) return undefined;
  return event.instantMs + Math.min(restoreWindowDays, retentionDays) * dayMs;
}

/** Whole days (of 24 hours) left until an instant; 0 within the last day and afterwards. */
export function daysLeft(untilMs: number, nowMs: number): number {
  return Math.max(0, Math.floor((untilMs - nowMs) / dayMs));
}
