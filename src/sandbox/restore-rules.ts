/** What a restore would bring back and what not (account-api.md, help pages); decides, changes nothing. */

import { createHash } from 'node:crypto';
import type { BusinessRecord } from './business.js';
import type { LogEntry } from './log-entry.js';
import {
  contactLives,
  expiryMs,
  iso,
  isRestorableModule,
  type RestoreItem,
  type RestorePreview,
  type RestoreScene,
  type SkippedItem,
} from './restore-preview.js';
import { refuse } from './restore-refusals.js';

/** An appointment comes back with its calendar when it was deleted within so long before or after it (help pages: 30 minutes). */
const calendarStrokeMs = 30 * 60_000;

interface Outcome {
  readonly restores: readonly RestoreItem[];
  readonly skips: readonly SkippedItem[];
}

/** What a restore of this event would do now, or why it would be refused. */
export function previewRestore(scene: RestoreScene, event: LogEntry): RestorePreview {
  const refusal = refuse(scene, event);
  const { restores, skips } = refusal === undefined ? outcome(scene, event) : { restores: [], skips: [] };
  const isDeletion = event.type === 'DELETED';
  return {
    eventId: event.id,
    locationId: scene.locationId,
    documentType: event.module,
    recordId: event.recordId,
    recordName: event.recordName,
    deletedAt: isDeletion ? iso(event.atMs) : null,
    deletedBy: event.actor,
    restorable: refusal === undefined,
    refusal: refusal ?? null,
    restorableUntil: isDeletion && isRestorableModule(event.module) ? iso(expiryMs(event)) : null,
    restores,
    skips,
    digest: createHash('sha256')
      .update(JSON.stringify([event.id, restores, skips]))
      .digest('hex'),
  };
}

function outcome(scene: RestoreScene, event: LogEntry): Outcome {
  if (event.module === 'PIPELINE') return pipelineOutcome(scene, event);
  if (event.module === 'CALENDAR') return calendarOutcome(scene, event);
  const kept = scene.records.findDeleted('opportunity', event.recordId);
  return { restores: kept === undefined ? [] : [opportunityItem(kept.record)], skips: [] };
}

function pipelineOutcome(scene: RestoreScene, event: LogEntry): Outcome {
  const pipeline = scene.records.findDeleted('pipeline', event.recordId)?.record;
  if (pipeline === undefined) return { restores: [], skips: [] };
  const { stages } = pipeline.fields;
  const restores: RestoreItem[] = [
    {
      documentType: 'PIPELINE',
      id: pipeline.id,
      name: pipeline.name,
      record: { locationId: scene.locationId },
    },
    ...stages.map(({ id, name, position }) => ({
      documentType: 'PIPELINE_STAGE' as const,
      id,
      name,
      record: { position },
    })),
  ];
  const skips: SkippedItem[] = [];
  for (const { record, eventSeq } of scene.records.deletedChildren('opportunity', pipeline.id)) {
    const reason = skipReason(scene, record, eventSeq === event.seq, stages);
    if (reason === undefined) restores.push(opportunityItem(record));
    else skips.push({ documentType: 'OPPORTUNITY', id: record.id, name: record.name, ...reason });
  }
  return { restores, skips };
}

function skipReason(
  scene: RestoreScene,
  opportunity: BusinessRecord<'opportunity'>,
  fellWithPipeline: boolean,
  stages: readonly { readonly id: string }[],
): Pick<SkippedItem, 'reason' | 'message'> | undefined {
  if (!fellWithPipeline) {
    return { reason: 'deleted-earlier', message: 'It had been deleted by itself before its pipeline was.' };
  }
  if (!stages.some(({ id }) => id === opportunity.fields.pipelineStageId)) {
    return { reason: 'stage-missing', message: 'Its stage had been removed from the pipeline before.' };
  }
  if (!contactLives(scene, opportunity)) {
    return { reason: 'contact-deleted', message: 'Its contact has been deleted.' };
  }
  return undefined;
}

function calendarOutcome({ records, locationId }: RestoreScene, event: LogEntry): Outcome {
  const calendar = records.findDeleted('calendar', event.recordId)?.record;
  if (calendar === undefined) return { restores: [], skips: [] };
  const restores: RestoreItem[] = [
    {
      documentType: 'CALENDAR',
      id: calendar.id,
      name: calendar.name,
      record: { locationId, ...calendar.fields },
    },
  ];
  const skips: SkippedItem[] = [];
  for (const { record, deletedMs } of records.deletedChildren('appointment', calendar.id)) {
    if (Math.abs(deletedMs - event.atMs) <= calendarStrokeMs) restores.push(appointmentItem(record));
    else {
      skips.push({
        documentType: 'APPOINTMENT',
        id: record.id,
        name: record.name,
        reason: 'outside-window',
        message: 'It was deleted more than 30 minutes before or after its calendar.',
      });
    }
  }
  return { restores, skips };
}

function opportunityItem({
  id,
  name,
  parentId,
  contactId,
  fields,
}: BusinessRecord<'opportunity'>): RestoreItem {
  const { pipelineStageId, status, monetaryValue, assignedTo } = fields;
  return {
    documentType: 'OPPORTUNITY',
    id,
    name,
    record: { pipelineId: parentId, pipelineStageId, contactId, status, monetaryValue, assignedTo },
  };
}

function appointmentItem({
  id,
  name,
  parentId,
  contactId,
  fields,
}: BusinessRecord<'appointment'>): RestoreItem {
  const { startTime, endTime, appointmentStatus } = fields;
  return {
    documentType: 'APPOINTMENT',
    id,
    name,
    record: { calendarId: parentId, contactId, startTime, endTime, appointmentStatus },
  };
}
