/** A plan as JSON for scripts and receipts: frozen keys, instants in ISO 8601 UTC, null for what is not known. */
import { formatInstant } from '../audit/instant.js';
import type { RestoreItem, SkippedItem } from '../audit/restore-offer.js';
import type { RestorePlan } from '../audit/restore-plan.js';
import type { RestoreMeans } from './plan-digest.js';

/** The plan with its digest. */
export function planObject(plan: RestorePlan, digest: string, means: RestoreMeans) {
  const { kind, recordId, recordName, deletedMs, deletedBy, restorableUntilMs } = plan;
  return {
    digest,
    means,
    eventId: plan.eventId,
    locationId: plan.locationId,
    kind,
    record: { id: recordId, name: recordName },
    deletedAt: isoUtc(deletedMs),
    deletedBy,
    restorableUntil: restorableUntilMs === undefined ? null : isoUtc(restorableUntilMs),
    restores: plan.restores.map(itemObject),
    skips: plan.skips.map(skippedObject),
    isWhole: plan.isWhole,
    sameStroke: plan.sameStroke,
    namesakes: plan.namesakes,
  };
}

/** Kind, id and name. */
export function headObject({ kind, id, name }: Pick<RestoreItem, 'kind' | 'id' | 'name'>) {
  return { kind, id, name: name ?? null };
}

/** ISO 8601, UTC, milliseconds. */
export function isoUtc(ms: number): string {
  return formatInstant(ms, 'UTC', 'iso-utc');
}

function itemObject(item: RestoreItem) {
  return { ...headObject(item), fields: item.fields };
}

function skippedObject(item: SkippedItem) {
  return { ...headObject(item), reason: item.reason, message: item.message };
}
