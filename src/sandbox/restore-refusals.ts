/** Why a deletion cannot be undone (account-api.md, help pages); decides, changes nothing. */

import type { BusinessRecord, Kind } from './business.js';
import { eventAt, type LogEntry, nextEventOf } from './log-entry.js';
import type { DeletedRecord } from './records.js';
import {
  contactLives,
  expiryMs,
  iso,
  isRestorableModule,
  kindOf,
  type RestoreRefusal,
  type RestoreScene,
  restorableModules,
  restoreWindowDays,
} from './restore-preview.js';

/** The first rule that stands against it; undefined where none does. */
export function refuse(scene: RestoreScene, event: LogEntry): RestoreRefusal | undefined {
  if (event.type !== 'DELETED') {
    return { reason: 'not-a-deletion', message: `This event (${event.type}) deleted nothing.` };
  }
  if (!isRestorableModule(event.module)) {
    return {
      reason: 'not-restorable',
      message: `A deleted record of the module ${event.module} cannot be restored.`,
      restorableModules: [...restorableModules],
    };
  }
  return (
    refuseAsRestored(scene, event) ??
    refuseAsExpired(scene, event) ??
    refuseByKind[event.module](scene, event)
  );
}

const refuseByKind = {
  PIPELINE: (scene: RestoreScene, event: LogEntry) => refuseAsNameTaken(scene, event, 'pipeline'),
  CALENDAR: (scene: RestoreScene, event: LogEntry) => refuseAsNameTaken(scene, event, 'calendar'),
  OPPORTUNITY: refuseOpportunity,
} as const;

/** The record lives, or has lived again since: then it is kept under a later deletion, or none. */
function refuseAsRestored(scene: RestoreScene, event: LogEntry): RestoreRefusal | undefined {
  const kept = keptRecord(scene, event);
  const restored = nextEventOf(scene.database, scene.locationId, event, 'RESTORED');
  const lives = isRestorableModule(event.module) && scene.records.find(kindOf[event.module], event.recordId);
  if (kept !== undefined || (restored === undefined && !lives)) return undefined;
  return {
    reason: 'already-restored',
    message: `${event.recordName ?? event.recordId} has been restored already.`,
    ...(restored === undefined
      ? {}
      : { restoredAt: iso(restored.atMs), restoredBy: restored.actor, restoreEventId: restored.id }),
  };
}

function refuseAsExpired(scene: RestoreScene, event: LogEntry): RestoreRefusal | undefined {
  const expiredMs = expiryMs(event);
  if (scene.nowMs < expiredMs && keptRecord(scene, event) !== undefined) return undefined;
  return {
    reason: 'expired',
    message: `A deletion can be undone for ${restoreWindowDays} days; this one could until ${iso(expiredMs)}.`,
    expiredAt: iso(expiredMs),
  };
}

function refuseAsNameTaken(
  { records }: RestoreScene,
  event: LogEntry,
  kind: 'pipeline' | 'calendar',
): RestoreRefusal | undefined {
  const wanted = (event.recordName ?? '').trim().toLowerCase();
  const holder = records.list(kind).find(({ name }) => name.trim().toLowerCase() === wanted);
  if (holder === undefined) return undefined;
  return {
    reason: 'name-taken',
    message: `A ${kind} named ${holder.name} exists already. Rename it first.`,
    takenBy: { id: holder.id, name: holder.name },
  };
}

function refuseOpportunity(scene: RestoreScene, event: LogEntry): RestoreRefusal | undefined {
  const kept = keptRecord(scene, event);
  if (kept === undefined || kept.record.kind !== 'opportunity') return undefined;
  const opportunity = kept.record as BusinessRecord<'opportunity'>;
  const pipeline = scene.records.find('pipeline', opportunity.parentId ?? '');
  if (pipeline === undefined) return refuseWithoutPipeline(scene, event, kept);
  if (!pipeline.fields.stages.some(({ id }) => id === opportunity.fields.pipelineStageId)) {
    const { pipelineStageId: id, pipelineStageName: name } = opportunity.fields;
    return missingContainer({ documentType: 'PIPELINE_STAGE', id, name });
  }
  if (contactLives(scene, opportunity)) return undefined;
  return {
    reason: 'contact-deleted',
    message: `The contact of ${opportunity.name} has been deleted; an opportunity cannot be restored without it.`,
  };
}

function refuseWithoutPipeline(
  { database, records }: RestoreScene,
  event: LogEntry,
  { eventSeq, record }: DeletedRecord<Kind>,
): RestoreRefusal {
  const container = eventSeq === event.seq ? undefined : eventAt(database, eventSeq);
  if (container === undefined) {
    const id = record.parentId ?? '';
    const name = records.findDeleted('pipeline', id)?.record.name ?? null;
    return missingContainer({ documentType: 'PIPELINE', id, name });
  }
  return {
    reason: 'part-of-another',
    message: `${record.name} was deleted with its pipeline ${container.recordName ?? container.recordId} and comes back only with it.`,
    containerEventId: container.id,
  };
}

function missingContainer(container: {
  readonly documentType: string;
  readonly id: string;
  readonly name: string | null;
}): RestoreRefusal {
  const kind = container.documentType === 'PIPELINE' ? 'pipeline' : 'stage';
  return {
    reason: 'container-missing',
    message: `The ${kind} ${container.name ?? container.id} to which it belonged does not exist any more.`,
    container,
  };
}

/** What is kept of this very deletion; undefined when the record has been restored since, or is no longer kept. */
function keptRecord({ records }: RestoreScene, event: LogEntry): DeletedRecord<Kind> | undefined {
  if (!isRestorableModule(event.module)) return undefined;
  const kept = records.findDeleted<Kind>(kindOf[event.module], event.recordId);
  return kept?.deletedMs === event.atMs && kept.eventSeq <= event.seq ? kept : undefined;
}
