/** Which deletions can still be brought back: read newest first, so that what came back since is known before its deletion comes. */
import type { AuditEvent } from './event.js';
import { ownText, ownValue } from './json-value.js';
import { type RestorableKind, restorableKindOf, strokeMs } from './restore-plan.js';
import { restorableUntilMs } from './retention.js';

export interface RestorableDeletion {
  readonly event: AuditEvent;
  readonly kind: RestorableKind;
  /** Exclusive. */
  readonly untilMs: number;
  /** Opportunities or appointments that fell with it, as far as the log tells. */
  readonly fallenCount: number | undefined;
}

/** Whether an event matters to the question; for filters. */
export function concernsRestores(event: AuditEvent): boolean {
  const isPart = event.module === 'APPOINTMENT' || event.module === 'CALENDAR_EVENT';
  return (
    (event.type === 'DELETED' && (restorableKindOf(event) !== undefined || isPart)) ||
    (event.type === 'RESTORED' && restorableKindOf(event) !== undefined)
  );
}

/**
 * The deletions that nothing has brought back since and whose time is not over; newest first. What fell with its pipeline or
 * calendar is counted there and not listed.
 *
 * @param events newest first
 */
export function restorableOf(
  events: readonly AuditEvent[],
  { nowMs, retentionDays }: { readonly nowMs: number; readonly retentionDays: number | undefined },
): readonly RestorableDeletion[] {
  const settled = new Set<string>();
  const containers: AuditEvent[] = [];
  const open: AuditEvent[] = [];
  for (const event of events) {
    const { recordId } = event;
    if (recordId === undefined) continue;
    if (event.type === 'DELETED' && isContainer(event)) containers.push(event);
    // A record's newest event decides: restored, or deleted for the last time.
    if (event.type === 'DELETED' && !settled.has(recordId)) open.push(event);
    settled.add(recordId);
  }
  const fallen = fallenByContainer(events, containers);
  const inside = new Set([...fallen.values()].flat());
  return open.flatMap((event) => {
    const kind = restorableKindOf(event);
    const untilMs = restorableUntilMs(event, retentionDays);
    if (kind === undefined || untilMs === undefined || untilMs <= nowMs || inside.has(event)) return [];
    return [{ event, kind, untilMs, fallenCount: fallenCount(event, kind, fallen) }];
  });
}

function isContainer(event: AuditEvent): boolean {
  const kind = restorableKindOf(event);
  return kind === 'pipeline' || kind === 'calendar';
}

/** What fell within a minute of the pipeline or calendar that it names as its own. */
function fallenByContainer(
  events: readonly AuditEvent[],
  containers: readonly AuditEvent[],
): ReadonlyMap<AuditEvent, readonly AuditEvent[]> {
  const fallen = new Map<AuditEvent, AuditEvent[]>(containers.map((container) => [container, []]));
  const byRecord = new Map<string | undefined, AuditEvent[]>();
  for (const container of containers) {
    byRecord.set(container.recordId, [...(byRecord.get(container.recordId) ?? []), container]);
  }
  for (const event of events) {
    const owner = ownText(event.before, 'pipelineId') ?? ownText(event.before, 'calendarId');
    const container = byRecord
      .get(owner)
      ?.find(({ instantMs }) => Math.abs(instantMs - event.instantMs) <= strokeMs);
    if (event.type === 'DELETED' && owner !== undefined && container !== undefined)
      fallen.get(container)?.push(event);
  }
  return fallen;
}

function fallenCount(
  event: AuditEvent,
  kind: RestorableKind,
  fallen: ReadonlyMap<AuditEvent, readonly AuditEvent[]>,
): number | undefined {
  if (kind === 'opportunity') return undefined;
  const told = ownValue(event.before, kind === 'pipeline' ? 'opportunityCount' : 'appointmentCount');
  return typeof told === 'number' ? told : fallen.get(event)?.length;
}
