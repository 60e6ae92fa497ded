/**
 * A deletion's event → what a restore of it would bring back, as far as the log tells. For accounts that do not say so
 * themselves; apart from the plan, because this is reading and that is deciding.
 */
import type { AuditEvent, JsonObject } from './event.js';
import { isObject, ownText, ownValue } from './json-value.js';
import type { RestoreItem, RestoreKind, SkippedItem } from './restore-offer.js';
import { recordNameOf } from './subject.js';

export interface RestoreContents {
  readonly restores: readonly RestoreItem[];
  readonly skips: readonly SkippedItem[];
  /** Whether the log names everything that fell with the record. False: there may be more. */
  readonly isWhole: boolean;
}

/** Help pages: appointments come back that were deleted within 30 minutes before or after their calendar. */
export const calendarStrokeMs = 30 * 60_000;
/** What a pipeline takes along falls with it in the same breath; what was deleted by itself before does not come back. */
const pipelineStrokeMs = 60_000;

const opportunityFields = [
  'pipelineId',
  'pipelineStageId',
  'contactId',
  'status',
  'monetaryValue',
  'assignedTo',
] as const;
const appointmentFields = ['calendarId', 'contactId', 'startTime', 'endTime', 'appointmentStatus'] as const;

/** `related`: deletions and restores around and after the event, in any order. */
export function contentsOf(
  event: AuditEvent,
  kind: RestoreKind,
  related: readonly AuditEvent[],
): RestoreContents {
  if (kind === 'pipeline') return pipelineContents(event, related);
  if (kind === 'calendar') return calendarContents(event, related);
  return { restores: [itemOf(event, 'opportunity', opportunityFields)], skips: [], isWhole: true };
}

/** Contacts that are gone now, as far as these events tell. */
export function deletedContacts(related: readonly AuditEvent[]): ReadonlySet<string> {
  const newest = new Map<string, AuditEvent>();
  for (const event of related) {
    if (event.module !== 'CONTACT' || event.recordId === undefined) continue;
    const known = newest.get(event.recordId);
    if (known === undefined || known.instantMs <= event.instantMs) newest.set(event.recordId, event);
  }
  return new Set(
    [...newest.values()].flatMap(({ type, recordId }) => (type === 'DELETED' && recordId) || []),
  );
}

function pipelineContents(event: AuditEvent, related: readonly AuditEvent[]): RestoreContents {
  const opportunities = new Map<string, RestoreItem>();
  for (const item of listedOpportunities(event)) opportunities.set(item.id, item);
  for (const other of fallenWith(event, related, ['OPPORTUNITY'], 'pipelineId', pipelineStrokeMs)) {
    const item = itemOf(other, 'opportunity', opportunityFields);
    opportunities.set(item.id, {
      ...item,
      fields: { ...opportunities.get(item.id)?.fields, ...item.fields },
    });
  }
  const gone = deletedContacts(related);
  const [skips, backs] = parted([...opportunities.values()], ({ fields }) =>
    gone.has(String(fields['contactId'])),
  );
  const told = ownValue(event.before, 'opportunityCount');
  return {
    restores: [{ ...headOf(event, 'pipeline'), fields: {} }, ...stagesOf(event), ...backs],
    skips: skips.map(({ kind, id, name }) => ({
      kind,
      id,
      name,
      reason: 'contact-deleted',
      message: 'Its contact has been deleted.',
    })),
    isWhole:
      typeof told === 'number' &&
      told === opportunities.size &&
      ownValue(event.before, 'stages') !== undefined,
  };
}

function calendarContents(event: AuditEvent, related: readonly AuditEvent[]): RestoreContents {
  const modules = ['APPOINTMENT', 'CALENDAR_EVENT'];
  const fallen = fallenWith(event, related, modules, 'calendarId', calendarStrokeMs);
  const told = ownValue(event.before, 'appointmentCount');
  return {
    restores: [
      { ...headOf(event, 'calendar'), fields: {} },
      ...fallen.map((other) => itemOf(other, 'appointment', appointmentFields)),
    ],
    skips: [],
    isWhole: typeof told === 'number' && told === fallen.length,
  };
}

/** Deletions of these modules near the event that name its record as theirs; each record once. */
function fallenWith(
  { recordId, instantMs }: AuditEvent,
  related: readonly AuditEvent[],
  modules: readonly string[],
  ownerField: string,
  strokeMs: number,
): readonly AuditEvent[] {
  const fallen = related.filter(
    (other) =>
      other.type === 'DELETED' &&
      modules.includes(other.module) &&
      other.recordId !== undefined &&
      recordId !== undefined &&
      ownText(other.before, ownerField) === recordId &&
      Math.abs(other.instantMs - instantMs) <= strokeMs,
  );
  return [...new Map(fallen.map((other) => [other.recordId, other])).values()];
}

function stagesOf({ before }: AuditEvent): readonly RestoreItem[] {
  return objectsIn(before, 'stages').flatMap((stage, index) => {
    const id = ownText(stage, 'id');
    if (id === undefined) return [];
    const position = ownValue(stage, 'position');
    const fields = { position: typeof position === 'number' ? position : index };
    return [{ kind: 'stage' as const, id, name: ownText(stage, 'name'), fields }];
  });
}

function listedOpportunities({ before, recordId }: AuditEvent): readonly RestoreItem[] {
  return objectsIn(before, 'opportunities').flatMap((opportunity) => {
    const id = ownText(opportunity, 'id');
    if (id === undefined) return [];
    const fields = {
      ...(recordId === undefined ? {} : { pipelineId: recordId }),
      ...pick(opportunity, opportunityFields),
    };
    return [{ kind: 'opportunity' as const, id, name: ownText(opportunity, 'name'), fields }];
  });
}

function itemOf(event: AuditEvent, kind: RestoreKind, names: readonly string[]): RestoreItem {
  const contact = event.contactId === undefined ? {} : { contactId: event.contactId };
  return { ...headOf(event, kind), fields: { ...contact, ...pick(event.before, names) } };
}

function headOf(event: AuditEvent, kind: RestoreKind): Omit<RestoreItem, 'fields'> {
  return { kind, id: event.recordId ?? '', name: recordNameOf(event) };
}

/** What the event does not hold, or holds as nothing, is not known: it cannot be held against the account afterwards. */
function pick(object: JsonObject | undefined, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = ownValue(object, name);
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}

function objectsIn(object: JsonObject | undefined, name: string): readonly JsonObject[] {
  const value = ownValue(object, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function parted<T>(
  items: readonly T[],
  isFirst: (item: T) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
