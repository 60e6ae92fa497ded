/** A deletion + the present state + the rules → a plan, or a refusal with its reason. Pure: a dry run is this and nothing else. */
import { actorOf } from './attribution.js';
import type { AuditEvent } from './event.js';
import { folded } from './folded.js';
import { ownText } from './json-value.js';
import type { NameBook } from './names.js';
import { contentsOf, deletedContacts, type RestoreContents } from './restore-contents.js';
import type { RestoreItem, RestoreOffer, RestoreRefusal, SkippedItem } from './restore-offer.js';
import { restorableUntilMs } from './retention.js';
import { nounOf, recordNameOf } from './subject.js';

/** What can be asked for by its deletion event (help pages). */
export type RestorableKind = 'pipeline' | 'opportunity' | 'calendar';

export interface RestorePlan {
  readonly eventId: string;
  readonly locationId: string;
  readonly kind: RestorableKind;
  readonly recordId: string;
  readonly recordName: string;
  readonly deletedMs: number;
  /** A name where one is known; attribution can mislead (`attribution.ts`). */
  readonly deletedBy: string;
  /** Exclusive; undefined where nobody says. */
  readonly restorableUntilMs: number | undefined;
  /** The record first, then stages by position, then the rest. */
  readonly restores: readonly RestoreItem[];
  readonly skips: readonly SkippedItem[];
  /** Whether that is known to be all: the account says so, or its event names everything. */
  readonly isWhole: boolean;
  /** What else the same hand deleted within the same minute; this restore does not bring it back. */
  readonly sameStroke: readonly { readonly noun: string; readonly count: number }[];
  /** Live records of the kind that bear the name. */
  readonly namesakes: readonly { readonly id: string; readonly name: string }[];
  readonly accountDigest: string | undefined;
}

/** Live records, as the published routes show them. */
export interface LiveRecords {
  readonly pipelines: readonly {
    readonly id: string;
    readonly name: string;
    readonly stages: readonly { readonly id: string }[];
  }[];
  readonly calendars: readonly { readonly id: string; readonly name: string }[];
  /** Whether the very record of the event lives; only needed for opportunities. */
  readonly opportunityLives: boolean;
}

export interface RestoreScene {
  readonly event: AuditEvent;
  readonly names: NameBook;
  readonly locationId: string;
  readonly nowMs: number;
  readonly retentionDays: number | undefined;
  /** The account's own word; undefined where it has no such route. */
  readonly offer: RestoreOffer | undefined;
  readonly live: LiveRecords;
  /**
   * Deletions and restores from shortly before the event on: up to shortly after it where there is an offer, else up to now.
   */
  readonly related: readonly AuditEvent[];
  /** Whether all of these could be read. */
  readonly isRelatedWhole: boolean;
}

export type RestoreDecision =
  | { readonly kind: 'plan'; readonly plan: RestorePlan }
  | { readonly kind: 'refusal'; readonly refusal: RestoreRefusal };

/** Within so long one hand's deletions count as one stroke. */
export const strokeMs = 60_000;

const kinds: Readonly<Record<string, RestorableKind>> = {
  PIPELINE: 'pipeline',
  OPPORTUNITY: 'opportunity',
  CALENDAR: 'calendar',
};

/** What could be restored by this event; undefined where its module has no restore. */
export function restorableKindOf({ module }: Pick<AuditEvent, 'module'>): RestorableKind | undefined {
  return Object.hasOwn(kinds, module) ? kinds[module] : undefined;
}

/** Why no restore of this event could ever be; undefined where one could. Needs nothing but the event. */
export function refuseEvent(event: AuditEvent): RestoreRefusal | undefined {
  if (event.type !== 'DELETED') return { reason: 'not-a-deletion', message: '' };
  if (restorableKindOf(event) === undefined || event.recordId === undefined) {
    return { reason: 'not-restorable', message: '' };
  }
  return undefined;
}

/** The account's own word decides where it has given one; else the rules of the help pages, as far as the log and the published routes tell. */
export function planRestore(scene: RestoreScene): RestoreDecision {
  const { event, offer } = scene;
  const kind = restorableKindOf(event);
  const refusal = refuseEvent(event) ?? (offer === undefined ? refuseByRules(scene) : offer.refusal);
  if (refusal !== undefined || kind === undefined || event.recordId === undefined) {
    return { kind: 'refusal', refusal: refusal ?? { reason: 'not-restorable', message: '' } };
  }
  const contents = offer === undefined ? toldContents(scene, kind) : { ...offer, isWhole: true };
  return { kind: 'plan', plan: planOf(scene, kind, event.recordId, contents) };
}

function toldContents(
  { event, related, isRelatedWhole }: RestoreScene,
  kind: RestorableKind,
): RestoreContents {
  const contents = contentsOf(event, kind, related);
  return { ...contents, isWhole: contents.isWhole && isRelatedWhole };
}

