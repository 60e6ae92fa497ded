/** What the restore routes answer: previews, states and refusals, each checked before anything rests on it. */
import type {
  RestoreItem,
  RestoreKind,
  RestoreOffer,
  RestoreRefusal,
  SkippedItem,
} from '../audit/restore-offer.js';
import type { NetworkResponse } from '../context.js';
import type { RestoreState } from './account.js';
import { UnreadableAnswer } from './failure.js';
import { isObject, objectsIn, optionalText, parseBody, requiredText, type Shape } from './shapes.js';
import { readInstantMs } from './wire-instant.js';

/** What the wire calls the kinds (fixtures/account-api.openapi.json, RestoreItem). */
const kinds: Readonly<Record<string, RestoreKind>> = {
  PIPELINE: 'pipeline',
  PIPELINE_STAGE: 'stage',
  OPPORTUNITY: 'opportunity',
  CALENDAR: 'calendar',
  APPOINTMENT: 'appointment',
};

/** Why an answer refuses; undefined where it does not say so in the contract’s form. Only 409 and 403 bear a refusal. */
export function refusalIn({ status, body }: NetworkResponse): RestoreRefusal | undefined {
  if (status !== 409 && status !== 403) return undefined;
  try {
    const { refusal } = parseBody(body);
    return isObject(refusal) ? readRefusal(refusal) : undefined;
  } catch (error) {
    if (error instanceof UnreadableAnswer) return undefined;
    throw error;
  }
}

/** @throws UnreadableAnswer when it is no preview of this event. */
export function readOffer(body: Shape, eventId: string): RestoreOffer {
  if (body['eventId'] !== eventId) throw new UnreadableAnswer('it is about another event');
  const { refusal, restorable } = body;
  if (typeof restorable !== 'boolean') throw new UnreadableAnswer('it does not say whether it is restorable');
  if (!restorable && !isObject(refusal)) throw new UnreadableAnswer('it refuses without a reason');
  return {
    refusal: isObject(refusal) ? readRefusal(refusal) : undefined,
    untilMs: instantIn(body, 'restorableUntil'),
    restores: objectsIn(body, 'restores').map(readItem),
    skips: objectsIn(body, 'skips').map(readSkipped),
    digest: optionalText(body, 'digest'),
  };
}

/** @throws UnreadableAnswer when it does not say where the restore under this key stands. */
export function readRestoreState(body: Shape, key: string): RestoreState {
  if (body['idempotencyKey'] !== key) throw new UnreadableAnswer('it is about another restore');
  const { state, result, failure } = body;
  if (state === 'accepted' || state === 'running') return { kind: 'running' };
  if (state === 'failed') {
    const refusal = isObject(failure) ? readRefusal(failure) : { reason: 'unknown', message: '' };
    return { kind: 'failed', refusal };
  }
  if (state !== 'done' || !isObject(result))
    throw new UnreadableAnswer('it does not say where the restore stands');
  return {
    kind: 'done',
    restored: objectsIn(result, 'restored').map(readItem),
    skipped: objectsIn(result, 'skipped').map(readSkipped),
    restoreEventId: optionalText(result, 'restoreEventId'),
  };
}

function readItem(item: Shape): RestoreItem {
  const { record } = item;
  return { ...readHead(item), fields: isObject(record) ? record : {} };
}

function readSkipped(item: Shape): SkippedItem {
  return {
    ...readHead(item),
    reason: requiredText(item, 'reason'),
    message: optionalText(item, 'message') ?? '',
  };
}

function readHead(item: Shape): Pick<RestoreItem, 'kind' | 'id' | 'name'> {
  const documentType = requiredText(item, 'documentType');
  const kind = Object.hasOwn(kinds, documentType) ? kinds[documentType] : undefined;
  if (kind === undefined)
    throw new UnreadableAnswer(`it would restore a "${documentType}", which nobody knows`);
  return { kind, id: requiredText(item, 'id'), name: optionalText(item, 'name')?.trim() };
}

function readRefusal(refusal: Shape): RestoreRefusal {
  const { takenBy, container, restoredBy } = refusal;
  const known = {
    expiredMs: instantIn(refusal, 'expiredAt'),
    restoredMs: instantIn(refusal, 'restoredAt'),
    restoredBy: isObject(restoredBy)
      ? (optionalText(restoredBy, 'sourceName') ?? optionalText(restoredBy, 'sourceId'))
      : undefined,
    restoreEventId: optionalText(refusal, 'restoreEventId'),
    containerEventId: optionalText(refusal, 'containerEventId'),
    takenBy: isObject(takenBy)
      ? { id: optionalText(takenBy, 'id') ?? '', name: optionalText(takenBy, 'name') ?? '' }
      : undefined,
    container: isObject(container)
      ? {
          kind: optionalText(container, 'documentType') ?? '',
          id: optionalText(container, 'id') ?? '',
          name: optionalText(container, 'name'),
        }
      : undefined,
  };
  return {
    reason: optionalText(refusal, 'reason') ?? 'unknown',
    message: optionalText(refusal, 'message') ?? '',
    ...withoutUndefined(known),
  };
}

function withoutUndefined<T extends object>(shape: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function instantIn(shape: Shape, name: string): number | undefined {
  const text = optionalText(shape, name);
  const ms = text === undefined ? Number.NaN : readInstantMs(text);
  return Number.isNaN(ms) ? undefined : ms;
}
