/** One event as the account sent it → an AuditEvent: the only place that knows the wire's names and forgives its moods. */

import type { MalformedEvent } from '../audit/coverage.js';
import type { AuditEvent, JsonObject } from '../audit/event.js';
import { isSurelySame } from './same-content.js';
import { readInstantMs } from './wire-instant.js';

/** Where an event's exact text is. */
export interface WireText {
  /** @param index where the event stands in its page, through `logs` and then `mongoLogs` */
  eventText(index: number): string;
  /** The same, where all of it is printable ASCII. */
  printableText?(index: number): string | undefined;
  /** Whether that text is printable ASCII without a backslash. */
  isPlain?(index: number): boolean;
}

const noFields: readonly string[] = [];

/**
 * An event needs an id and an instant; everything else may be absent, of a wrong type, or unknown, and never costs the event.
 * @param index where the event stands in its page, through `logs` and then `mongoLogs`
 */
export function readWireEvent(wire: unknown, page: WireText, index: number): AuditEvent | MalformedEvent {
  const fields = asObject(wire);
  if (fields === undefined) return malformed('the event is not an object', page, index);
  const id = fields['_id'];
  if (typeof id !== 'string' || id.trim() === '')
    return malformed('the event has no usable _id', page, index);
  const createdAt = fields['createdAt'];
  const instantMs = typeof createdAt === 'string' ? readInstantMs(createdAt) : Number.NaN;
  if (Number.isNaN(instantMs))
    return malformed('the event’s createdAt is not an ISO 8601 instant', page, index);
  return new WireEvent(id, instantMs, fields, page, index);
}

function malformed(problem: string, page: WireText, index: number): MalformedEvent {
  return { problem, rawText: page.eventText(index) };
}

/** Whether two tellings of an event have the same content; their exact texts decide where what was read of them does not. */
export function isToldAlike(one: AuditEvent, other: AuditEvent): boolean {
  const isSure = one instanceof WireEvent && other instanceof WireEvent && one.isSurelySameAs(other);
  return isSure || one.rawText === other.rawText;
}

/** Holds on to its whole page until its raw text has been read once; whoever keeps few events of many pages should read it. */
class WireEvent implements AuditEvent {
  readonly id: string;
  readonly instantMs: number;
  readonly type: string;
  readonly module: string;
  readonly recordId: string | undefined;
  readonly recordName: string | undefined;
  readonly contactId: string | undefined;
  readonly source: string;
  readonly sourceId: string | undefined;
  readonly sourceName: string | undefined;
  readonly changedFields: readonly string[];
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
  readonly meta: JsonObject | undefined;
  readonly #fields: JsonObject;
  readonly #index: number;
  #page: WireText | undefined;
  #rawText = '';

  constructor(id: string, instantMs: number, fields: JsonObject, page: WireText, index: number) {
    const meta = asObject(fields['meta']);
    this.id = id;
    this.instantMs = instantMs;
    this.type = asText(fields['type']) ?? '';
    this.module = asText(fields['documentType']) ?? '';
    this.recordId = asText(fields['id']);
    this.recordName = asName(fields['documentName']);
    this.contactId = asText(fields['secondaryId']);
    this.source = readSource(asText(fields['source']) ?? '', meta);
    this.sourceId = asText(fields['sourceId']);
    this.sourceName = asKnownName(fields['sourceName']);
    this.changedFields = asNames(fields['changedFields']);
    this.before = asObject(fields['before']);
    this.after = asObject(fields['after']);
    this.meta = meta;
    this.#fields = fields;
    this.#index = index;
    this.#page = page;
  }

  get rawText(): string {
    if (this.#page !== undefined) {
      this.#rawText = this.#page.eventText(this.#index);
      this.#page = undefined;
    }
    return this.#rawText;
  }

  get printableRaw(): string | undefined {
    return this.#page?.printableText?.(this.#index);
  }

  get isPlain(): boolean {
    return this.#page?.isPlain?.(this.#index) ?? false;
  }

  isSurelySameAs(other: WireEvent): boolean {
    return isSurelySame(this.#fields, other.#fields);
  }
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