function planOf(
  scene: RestoreScene,
  kind: RestorableKind,
  recordId: string,
  { restores, skips, isWhole }: RestoreContents,
): RestorePlan {
  const { event, names, locationId, offer, retentionDays } = scene;
  const recordName = recordNameOf(event) ?? recordId;
  return {
    eventId: event.id,
    locationId,
    kind,
    recordId,
    recordName,
    deletedMs: event.instantMs,
    deletedBy: actorOf(event, names).name,
    restorableUntilMs: offer?.untilMs ?? restorableUntilMs(event, retentionDays),
    restores,
    skips,
    isWhole,
    sameStroke: sameStrokeOf(scene, new Set([recordId, ...[...restores, ...skips].map(({ id }) => id)])),
    namesakes: liveOfKind(scene, kind).filter(
      ({ id, name }) => id !== recordId && folded(name) === folded(recordName),
    ),
    accountDigest: offer?.digest,
  };
}

function liveOfKind({ live }: RestoreScene, kind: RestorableKind): readonly { id: string; name: string }[] {
  if (kind === 'opportunity') return [];
  return (kind === 'pipeline' ? live.pipelines : live.calendars).map(({ id, name }) => ({ id, name }));
}

/** Counted by what it was, most first; what this restore is about itself is left out. */
function sameStrokeOf(
  { event, related, names }: RestoreScene,
  own: ReadonlySet<string>,
): RestorePlan['sameStroke'] {
  const fallen = new Map<string, AuditEvent>();
  for (const other of related) {
    const isSameHand = other.sourceId !== undefined && other.sourceId === event.sourceId;
    const isNear = Math.abs(other.instantMs - event.instantMs) <= strokeMs;
    const isOwn = other.id === event.id || own.has(other.recordId ?? '');
    if (other.type === 'DELETED' && isSameHand && isNear && !isOwn) fallen.set(other.id, other);
  }
  const counts = new Map<string, number>();
  for (const other of fallen.values()) {
    const noun = nounOf(other, names);
    counts.set(noun, (counts.get(noun) ?? 0) + 1);
  }
  return [...counts].map(([noun, count]) => ({ noun, count })).sort((a, b) => b.count - a.count);
}

function refuseByRules(scene: RestoreScene): RestoreRefusal | undefined {
  return refuseAsRestored(scene) ?? refuseAsExpired(scene) ?? refuseOpportunity(scene);
}

function refuseAsRestored({ event, related, live, names }: RestoreScene): RestoreRefusal | undefined {
  const restored = related
    .filter(({ type, recordId, instantMs }) => {
      return type === 'RESTORED' && recordId === event.recordId && instantMs >= event.instantMs;
    })
    .sort((a, b) => a.instantMs - b.instantMs)[0];
  const isLive = [...live.pipelines, ...live.calendars].some(({ id }) => id === event.recordId);
  if (restored === undefined && !isLive && !live.opportunityLives) return undefined;
  if (restored === undefined) return { reason: 'already-restored', message: '' };
  return {
    reason: 'already-restored',
    message: '',
    restoredMs: restored.instantMs,
    restoredBy: actorOf(restored, names).name,
    restoreEventId: restored.id,
  };
}

function refuseAsExpired({ event, nowMs, retentionDays }: RestoreScene): RestoreRefusal | undefined {
  const untilMs = restorableUntilMs(event, retentionDays);
  if (untilMs === undefined || nowMs < untilMs) return undefined;
  return { reason: 'expired', message: '', expiredMs: untilMs };
}

/** Help pages: impossible where its contact is deleted, and alone where it fell with its pipeline. */
function refuseOpportunity({ event, related, live }: RestoreScene): RestoreRefusal | undefined {
  if (restorableKindOf(event) !== 'opportunity') return undefined;
  const contactId = event.contactId ?? ownText(event.before, 'contactId');
  if (contactId !== undefined && deletedContacts(related).has(contactId)) {
    return { reason: 'contact-deleted', message: '' };
  }
  const pipelineId = ownText(event.before, 'pipelineId');
  if (pipelineId === undefined || live.pipelines.some(({ id }) => id === pipelineId)) return undefined;
  const deletion = related.find(
    ({ type, module, recordId }) => type === 'DELETED' && module === 'PIPELINE' && recordId === pipelineId,
  );
  if (deletion === undefined || Math.abs(deletion.instantMs - event.instantMs) > strokeMs) {
    const name = ownText(event.before, 'pipelineName');
    return {
      reason: 'container-missing',
      message: '',
      container: { kind: 'pipeline', id: pipelineId, name },
    };
  }
  return { reason: 'part-of-another', message: '', containerEventId: deletion.id };
}
