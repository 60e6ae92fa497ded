/** One event as the account sent it → an AuditEvent: the only place that knows the wire's names and forgives its moods. */

import type { MalformedEvent } from '../audit/coverage.js';
import type { AuditEvent, JsonObject } from '../audit/event.js';
import { readInstantMs } from './wire-instant.js';

const noFields: readonly string[] = [];

/**
 * An event needs an id and an instant; everything else may be absent, of a wrong type, or unknown, and never costs the event.
 * @param rawText its exact JSON text
 */
export function readWireEvent(wire: unknown, rawText: string): AuditEvent | MalformedEvent {
  const fields = asObject(wire);
  if (fields === undefined) return { problem: 'the event is not an object', rawText };
  const id = fields['_id'];
  if (typeof id !== 'string' || id.trim() === '') return { problem: 'the event has no usable _id', rawText };
  const createdAt = fields['createdAt'];
  const instantMs = typeof createdAt === 'string' ? readInstantMs(createdAt) : Number.NaN;
  if (Number.isNaN(instantMs))
    return { problem: 'the event’s createdAt is not an ISO 8601 instant', rawText };
  const meta = asObject(fields['meta']);
  return {
    id,
    instantMs,
    type: asText(fields['type']) ?? '',
    module: asText(fields['documentType']) ?? '',
    recordId: asText(fields['id']),
    recordName: asName(fields['documentName']),
    contactId: asText(fields['secondaryId']),
    source: readSource(asText(fields['source']) ?? '', meta),
    sourceId: asText(fields['sourceId']),
    sourceName: asKnownName(fields['sourceName']),
    changedFields: asNames(fields['changedFields']),
    before: asObject(fields['before']),
    after: asObject(fields['after']),
    meta,
    rawText,
  };
}

/** account-api.md: `meta.after.createdBy.source` can hold the true source where `source` is `UNKNOWN_SOURCE`. */
function readSource(source: string, meta: JsonObject | undefined): string {
  if (source !== 'UNKNOWN_SOURCE' || meta === undefined) return source;
  return asName(asObject(asObject(meta['after'])?.['createdBy'])?.['source']) ?? source;
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** A number or a truth value where a string was promised is shown as it reads; anything deeper stays in the raw text. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function asName(value: unknown): string | undefined {
  const name = asText(value)?.trim();
  return name === '' ? undefined : name;
}

function asKnownName(value: unknown): string | undefined {
  const name = asName(value);
  return name === 'UNKNOWN' ? undefined : name;
}

function asNames(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return noFields;
  if (value.every((name) => typeof name === 'string')) return value;
  return value.map(asText).filter((name) => name !== undefined);
}
